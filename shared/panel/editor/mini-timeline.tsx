// A clip and what lies around it, drawn to be extended: its edges are dragged, moved by keys or typed.
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { classes } from '../parts.tsx';
import type { Edge, Extension } from './extension.ts';
import css from './mini-timeline.module.css';
import { frameAt, shareOf, windowOf, type Side, type Stretch, type Window } from './stretch.ts';
import { useEditorStrings } from './words.ts';

export type Asked = { readonly start: number; readonly end: number };
type Props = {
  readonly name: string; readonly stretch: Stretch;
  /** What was asked for at the edge that moves; null while none does. */ readonly extension: Extension | null;
  readonly onMove: (edge: Edge, frames: number) => void;
  /** Timecode of a frame, counted from the clip's first. */ readonly timecode: (frame: number) => string;
  readonly framesPerSecond: number;
};

export function MiniTimeline({ name, stretch, extension, onMove, timecode, framesPerSecond }: Props) {
  const { timeline } = useEditorStrings();
  const area = useRef<HTMLDivElement>(null), [dragged, setDragged] = useState<Window | null>(null);
  const asked: Asked = { start: extension?.edge === 'start' ? extension.asked : 0, end: extension?.edge === 'end' ? extension.asked : 0 };
  // While a hand drags, the ground under it stands still.
  const view = dragged ?? windowOf(stretch, asked);
  const at = (frame: number): string => `${shareOf(frame, view) * 100}%`;
  const span = (from: number, to: number) => ({ left: at(from), width: `${Math.max(0, shareOf(to, view) - shareOf(from, view)) * 100}%` });
  const from = -asked.start, to = stretch.length + asked.end;
  const frameUnder = (event: PointerEvent): number => {
    const { left, width } = area.current!.getBoundingClientRect();
    return frameAt((event.clientX - left) / width, view);
  };
  const edge = (side: Side) => (
    <EdgeHandle side={side} left={at(side.edge === 'start' ? from : to)} asked={asked[side.edge]} length={stretch.length} framesPerSecond={framesPerSecond} onMove={onMove}
      onDrag={(event) => onMove(side.edge, side.edge === 'start' ? -frameUnder(event) : frameUnder(event) - stretch.length)} onHold={(held) => setDragged(held ? view : null)} />
  );
  return (
    <div ref={area} className={css.timeline} role="group" aria-label={`${timeline.label}: ${name}`}>
      <div className={css.ruler} aria-hidden="true"><span className={css.first}>{timecode(from)}</span><i style={{ left: at(from) }} /><i style={{ left: at(to) }} /><span className={css.last}>{timecode(to)}</span></div>
      <div className={css.track}>
        <Neighbours stretch={stretch} view={view} at={at} />
        {stretch.start.handle !== null && stretch.start.handle > 0 && <span className={css.handle} style={span(-stretch.start.handle, 0)} />}
        {stretch.end.handle !== null && stretch.end.handle > 0 && <span className={css.handle} style={span(stretch.length, stretch.length + stretch.end.handle)} />}
        <span className={css.clip} style={span(Math.max(0, from), Math.min(stretch.length, to))}><span className={css.name}>{name}</span></span>
        {extension && extension.asked > 0 && <Added extension={extension} length={stretch.length} span={span} />}
      </div>
      {stretch.markIn !== null && <span className={classes(css.mark, css.markIn)} style={{ left: at(stretch.markIn) }} />}
      {stretch.markOut !== null && <span className={classes(css.mark, css.markOut)} style={{ left: at(stretch.markOut) }} />}
      {stretch.playhead !== null && stretch.playhead >= view.from && stretch.playhead <= view.to && <span className={css.playhead} style={{ left: at(stretch.playhead) }} />}
      {edge(stretch.start)}{edge(stretch.end)}
    </div>
  );
}

/** The clips that end the gaps. */
function Neighbours({ stretch: { length, start, end }, view, at }: { readonly stretch: Stretch; readonly view: Window; readonly at: (frame: number) => string }) {
  return (
    <>
      {start.room !== null && -start.room > view.from && <span className={css.neighbour} style={{ left: 0, width: at(-start.room) }} />}
      {end.room !== null && length + end.room < view.to && <span className={css.neighbour} style={{ left: at(length + end.room), right: 0 }} />}
    </>
  );
}

/** What an edge has gained: out of the handle, and made. */
function Added({ extension: { edge, asked, fromHandle }, length, span }: { readonly extension: Extension; readonly length: number; readonly span: (from: number, to: number) => { readonly left: string; readonly width: string } }) {
  const { timeline } = useEditorStrings();
  const part = (from: number, to: number) => (edge === 'end' ? span(length + from, length + to) : span(-to, -from));
  return (
    <>
      {fromHandle > 0 && <span className={css.kept} style={part(0, fromHandle)} />}
      {asked > fromHandle && <span className={css.made} style={part(fromHandle, asked)}><span className={css.name}>{timeline.made}</span></span>}
    </>
  );
}

type HandleProps = { readonly side: Side; readonly left: string; readonly asked: number; readonly length: number; readonly framesPerSecond: number; readonly onMove: (edge: Edge, frames: number) => void; readonly onDrag: (event: PointerEvent) => void; readonly onHold: (held: boolean) => void };
function EdgeHandle({ side, left, asked, length, framesPerSecond, onMove, onDrag, onHold }: HandleProps) {
  const { timeline } = useEditorStrings();
  const held = useRef(false), [least, most] = limitsOf(side, length);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    held.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus();
    // A focus that came by a press must not select text or scroll.
    event.preventDefault();
    onHold(true);
  };
  const release = (): void => { if (held.current) { held.current = false; onHold(false); } };
  const outwards = side.edge === 'end' ? 1 : -1;
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.shiftKey ? 10 : 1;
    const next = { ArrowRight: asked + by * outwards, ArrowLeft: asked - by * outwards, ArrowUp: asked + by, ArrowDown: asked - by, PageUp: asked + framesPerSecond, PageDown: asked - framesPerSecond, Home: least, End: most }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(side.edge, Math.min(most, Math.max(least, next)));
  };
  return (
    <div className={classes(css.edge, css[side.edge])} style={{ left }} role="slider" tabIndex={0} aria-label={side.edge === 'start' ? timeline.startEdge : timeline.endEdge} aria-valuemin={least} aria-valuemax={most} aria-valuenow={asked} aria-valuetext={timeline.valueText(asked)}
      onPointerDown={onPointerDown} onPointerMove={(event) => { if (held.current) onDrag(event); }} onPointerUp={release} onPointerCancel={release} onLostPointerCapture={release} onKeyDown={onKeyDown} />
  );
}

/** Frames that are made at most by one gesture where nothing ends the gap. */
const far = 1000;
const limitsOf = ({ handle, room }: Side, length: number): readonly [number, number] => [1 - length, room ?? Math.max(handle ?? 0, far)];
