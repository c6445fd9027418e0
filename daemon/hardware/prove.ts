// A provider counts only after it computed a known answer. Drivers crash and hang, so that happens in a process of its own.
import { fork } from 'node:child_process';

export type Proof = { readonly proven: boolean; readonly why: string };

/** Longest a driver may take to compile and run a graph of a few nodes. */
const patienceMs = 60_000;

/** @returns Whether the provider agrees with the CPU within one 8-bit code value, and the sentence that says so. Never throws. */
export const proveProvider = (provider: string, entry: URL = new URL('./prove-process.ts', import.meta.url)): Promise<Proof> => proveInProcess(entry, provider, patienceMs);

/** Runs a test that sends its proof as its only message. Never throws. */
export function proveInProcess(entry: URL, argument: string, patience: number): Promise<Proof> {
  const child = fork(entry, [argument], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  return new Promise<Proof>((resolve) => {
    const finish = (proof: Proof) => { clearTimeout(timer); child.kill('SIGKILL'); resolve(proof); };
    const timer = setTimeout(() => finish({ proven: false, why: `It gave no answer within ${patience / 1000} seconds.` }), patience);
    child.once('message', (proof: Proof) => finish(proof));
    child.once('error', (error) => finish({ proven: false, why: `Its test could not be started: ${error.message}.` }));
    child.once('exit', (code, signal) => finish({ proven: false, why: `Its driver ended the test (${signal ?? `status ${code}`}).` }));
  });
}
