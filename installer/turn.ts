// One at a time: whoever installs or removes writes its process down, and the next one is refused until it has ended.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { FrameWrightError } from '../shared/errors.ts';

/** A file that was just made has no process in it yet, ms. */
const writingMs = 200;

/** `path`: absolute; what a process left that was killed is taken over. @throws FrameWrightError `install-running`. */
export async function inTurn<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const holder = await holderAt(path);
  if (holder !== null) throw new FrameWrightError('install-running', { pid: holder, path });
  await rm(path, { force: true });
  await writeFile(path, `${process.pid}\n`, { flag: 'wx' }).catch(async (error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new FrameWrightError('install-running', { pid: await pidAt(path) ?? 0, path }, { cause: error }) : error;
  });
  try { return await work(); } finally { await rm(path, { force: true }); }
}

/** The process whose turn it is; null where it is nobody's, or of a process that is no more. */
async function holderAt(path: string): Promise<number | null> {
  let pid = await pidAt(path);
  if (Number.isNaN(pid)) {
    await wait(writingMs);
    pid = await pidAt(path);
  }
  return pid && pid !== process.pid && isAlive(pid) ? pid : null;
}

/** NaN while nothing is in it. */
const pidAt = (path: string): Promise<number | null> => readFile(path, 'utf8').then((text) => Number.parseInt(text, 10), () => null);

function isAlive(pid: number): boolean {
  try { return process.kill(pid, 0); } catch (error) { return (error as NodeJS.ErrnoException).code === 'EPERM'; }
}
