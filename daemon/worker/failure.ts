// What goes wrong below the catalogue, put into it.
import { FrameWrightError, toFrameWrightError } from '../../shared/errors.ts';

/** A full disk is the one failure of the system that users mend themselves, so it is recognised wherever it surfaces. */
export function catalogued(thrown: unknown): FrameWrightError {
  if (thrown instanceof FrameWrightError && thrown.code !== 'internal') return thrown;
  if (isStoreFull(thrown)) return new FrameWrightError('disk-full', {}, { cause: thrown });
  for (const error of causesOf(thrown)) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT' || /no space left on device/i.test(error.message)) return new FrameWrightError('disk-full', path ? { path } : {}, { cause: thrown });
  }
  return toFrameWrightError(thrown);
}

/** SQLITE_FULL of https://www.sqlite.org/rescode.html; the low byte of an extended code is the plain one. */
const sqliteFull = 13;

/** Whether the disk of the job store, not that of a result, is the full one. */
export const isStoreFull = (thrown: unknown): boolean =>
  causesOf(thrown).some((error) => (error as NodeJS.ErrnoException).code === 'ERR_SQLITE_ERROR' && ((error as { errcode?: number }).errcode ?? 0) % 256 === sqliteFull);

/** An error and what it was made of, outermost first. */
function causesOf(thrown: unknown): Error[] {
  const errors: Error[] = [];
  for (let error = thrown; error instanceof Error; error = error.cause) errors.push(error);
  return errors;
}
