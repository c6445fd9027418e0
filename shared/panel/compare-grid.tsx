// Several wishes on one frame, side by side; zoom and place are shared, so that the same spot is seen everywhere.
import { useRef, type PointerEvent } from 'react';
import type { PictureRef } from '../pictures.ts';
import type { View } from './before-after.tsx';
import { placeOf, Sheet } from './before-after.tsx';
import { dragPicture, type Size } from './geometry.ts';
import { useStrings } from './language.tsx';
import { Button, classes } from './parts.tsx';
import { usePicture, useSize } from './use-picture.ts';
import css from './viewer.module.css';

/** Without a title it is the original. */
export type Column = { readonly key: string; readonly title: string | null; readonly picture: PictureRef | null; readonly onUse: (() => void) | null };
type Shared = { readonly natural: Size; readonly view: View; readonly onView: (view: View) => void; readonly busy: boolean };

export function CompareGrid({ columns, ...shared }: Shared & { readonly columns: readonly Column[] }) {
  return <div className={css.grid}>{columns.map((column) => <Pane key={column.key} column={column} {...shared} />)}</div>;
}

function Pane({ column, natural, view, onView, busy }: Shared & { readonly column: Column }) {
  const { clip } = useStrings();
  const [stage, size] = useSize<HTMLDivElement>();
  const { address } = usePicture(column.picture);
  const title = column.title ?? clip.source;
  const drag = useRef<{ x: number; y: number } | null>(null);
  const place = placeOf(size, natural, view);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    drag.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!drag.current || !size || !place || place === 'fit') return;
    onView({ ...view, centre: dragPicture(view.centre, size, place, event.clientX - drag.current.x, event.clientY - drag.current.y) });
    drag.current = { x: event.clientX, y: event.clientY };
  };
  return (
    <figure className={css.pane}>
      <figcaption className={css.paneHead}><span>{title}</span>{column.onUse && <Button look="quiet" onClick={column.onUse} aria-label={`${clip.useThis}: ${title}`}>{clip.useThis}</Button>}</figcaption>
      <div ref={stage} className={classes(css.stage, css.grab)} style={{ aspectRatio: `${natural.width} / ${natural.height}` }} onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={() => { drag.current = null; }} onPointerCancel={() => { drag.current = null; }}>
        {place && address && <Sheet place={place} address={address} alt={title} />}
        {busy && <span className={css.busy} aria-hidden="true" />}
      </div>
    </figure>
  );
}
