// What is wrong with this machine, and how to mend it: the daemon's own half. The worker answers for everything native.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { toFrameWrightError } from '../../shared/errors.ts';
import { endStates, jobState, type JobState } from '../../shared/job.ts';
import { bytes } from '../../shared/words.ts';
import { freeBytes } from '../jobs/preflight.ts';
import type { Finding } from '../worker/contract.ts';
import type { Surroundings } from './about.ts';
import type { Context } from './context.ts';

const wantedNode = 26, wantedMemory = 4e9, wantedDisk = 5e9;

/** Every finding is made by trying; one that fails never hides the others. */
export async function diagnose({ home, worker, store, surroundings, settings, presence }: Context): Promise<Finding[]> {
  const native = worker.call('doctor', {}).catch((error: unknown): Finding[] => [{ what: 'Worker', ok: false, says: toFrameWrightError(error).message, mend: 'Remove the folder node_modules and run: npm start' }]);
  return [checkNode(), checkDaemon(surroundings), await checkHome(home), await checkStore(store), await checkDisk(home), checkMemory(), ...checkKey(surroundings, settings().globalKey, presence.hosts().length > 0), ...await native];
}

function checkNode(): Finding {
  const ok = Number(process.versions.node.split('.')[0]) >= wantedNode;
  return { what: 'Node', ok, says: `${process.version} on ${process.platform}-${process.arch}.`, mend: ok ? null : `Start FrameWright with npm start: it brings Node ${wantedNode} along.` };
}

/** Whoever asks reached it, so what there is to say is how it listens and where its token lies. */
function checkDaemon({ version, port, tokenPlace, notices }: Surroundings): Finding {
  const listens = port(), said = notices();
  const says = listens === null ? 'Everything is done in this process; none is needed.' : `FrameWright ${version}, process ${process.pid}, listens on port ${listens}. Its token: ${tokenPlace()}`;
  return { what: 'Daemon', ok: said.length === 0, says: [says, ...said].join(' '), mend: said.length === 0 ? null : 'framewright daemon status says more; framewright daemon stop ends it, and the next command starts a fresh one.' };
}

/** Nothing to say where no key is set. */
function checkKey({ keyTrouble }: Surroundings, key: string | null, connected: boolean): Finding[] {
  if (key === null) return [];
  const trouble = keyTrouble();
  if (trouble) return [{ what: 'Global key', ok: false, says: `${key} does not work. ${trouble.why}`, mend: trouble.mend }];
  return [{ what: 'Global key', ok: true, says: connected ? `${key} is listened for while an editor is in front.` : `${key} is listened for once a panel is connected.`, mend: null }];
}

async function checkHome(home: string): Promise<Finding> {
  const trial = join(home, `trial-${process.pid}`);
  try {
    await mkdir(home, { recursive: true });
    await writeFile(trial, 'x');
    // Another client may ask at the same time.
    await rm(trial, { force: true });
    return { what: 'Data folder', ok: true, says: `${home} can be written.`, mend: null };
  } catch (error) {
    return { what: 'Data folder', ok: false, says: `${home} cannot be written: ${(error as Error).message}.`, mend: 'Set FRAMEWRIGHT_HOME to a folder that you may write to.' };
  }
}

async function checkStore(store: Context['store']): Promise<Finding> {
  try {
    const counts = store().counts(), total = (states: readonly JobState[]): number => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
    const ended = total(endStates), unfinished = total(jobState.options) - ended;
    return { what: 'Job store', ok: true, says: `${ended + unfinished} jobs, ${unfinished} of them unfinished.`, mend: null };
  } catch (error) {
    return { what: 'Job store', ok: false, says: toFrameWrightError(error).message, mend: 'Move the file jobs.db out of the data folder; a new store is made.' };
  }
}

async function checkDisk(home: string): Promise<Finding> {
  try {
    const free = await freeBytes(home);
    return { what: 'Disk', ok: free >= wantedDisk, says: `${bytes(free)} free where the data folder is.`, mend: free >= wantedDisk ? null : 'Free some space; a job also needs room beside its result, and says how much before it starts.' };
  } catch (error) {
    return { what: 'Disk', ok: false, says: (error as Error).message, mend: 'Set FRAMEWRIGHT_HOME to a folder on a disk that works.' };
  }
}

function checkMemory(): Finding {
  const total = os.totalmem();
  return { what: 'Memory', ok: total >= wantedMemory, says: `${bytes(total)}, ${bytes(os.freemem())} of it free.`, mend: total >= wantedMemory ? null : 'Use --tile 256 and --quality fast; large pictures may not fit.' };
}
