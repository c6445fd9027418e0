// Original and restored picture in one place, with a border between them that can be moved.
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { PictureRef } from '../pictures.ts';
import { clamp, dragPicture, placePicture, type Centre, type Place, type Size, type Zoom } from './geometry.ts';
import { useStrings } from './language.tsx';
import { classes } from './parts.tsx';
import { usePicture, useSize } from './use-picture.ts';
import css from './viewer.module.css';

export type View = { readonly zoom: Zoom; readonly centre: Centre };
export type Pair = { readonly before: PictureRef; readonly after: PictureRef };
type Drag = { readonly what: 'border' | 'picture'; readonly x: number; readonly y: number };

/** Nearer to the border than this a press takes the border, CSS pixels. */
const grip = 28;

type Props = { readonly pair: Pair | null; /** Of the restored picture, square pixels. */ readonly natural: Size; readonly view: View; readonly onView: (view: View) => void; readonly busy?: boolean; readonly children?: ReactNode };
export function BeforeAfter({ pair, natural, view, onView, busy = false, children }: Props) {
  const { viewer } = useStrings();
  const [stage, size] = useSize<HTMLDivElement>();
  const [share, setShare] = useState(0.5);
  const before = usePicture(pair?.before ?? null), after = usePicture(pair?.after ?? null);
  const place = placeOf(size, natural, view);
  const pointer = useDrag({ size, place, share, view, setShare, onView });
  const ready = place !== null && before.address !== null && after.address !== null;
  return (
    <div ref={stage} className={classes(css.stage, view.zoom === 'full' && css.grab)} style={{ aspectRatio: `${natural.width} / ${natural.height}` }} {...pointer}>
      {ready && <Sheet place={place} address={before.address!} alt={viewer.before} />}
      {ready && <Sheet place={place} address={after.address!} alt={viewer.after} cut={place === 'fit' ? `${share * 100}%` : `${clamp(share * size!.width - place.left, 0, place.width)}px`} />}
      {ready && <Border share={share} onShare={setShare} />}
      {ready && <><span className={classes(css.tag, css.tagLeft)} hidden={share < 0.12}>{viewer.before}</span><span className={classes(css.tag, css.tagRight)} hidden={share > 0.88}>{viewer.after}</span></>}
      {ready && place !== 'fit' && <Mover label={viewer.zoomed} onMove={(dx, dy) => onView({ ...view, centre: dragPicture(view.centre, size!, place, dx, dy) })} />}
      {(before.failed || after.failed) && <p className={css.word} role="alert">{viewer.failed}</p>}
      {!ready && !before.failed && <p className={css.word}>{viewer.none}</p>}
      {busy && <span className={css.busy} aria-hidden="true" />}
      {children}
    </div>
  );
}

type Dragging = { readonly size: Size | null; readonly place: Place | 'fit' | null; readonly share: number; readonly view: View; readonly setShare: (share: number) => void; readonly onView: (view: View) => void };
function useDrag({ size, place, share, view, setShare, onView }: Dragging) {
  const drag = useRef<Drag | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (!size || event.button !== 0) return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const what = view.zoom === 'fit' || Math.abs(x - share * size.width) < grip ? 'border' : 'picture';
    drag.current = { what, x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
    if (what === 'border') setShare(clamp(x / size.width, 0, 1));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const from = drag.current;
    if (!from || !size) return;
    drag.current = { ...from, x: event.clientX, y: event.clientY };
    if (from.what === 'border') setShare(clamp((event.clientX - event.currentTarget.getBoundingClientRect().left) / size.width, 0, 1));
    else if (place && place !== 'fit') onView({ ...view, centre: dragPicture(view.centre, size, place, event.clientX - from.x, event.clientY - from.y) });
  };
  const end = (): void => { drag.current = null; };
  return { onPointerDown, onPointerMove, onPointerUp: end, onPointerCancel: end };
}

/** The whole picture is fitted by the browser, without a measure that could be late; null while the window is not measured. */
export const placeOf = (window: Size | null, natural: Size, { zoom, centre }: View): Place | 'fit' | null =>
  (zoom === 'fit' ? 'fit' : window ? placePicture(window, natural, zoom, centre, devicePixelRatio) : null);

/** `cut`: how much is taken off on the left, a CSS length. */
export function Sheet({ place, address, alt, cut }: { readonly place: Place | 'fit'; readonly address: string; readonly alt: string; readonly cut?: string }) {
  const clip = cut === undefined ? undefined : `inset(0 0 0 ${cut})`;
  const where = place === 'fit' ? undefined : { left: place.left, top: place.top, width: place.width, height: place.height };
  return <img className={classes(css.sheet, place === 'fit' && css.fit)} src={address} alt={alt} draggable={false} style={{ ...where, clipPath: clip, WebkitClipPath: clip } as object} />;
}

function Border({ share, onShare }: { readonly share: number; readonly onShare: (share: number) => void }) {
  const { viewer } = useStrings();
  const percent = Math.round(share * 100);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.shiftKey ? 0.1 : 0.02;
    const next = { ArrowLeft: share - by, ArrowDown: share - by, ArrowRight: share + by, ArrowUp: share + by, PageDown: share - 0.1, PageUp: share + 0.1, Home: 0, End: 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onShare(clamp(next, 0, 1));
  };
  return (
    <div className={css.border} style={{ left: `${share * 100}%` }}>
      <div className={css.handle} role="slider" tabIndex={0} aria-label={viewer.slider} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} aria-valuetext={viewer.sliderText(percent)} onKeyDown={onKeyDown}>
        <svg width="18" height="12" viewBox="0 0 18 12" aria-hidden="true"><path d="M6 1 1 6l5 5M12 1l5 5-5 5" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" /></svg>
      </div>
    </div>
  );
}

/** Takes the arrow keys while the picture is larger than its window. */
function Mover({ label, onMove }: { readonly label: string; readonly onMove: (dx: number, dy: number) => void }) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: [48, 0], ArrowRight: [-48, 0], ArrowUp: [0, 48], ArrowDown: [0, -48] }[event.key];
    if (!by) return;
    event.preventDefault();
    onMove(by[0]!, by[1]!);
  };
  return <div className={css.mover} role="group" tabIndex={0} aria-label={label} onKeyDown={onKeyDown} />;
}
