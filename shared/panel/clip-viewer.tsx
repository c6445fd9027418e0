// The pictures of a clip: before and after at a position, or several wishes side by side.
import { useMemo, useState } from 'react';
import type { Media } from '../media.ts';
import type { ResponseOf } from '../operations.ts';
import type { AnyPlan } from '../plan.ts';
import { BeforeAfter, type View } from './before-after.tsx';
import { useClient } from './client.tsx';
import { CompareGrid } from './compare-grid.tsx';
import { choicesOf, useComparison, wishesOf, type CompareBy } from './comparison.ts';
import { Failure } from './failure.tsx';
import { interpretationOf, withRange, wishOf, type Form } from './form.ts';
import { clamp, inShapeOf, middle, type Size } from './geometry.ts';
import { useKeys } from './keys.tsx';
import { useStrings } from './language.tsx';
import { Badge, IconButton } from './parts.tsx';
import { FrameStepper, Moments, PositionBar } from './position-bar.tsx';
import type { StageInfo } from './stage-controls.tsx';
import { useCall } from './use-call.ts';
import { usePreview } from './use-preview.ts';
import css from './viewer.module.css';

type Props = {
  readonly media: Media; readonly form: Form; readonly onForm: (form: Form) => void; readonly plan: AnyPlan | null;
  readonly stages: readonly StageInfo[]; readonly presets: ResponseOf<'presets'>;
  /** Frame that is shown first; the middle where none is named. */ readonly first?: number;
};

export function ClipViewer({ media, form, onForm, plan, stages, presets, first }: Props) {
  const client = useClient();
  const { path, video: { shape: { frames }, rate: { nominal: rate } } } = media;
  // What one knows better than the file may make it shorter.
  const [at, setFrame] = useState(first ?? Math.floor(frames / 2)), frame = clamp(at, 0, frames - 1);
  const better = interpretationOf(form), source = { path, ...(better ? { interpretation: better } : {}) }, known = JSON.stringify(source);
  const [view, setView] = useState<View>({ zoom: 'fit', centre: middle });
  const [by, setBy] = useState<CompareBy | null>(null);
  const thumbnails = useCall(() => client.thumbnails({ ...source, count: 12, size: 192 }), [known]);
  const moments = useCall(() => client.moments(source), [known]);
  const sizes = sizesOf(media, plan, view);
  const wish = useMemo(() => wishOf({ ...form, in: null, out: null }), [form]);
  const preview = usePreview(by === null ? { path, wish, frame, ...sizes } : null);
  const comparison = useComparison(by === null ? null : { path, frame, ...sizes, wishes: wishesOf(by, form, presets, stages) });
  const natural = inShapeOf(preview.shown?.after ?? comparison.value?.columns[0]?.preview.after ?? null, sizes.natural);
  useViewerKeys({ frame, frames, setFrame, view, setView, moments: moments.value ?? [], onMark: (mark) => onForm(withRange(form, mark === 'in' ? { in: frame } : { out: frame + 1 }, frames)), onCompare: () => setBy(by === null ? { kind: 'quality' } : null) });
  const failure = by === null ? preview.failure : comparison.failure;
  return (
    <div className={css.viewer} data-keys>
      {failure && <Failure error={failure} context={{ path }} />}
      {by === null
        ? <BeforeAfter pair={preview.shown} natural={natural} view={view} onView={setView} busy={preview.working} />
        : <CompareGrid columns={columnsOf(by)} natural={natural} view={view} onView={setView} busy={comparison.loading} />}
      <Toolbar {...{ frame, frames, rate, view, setView, by, setBy, state: stateOf() }} onFrame={setFrame} choices={choicesOf(presets, stages, plan)} />
      <PositionBar frame={frame} frames={frames} rate={rate} onFrame={setFrame} thumbnails={thumbnails.value ?? []} range={form.in === null && form.out === null ? null : { in: form.in ?? 0, out: form.out ?? frames }} />
      <Moments moments={moments.value ?? []} frame={frame} onFrame={setFrame} />
      {by === null && preview.shown?.notices.map((notice) => <p key={notice} className="muted small">{notice}</p>)}
    </div>
  );

  function stateOf(): 'working' | 'draft' | 'exact' {
    if (by !== null) return comparison.loading ? 'working' : comparison.exact ? 'exact' : 'draft';
    return !preview.shown || (preview.working && !preview.shown.draft) ? 'working' : preview.shown.draft ? 'draft' : 'exact';
  }
  function columnsOf(wanted: CompareBy) {
    const choices = wishesOf(wanted, form, presets, stages);
    const shown = comparison.value;
    const use = (index: number) => () => { onForm({ ...choices[index]!.form, in: form.in, out: form.out }); setBy(null); };
    return [{ key: 'source', title: null, picture: shown?.before ?? null, onUse: null }, ...choices.map(({ title }, i) => ({ key: title, title, picture: shown?.columns[i]?.preview.after ?? null, onUse: use(i) }))];
  }
}

type Sizes = { readonly natural: Size; readonly size: number | null; readonly draftSize: number };
/** A draft at a quarter of the source, but not so small that nothing is seen; the exact picture as large as the window shows it, or whole. */
function sizesOf({ video: { shape } }: Media, plan: AnyPlan | null, { zoom }: View): Sizes {
  const result = plan?.result ?? shape;
  const natural = { width: Math.round((result.width * result.sar.num) / result.sar.den), height: result.height };
  const source = Math.max(shape.width, shape.height), longest = Math.max(natural.width, natural.height);
  const window = Math.ceil((innerWidth * devicePixelRatio) / 320) * 320;
  return { natural, size: zoom === 'full' || window >= longest ? null : window, draftSize: clamp(Math.round(source / 4), Math.min(480, source), 16_384) };
}

type ToolbarProps = {
  readonly frame: number; readonly frames: number; readonly rate: Media['video']['rate']['nominal']; readonly onFrame: (frame: number) => void; readonly view: View; readonly setView: (view: View) => void;
  readonly by: CompareBy | null; readonly setBy: (by: CompareBy | null) => void; readonly choices: ReturnType<typeof choicesOf>; readonly state: 'working' | 'draft' | 'exact';
};
function Toolbar({ frame, frames, rate, onFrame, view, setView, by, setBy, choices, state }: ToolbarProps) {
  const { viewer, clip } = useStrings();
  const full = view.zoom === 'full';
  return (
    <div className={css.bar}>
      <FrameStepper frame={frame} frames={frames} rate={rate} onFrame={onFrame} />
      <span aria-live="polite"><Badge tone={state === 'exact' ? 'good' : 'neutral'}>{{ working: viewer.working, draft: viewer.draft, exact: viewer.exact }[state]}</Badge></span>
      <span className={css.spacer} />
      <IconButton icon="zoom" label={viewer.full} aria-pressed={full} onClick={() => setView({ zoom: full ? 'fit' : 'full', centre: view.centre })} />
      <select className={css.compare} aria-label={clip.compareBy} value={by === null ? '' : JSON.stringify(by)} onChange={(event) => setBy(event.target.value ? JSON.parse(event.target.value) as CompareBy : null)}>
        <option value="">{by === null ? `${clip.compare}…` : clip.backToSlider}</option>
        {choices.map(({ by: choice, stage }) => <option key={JSON.stringify(choice)} value={JSON.stringify(choice)}>{choice.kind === 'quality' ? clip.comparePresets : choice.kind === 'style' ? clip.compareStyles : clip.compareMethods(stage)}</option>)}
      </select>
    </div>
  );
}

type KeyProps = { readonly frame: number; readonly frames: number; readonly setFrame: (frame: number) => void; readonly view: View; readonly setView: (view: View) => void; readonly moments: ResponseOf<'moments'>; readonly onMark: (mark: 'in' | 'out') => void; readonly onCompare: () => void };
function useViewerKeys({ frame, frames, setFrame, view, setView, moments, onMark, onCompare }: KeyProps): void {
  const { shortcuts } = useStrings();
  const step = (by: number) => () => setFrame(clamp(frame + by, 0, frames - 1));
  const places = moments.map((moment) => moment.frame).sort((a, b) => a - b);
  const jump = (to: number | undefined): void => { if (to !== undefined) setFrame(to); };
  useKeys(shortcuts.viewing, {
    ArrowLeft: { says: shortcuts.back, act: step(-1) }, ArrowRight: { says: shortcuts.forward, act: step(1) },
    'Shift+ArrowLeft': { says: shortcuts.tenBack, act: step(-10) }, 'Shift+ArrowRight': { says: shortcuts.tenForward, act: step(10) },
    '[': { says: shortcuts.momentBack, act: () => jump(places.filter((place) => place < frame).pop()) }, ']': { says: shortcuts.momentForward, act: () => jump(places.find((place) => place > frame)) },
    z: { says: shortcuts.zoom, act: () => setView({ ...view, zoom: view.zoom === 'fit' ? 'full' : 'fit' }) },
    i: { says: shortcuts.markIn, act: () => onMark('in') }, o: { says: shortcuts.markOut, act: () => onMark('out') }, c: { says: shortcuts.compare, act: onCompare },
  });
}
