// One operation asked for from outside the process: named, parsed, its paths looked at, called, and given up when the client wants no more.
import { FrameWrightError } from '../../shared/errors.ts';
import type { OperationName } from '../../shared/operations.ts';
import type { Access } from './access.ts';
import { operationNamed, demandRequest } from './request.ts';
import { demandPaths } from './paths.ts';
import type { Service } from './service.ts';

/** What a transport needs of the service. */
export type Served = Pick<Service, 'hub' | 'call' | 'bytes'> & { readonly access: Access };
/** @throws FrameWrightError; `cancelled` soon after `signal` was aborted, whatever the handler does. */
export type Perform = (name: string, request: unknown, signal: AbortSignal) => Promise<unknown>;

export const createPerform = (served: Served): Perform => async (asked, request, signal) => {
  const name: OperationName = operationNamed(asked);
  const parsed = demandRequest(name, request ?? {});
  await demandPaths(name, parsed, async () => (await served.call('settings', {})).networkPaths);
  if (signal.aborted) throw cancelled();
  return untilAborted(served.call(name, parsed as never, signal), signal);
};

const cancelled = (): FrameWrightError => new FrameWrightError('cancelled', { job: '' });

/** A handler that was given up has this long to clean up and say so itself, ms. */
const graceMs = 3000;

async function untilAborted(work: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const abort = (): void => { timer = setTimeout(() => reject(cancelled()), graceMs); };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
