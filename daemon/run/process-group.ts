// A process as a part of the line: frames become planes, windows of planes go through the processor, its planes become frames. The three
// overlap, so that copying costs the processor no time.
import { FrameWrightError } from '../../shared/errors.ts';
import type { PlaneFrame } from '../../shared/planes.ts';
import { tagFrame } from '../media/colour.ts';
import type { Frame } from '../media/frame.ts';
import { allocatePlanes, copyIn, copyOut, createFrame } from '../media/planes.ts';
import type { Processor } from '../stages/stage.ts';
import { ahead } from './flow.ts';
import type { Group } from './fuse.ts';
import { openRing, type Ring } from './ring.ts';
import type { Span } from './shots.ts';
import { scaleTile, tileShape, type Tile } from './tiles.ts';
import { dropToken, isWanted, type FrameToken, type SpanToken, type Token, type Transform } from './token.ts';
import { slidingWindow, type View } from './window.ts';

/** One frame as the planes of its tiles. */
type Tiled = readonly PlaneFrame[];
/** `frame` gives the result its properties; it is null once it went on to the result. */
type Entry = { readonly number: number; readonly planes: Tiled; frame: Frame | null };
/** Frames of stretches that the process is not for stay what they are. */
type EntryToken = SpanToken | FrameToken | { readonly kind: 'entry'; readonly entry: Entry };
type MadeToken = SpanToken | FrameToken | { readonly kind: 'made'; readonly number: number; readonly planes: Tiled; readonly frame: Frame };

type Bench = {
  readonly group: Group; readonly processor: Processor; readonly tiles: readonly Tile[]; readonly outTiles: readonly Tile[];
  readonly inputs: Ring<Tiled>; readonly outputs: Ring<Tiled>; readonly before: number; readonly after: number;
};

/** @throws FrameWrightError `step-failed` with the step and the frame, or what the processor itself throws from the catalogue. */
export function processGroup(group: Group, processor: Processor, tiles: readonly Tile[], signal: AbortSignal): Transform {
  const { before, after } = group.steps[0]!.window;
  const outTiles = tiles.map((tile) => scaleTile(tile, group.input, group.output));
  const allocate = (shape: Group['input'], parts: readonly Tile[]) => (): Tiled => parts.map((tile) => allocatePlanes(tileShape(shape, tile)));
  return (input) => {
    const bench: Bench = {
      group, processor, tiles, outTiles, before, after,
      inputs: openRing(before + 1 + after + 1, allocate(group.input, tiles)), outputs: openRing(2, allocate(group.output, outTiles)),
    };
    const entries = ahead(toPlanes(input, bench), 1, (token) => dropEntry(token, bench), signal);
    const made = ahead(work(entries, bench), 1, (token) => dropMade(token, bench), signal);
    return toFrames(made, bench);
  };
}

async function* toPlanes(input: AsyncIterable<Token>, { group, tiles, inputs }: Bench): AsyncGenerator<EntryToken, void> {
  let idle = false;
  for await (const token of input) {
    if (token.kind === 'open') idle = group.on(token.span.run).steps.length === 0;
    if (token.kind !== 'frame' || idle) { yield token; continue; }
    const planes = await inputs.acquire();
    tiles.forEach((tile, i) => copyOut(token.frame, planes[i]!, tiles.length > 1 ? tile.source : undefined));
    yield { kind: 'entry', entry: { number: token.number, planes, frame: token.frame } };
  }
}

async function* work(input: AsyncIterable<EntryToken>, bench: Bench): AsyncGenerator<MadeToken, void> {
  const window = slidingWindow<Entry>(bench.before, bench.after);
  const retire = (entries: readonly Entry[]): void => entries.forEach((entry) => dropEntry({ kind: 'entry', entry }, bench));
  let span: Span | null = null, here = bench.group;
  try {
    for await (const token of input) {
      if (token.kind === 'open') {
        span = token.span;
        here = bench.group.on(span.run);
      }
      const views = token.kind === 'entry' ? window.push(token.entry) : token.kind === 'end' ? window.flush() : null;
      for (const view of views === null ? [] : 'current' in views ? [views] : views) {
        if (isWanted(view.current.number, span!, here)) yield await make(view, bench);
        retire(window.retire());
      }
      if (token.kind === 'end') retire(window.clear());
      if (token.kind !== 'entry') yield token;
    }
  } finally {
    retire(window.clear());
  }
}

/** Runs the processor over every tile of a view. */
async function make(view: View<Entry>, { processor, outputs, group, before, tiles }: Bench): Promise<MadeToken> {
  const { current } = view;
  const planes = await outputs.acquire();
  try {
    for (const i of tiles.keys()) {
      const frames = view.frames.map((entry) => ({ ...entry.planes[i]!, frame: entry.number }));
      await processor.push({ current: before, frames }, { ...planes[i]!, frame: current.number });
    }
  } catch (thrown) {
    outputs.release(planes);
    throw stepError(thrown, group, current.number);
  }
  const frame = current.frame!;
  current.frame = null;
  return { kind: 'made', number: current.number, planes, frame };
}

async function* toFrames(input: AsyncIterable<MadeToken>, bench: Bench): AsyncGenerator<Token, void> {
  for await (const token of input) {
    if (token.kind !== 'made') { yield token; continue; }
    const { number } = token;
    yield { kind: 'frame', number, frame: assemble(token, bench) };
  }
}

/** A frame of the planes, with the properties of the frame that they were made of. */
function assemble(token: MadeToken & { kind: 'made' }, bench: Bench): Frame {
  const { group, outTiles } = bench;
  try {
    const frame = createFrame(group.output);
    frame.copyProps(token.frame);
    tagFrame(frame, group.output);
    frame.pts = BigInt(token.number);
    outTiles.forEach(({ source, inner }, i) => {
      if (outTiles.length === 1) return copyIn(token.planes[0]!, frame);
      copyIn(token.planes[i]!, frame, { ...inner, left: source.left + inner.left, top: source.top + inner.top }, inner);
    });
    return frame;
  } finally {
    dropMade(token, bench);
  }
}

function dropEntry(token: EntryToken, { inputs }: Bench): void {
  if (token.kind !== 'entry') return dropToken(token);
  token.entry.frame?.free();
  token.entry.frame = null;
  inputs.release(token.entry.planes);
}

function dropMade(token: MadeToken, { outputs }: Bench): void {
  if (token.kind !== 'made') return dropToken(token);
  token.frame.free();
  outputs.release(token.planes);
}

function stepError(thrown: unknown, group: Group, number: number): unknown {
  if (thrown instanceof FrameWrightError) return thrown;
  return new FrameWrightError('step-failed', { title: group.title, frame: Math.floor(number / group.numbering), why: thrown instanceof Error ? thrown.message : String(thrown), job: '' }, { cause: thrown });
}
