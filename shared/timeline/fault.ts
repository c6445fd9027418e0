// What is wrong with a file that should be a timeline.
import { FrameWrightError } from '../errors.ts';

/** Nested deeper than any timeline is: refused before it costs anything. */
export const deepest = 200;

/** A catalogued error without its `path`, which a reader of text does not know. `line` is counted from 1. */
export const fault = (line: number, why: string, cause?: unknown): FrameWrightError => new FrameWrightError('timeline-unreadable', { why: `Line ${line}: ${why}` }, { cause });

/** Runs a part of a reader; numbers that are none become a fault of the line, which is asked for only then. */
export function atLine<Value>(line: () => number, read: () => Value): Value {
  try { return read(); } catch (error) {
    if (error instanceof RangeError) throw fault(line(), `${error.message}.`, error);
    throw error;
  }
}
