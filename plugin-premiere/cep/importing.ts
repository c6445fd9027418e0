// Bringing a result into the bin: the import's answer means little, so the bin is looked at until the item is there.
import { FrameWrightError } from '../../shared/errors.ts';
import type { MediaFacts } from '../facts/facts.ts';
import { samePath } from '../facts/paths.ts';
import { failed, type Script } from './script.ts';

export type Clock = { readonly sleep: (ms: number) => Promise<void> };
export const realClock: Clock = { sleep: (ms) => new Promise((resolve) => { setTimeout(resolve, ms); }) };
/** How often the bin is looked at, and for how long a late import is waited for, ms. */
const everyMs = 250, atMost = 240;

export type Imported = { readonly node: string; readonly media: MediaFacts };

/** The item of a result in the bin "FrameWright", imported where it is not there yet. @throws FrameWrightError `host-failed` when it never appears. */
export async function importResult(script: Script, path: string, { sleep }: Clock): Promise<Imported> {
  const there = await inBin(script, path);
  if (there) return there;
  const answer = await script.ask('import', { path }).catch((error: unknown) => {
    // It goes on all the same; the bin tells.
    if (error instanceof FrameWrightError && error.code === 'host-silent') return true;
    throw error;
  });
  if (!answer) throw failed('import', `Premiere refused ${path}.`);
  for (let tries = 0; tries < atMost; tries += 1) {
    const found = await inBin(script, path);
    if (found) return found;
    await sleep(everyMs);
  }
  throw failed('import', `${path} did not appear in the bin.`);
}

async function inBin(script: Script, path: string): Promise<Imported | null> {
  const found = (await script.ask('results', {})).find((one) => samePath(one.path, path));
  const media = found ? await script.ask('media', { node: found.node }) : null;
  return found && media ? { node: found.node, media } : null;
}
