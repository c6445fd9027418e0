// Notes of the project on its sequences: each holds a whole copy with a number, so that copied and deleted sequences lose nothing; the highest number counts.
import { FrameWrightError } from '../../shared/errors.ts';
import { failed, hostName, type Script } from './script.ts';

type Numbered = { readonly number: number; readonly text: string };
/** Bytes of the contract. */
const most = 256 * 1024;

async function newest(script: Script): Promise<Numbered | null> {
  const all = (await script.ask('readNotes', {})).map(({ text }) => {
    const end = text.indexOf('\n'), number = Number(text.slice(0, end));
    return end > 0 && Number.isSafeInteger(number) ? { number, text: text.slice(end + 1) } : { number: 0, text };
  });
  return all.sort((a, b) => b.number - a.number)[0] ?? null;
}

export const readNotes = async (script: Script): Promise<string | null> => (await newest(script))?.text ?? null;

/** @throws FrameWrightError `host-cannot` where no sequence can hold them, `host-failed` when they were not there when read back. */
export async function writeNotes(script: Script, text: string): Promise<void> {
  if (text.length > most) throw failed('writeNotes', `${text.length} letters are more than ${most}.`);
  const written = `${((await newest(script))?.number ?? 0) + 1}\n${text}`;
  if (await script.ask('writeNotes', { text: written })) return;
  const { sequence } = await script.ask('context', {});
  if (!sequence) throw new FrameWrightError('host-cannot', { host: hostName, what: 'keeping notes in the project', why: 'No sequence is open that could hold them.' });
  throw failed('writeNotes', 'They were not there when read back.');
}
