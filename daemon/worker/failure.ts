// What goes wrong below the catalogue, put into it.
import { FrameWrightError, toFrameWrightError } from '../../shared/errors.ts';

/** A full disk is the one failure of the system that users mend themselves, so it is recognised wherever it surfaces. */
export function catalogued(thrown: unknown): FrameWrightError {
  if (thrown instanceof FrameWrightError && thrown.code !== 'internal') return thrown;
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT' || /no space left on device/i.test(error.message)) return new FrameWrightError('disk-full', path ? { path } : {}, { cause: thrown });
  }
  return toFrameWrightError(thrown);
}
