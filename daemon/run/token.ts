// What travels along the line of a run: spans that open and end, and between those their frames, in order.
import type { ScanRun } from '../../shared/analysis.ts';
import type { Frame } from '../media/frame.ts';
import type { Group } from './fuse.ts';
import type { Span } from './shots.ts';

/** `number` is the index frame, times what the groups passed so far make of one frame. A frame belongs to whoever holds its token. */
export type FrameToken = { readonly kind: 'frame'; readonly number: number; readonly frame: Frame };
export type SpanToken = { readonly kind: 'open' | 'end'; readonly span: Span };
export type Token = FrameToken | SpanToken;

/** Turns one stream of tokens into another. */
export type Transform = (input: AsyncIterable<Token>) => AsyncGenerator<Token, void>;

/** Frees what a token holds, for tokens that nobody will take any more. */
export function dropToken(token: Token): void {
  if (token.kind === 'frame') token.frame.free();
}

/** Whether a group's output frame is of use to the groups after it, or only helped its neighbours. */
export function isWanted(number: number, span: Span, group: Group): boolean {
  const n = Math.floor(number / (group.numbering * group.factor));
  return n >= span.from - group.demand.before && n < span.to + group.demand.after;
}

/** Lets pass what a cadence shows and frees the frames that repeat it, on the stretches where a step of `group` undoes one; and frames of neighbouring stretches, which only lent a field. */
export function leaveOut(group: Group, shown: (frame: number) => boolean): Transform {
  return async function* (input) {
    let thins = false, numbering = 1, run: ScanRun | null = null;
    for await (const token of input) {
      if (token.kind === 'open') {
        run = token.span.run;
        const here = group.on(run);
        thins = here.steps.some(({ map }) => map === 'cadence');
        numbering = here.numbering * here.factor;
      }
      const frame = token.kind === 'frame' ? Math.floor(token.number / numbering) : -1;
      const lent = run !== null && (frame < run.first || frame >= run.first + run.count);
      if (token.kind === 'frame' && thins && (lent || !shown(frame))) token.frame.free();
      else yield token;
    }
  };
}
