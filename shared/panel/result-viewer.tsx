// A finished job's result beside its source, frame by frame.
import { useState } from 'react';
import type { JobDetail } from '../job.ts';
import type { Plan } from '../plan.ts';
import { BeforeAfter, type View } from './before-after.tsx';
import { useClient } from './client.tsx';
import { Failure } from './failure.tsx';
import { clamp, inShapeOf, middle } from './geometry.ts';
import { useKeys } from './keys.tsx';
import { useStrings } from './language.tsx';
import { IconButton } from './parts.tsx';
import { FrameStepper, PositionBar } from './position-bar.tsx';
import { useCall } from './use-call.ts';
import css from './viewer.module.css';

export function ResultViewer({ job, plan }: { readonly job: JobDetail; readonly plan: Plan }) {
  const client = useClient(), { viewer, shortcuts } = useStrings();
  const { frames } = plan.map, { result } = plan;
  const [frame, setFrame] = useState(Math.floor(frames / 2)), [view, setView] = useState<View>({ zoom: 'fit', centre: middle });
  const natural = { width: Math.round((result.width * result.sar.num) / result.sar.den), height: result.height };
  const window = Math.ceil((innerWidth * devicePixelRatio) / 320) * 320;
  const size = view.zoom === 'full' || window >= Math.max(natural.width, natural.height) ? null : window;
  const pair = useCall(() => client.resultFrame({ job: job.id, frame, size }), [job.id, frame, size], 60);
  const thumbnails = useCall(() => client.thumbnails({ job: job.id, count: 12, size: 192 }), [job.id]);
  const step = (by: number) => () => setFrame(clamp(frame + by, 0, frames - 1));
  const toggle = (): void => setView({ ...view, zoom: view.zoom === 'fit' ? 'full' : 'fit' });
  useKeys(shortcuts.viewing, {
    ArrowLeft: { says: shortcuts.back, act: step(-1) }, ArrowRight: { says: shortcuts.forward, act: step(1) }, 'Shift+ArrowLeft': { says: shortcuts.tenBack, act: step(-10) },
    'Shift+ArrowRight': { says: shortcuts.tenForward, act: step(10) }, z: { says: shortcuts.zoom, act: toggle },
  });
  const position = { frame, frames, rate: result.rate, onFrame: setFrame };
  return (
    <div className={css.viewer} data-keys>
      {pair.failure && <Failure error={pair.failure} context={{ path: job.source, job: job.id }} onAgain={pair.again} />}
      <BeforeAfter pair={pair.value} natural={inShapeOf(pair.value?.after ?? null, natural)} view={view} onView={setView} busy={pair.loading} />
      <div className={css.bar}><FrameStepper {...position} /><span className={css.spacer} /><IconButton icon="zoom" label={viewer.full} aria-pressed={view.zoom === 'full'} onClick={toggle} /></div>
      <PositionBar {...position} thumbnails={thumbnails.value ?? []} range={null} />
    </div>
  );
}
