// A failure as clients get it: over HTTP with a status, in words; over the WebSocket as code and values.
import { fill, type ErrorCode, type FrameWrightError } from '../../shared/errors.ts';

/** What a client reads of a failure: the filled-in sentences, the commands that mend it as far as everything in them is known, and the values for programs. */
export type FailureBody = { readonly code: ErrorCode; readonly what: string; readonly why: string; readonly mend: readonly string[]; readonly values: Readonly<Record<string, string | number>> };

export function describeFailure({ code, values, row }: FrameWrightError): FailureBody {
  return { code, what: fill(row.what, values), why: fill(row.why, values), mend: row.mend.map((command) => fill(command, values)).filter((command) => !/\{\w+\}/.test(command)), values };
}

const statuses: Partial<Record<ErrorCode, number>> = {
  'unauthorised': 401, 'forbidden': 403, 'path-refused': 403, 'unknown-operation': 404, 'job-missing': 404, 'watch-missing': 404, 'batch-missing': 404, 'picture-gone': 410,
  'message-too-large': 413, 'too-many': 429, 'daemon-gone': 503, 'store-locked': 503, 'disk-full': 507, 'disk-too-small': 507, 'out-of-memory': 507, 'cancelled': 409,
};
/** By the exit status of the error's row: usage, input, output, machine, run, job. */
const byExit: Readonly<Record<number, number>> = { 2: 400, 3: 422, 4: 409, 5: 422, 6: 500, 7: 409 };

/** The HTTP status that fits an error. */
export const statusOf = ({ code, row }: FrameWrightError): number => statuses[code] ?? byExit[row.exit] ?? 500;
