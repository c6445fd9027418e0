// Extending a clip: the mini-timeline, the targets worth offering, and what the chosen one takes.
import { useEffect, useRef, useState } from 'react';
import { Button, Field } from '../parts.tsx';
import type { HostContext } from '../host.ts';
import { add, convert, instant } from '../instant.ts';
import css from './extend.module.css';
import type { Edge, Extension, Target } from './extension.ts';
import { MiniTimeline } from './mini-timeline.tsx';
import { countPerSecond, timecodeOf } from './sequence-time.ts';
import { useSession, useSessionState, useView } from './session-view.tsx';
import type { Card } from './state.ts';
import { offersFor, stretchOf, type Offer } from './stretch.ts';
import { useEditorStrings } from './words.ts';

type Wanted = { readonly edge: Edge; readonly target: Target };

export function ExtendPart({ card }: { readonly card: Card }) {
  const session = useSession(), { context, host, reached } = useSessionState(), { timeline } = useEditorStrings(), view = useView();
  const [wanted, setWanted] = useState<Wanted | null>(null), part = useRef<HTMLElement>(null);
  const { clip, surroundings } = card, { sequence } = context;
  const hit = reached?.card === card.id ? reached.edge : null;
  // The edge that a hand has just dragged to its end is the one that is meant.
  useEffect(() => { if (hit) setWanted({ edge: hit, target: { kind: 'frames', frames: 0 } }); }, [hit]);
  useEffect(() => { part.current?.scrollIntoView({ block: 'nearest' }); }, []);
  const stretch = surroundings && stretchOf(clip, surroundings, context);
  if (!stretch || !sequence || (stretch.start.handle === null && stretch.end.handle === null)) return <p className={css.unknown}>{timeline.unknown}</p>;
  const extension = wanted && session.extension(card.id, wanted.edge, wanted.target);
  const move = (edge: Edge, frames: number): void => setWanted({ edge, target: { kind: 'frames', frames } });
  const apply = (): void => { if (wanted) { void session.extend(card.id, wanted.edge, wanted.target); setWanted(null); view.extend(null); } };
  const trims = host?.capabilities.trims ?? false, only = extension !== null && extension.kind !== 'make';
  return (
    <section ref={part} className={css.extend} aria-label={`${timeline.title}: ${clip.name}`}>
      {hit && <p className={css.reached} role="status">{timeline.reached}</p>}
      <MiniTimeline name={clip.name} stretch={stretch} extension={extension} onMove={move} framesPerSecond={countPerSecond(sequence.rate)} timecode={(frame) => timecodeFrom(card, frame, sequence)} />
      <div className={css.edges}>
        {(['start', 'end'] as const).map((edge) => (
          <EdgeControls key={edge} edge={edge} asked={extension?.edge === edge ? extension.asked : 0} handle={stretch[edge].handle} offers={surroundings ? offersFor(clip, surroundings, context, edge) : []} onMove={move} onTarget={(target) => setWanted({ edge, target })} />
        ))}
      </div>
      <p className={css.verdict} role="status"><Verdict extension={extension} /></p>
      <div className={css.apply}>
        <Button look="primary" disabled={!extension || extension.kind === 'none' || (only && !trims)} onClick={apply}>{only && extension.kind !== 'none' ? timeline.trim : timeline.apply}</Button>
        <Button look="quiet" disabled={!extension || extension.asked === 0} onClick={() => setWanted(null)}>{timeline.reset}</Button>
      </div>
      {only && extension.kind !== 'none' && !trims && <p className={css.unknown}>{timeline.noTrim}</p>}
      {extension?.kind === 'make' && <p className={css.method}>{timeline.method[extension.side]}</p>}
    </section>
  );
}

const timecodeFrom = ({ clip }: Card, frame: number, sequence: NonNullable<HostContext['sequence']>): string => timecodeOf(add(convert(clip.place.in, sequence.rate), instant(frame, sequence.rate)), sequence);

function Verdict({ extension }: { readonly extension: Extension | null }) {
  const { timeline } = useEditorStrings();
  if (!extension || extension.kind === 'none') return <>{extension?.limited ? timeline.tooFar : timeline.nothing}</>;
  const { kind, asked, handle, fromHandle, made, limited } = extension;
  const says = kind === 'shorten' ? timeline.shorten(-asked) : kind === 'trim' ? timeline.trimOnly(asked, handle - asked) : fromHandle > 0 ? timeline.willMakeToo(fromHandle, made) : timeline.willMake(made);
  return <><strong>{says}</strong>{limited && ` ${timeline.tooFar}.`}</>;
}

type EdgeProps = { readonly edge: Edge; readonly asked: number; readonly handle: number | null; readonly offers: readonly Offer[]; readonly onMove: (edge: Edge, frames: number) => void; readonly onTarget: (target: Target) => void };
function EdgeControls({ edge, asked, handle, offers, onMove, onTarget }: EdgeProps) {
  const { timeline } = useEditorStrings(), name = edge === 'start' ? timeline.start : timeline.end;
  const says = (offer: Offer): string => ({ 'fill-gap': timeline.fillGap(offer.extension.asked), 'to-playhead': timeline.toPlayhead, 'to-mark': edge === 'start' ? timeline.toIn : timeline.toOut })[offer.target.kind];
  return (
    <div className={css.edge} role="group" aria-label={timeline.target(name)}>
      <FrameField label={timeline.typed(name)} hint={handle === null ? timeline.handleUnknown : handle === 0 ? timeline.noHandle : timeline.handleLeft(handle)} frames={asked} onFrames={(frames) => onMove(edge, frames)} />
      {offers.map((offer) => <Button key={offer.target.kind} className={css.offer} onClick={() => onTarget(offer.target)}>{says(offer)}</Button>)}
    </div>
  );
}

/** Whole frames, negative ones shorten. */
function FrameField({ label, hint, frames, onFrames }: { readonly label: string; readonly hint: string; readonly frames: number; readonly onFrames: (frames: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? frames : /^\s*[+-]?\d{1,6}\s*$/.test(typed) ? Number(typed) : null;
  const take = (): void => {
    if (typed !== null && read !== null) onFrames(read);
    setTyped(null);
  };
  return <Field label={label} hint={hint}>{(ids) => <input {...ids} type="text" inputMode="numeric" className={css.frames} value={typed ?? String(frames)} aria-invalid={read === null || undefined} onChange={(event) => setTyped(event.target.value)} onBlur={take} onKeyDown={(event) => { if (event.key === 'Enter') take(); if (event.key === 'Escape') { event.stopPropagation(); setTyped(null); } }} />}</Field>;
}
