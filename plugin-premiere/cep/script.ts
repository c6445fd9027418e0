// Calls of the host script: one after the other, each with an end to waiting for it, because a busy Premiere answers late, empty or never.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Answer, Answers, Asks, CallName } from './calls.ts';

export type EvalScript = (code: string, answer: (result: string) => void) => void;
export type Script = {
  /** @throws FrameWrightError `host-silent`, `host-failed`, `host-cannot`, `clip-gone`. */
  ask<Name extends CallName>(name: Name, asked: Asks<Name>, withinMs?: number): Promise<Answers<Name>>;
};
export const hostName = 'Premiere Pro';
/** Longer than any dialog-free call takes on a large project, ms. */
const patienceMs = 20_000;

/** A literal of ES3 in letters that survive every encoding: JSON with everything else escaped, U+2028 among it. */
export const literal = (value: unknown): string => JSON.stringify(value).replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** `path` is the host script's own file: where Premiere has not loaded it, or lost it, it is loaded before the call. */
export function createScript(evalScript: EvalScript, { path, patienceMs: patience = patienceMs }: { readonly path: string; readonly patienceMs?: number }): Script {
  let last: Promise<unknown> = Promise.resolve();
  const run = (code: string, what: string, withinMs: number): Promise<string> => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new FrameWrightError('host-silent', { host: hostName, seconds: Math.round(withinMs / 1000) })), withinMs);
    evalScript(code, (result) => {
      clearTimeout(timer);
      // CEP says no more than this when a script fails or cannot be run.
      if (typeof result !== 'string' || result === '' || result === 'undefined' || /^EvalScript error/i.test(result)) reject(failed(what, result ? `It answered "${result}".` : 'It gave an empty answer.'));
      else resolve(result);
    });
  });
  async function call(name: CallName, asked: unknown, withinMs: number): Promise<unknown> {
    const code = `typeof FrameWright==="object"?FrameWright.call(${literal(name)},${literal(asked)}):"unloaded"`;
    let text = await run(code, name, withinMs);
    if (text === 'unloaded') {
      await run(`$.evalFile(${literal(path)});typeof FrameWright`, 'loading the host script', withinMs);
      text = await run(code, name, withinMs);
    }
    return read(name, text);
  }
  return {
    ask(name, asked, withinMs = patience) {
      const answer = last.then(() => call(name, asked, withinMs));
      last = answer.catch(() => undefined);
      return answer as never;
    },
  };
}

function read(name: CallName, text: string): unknown {
  const answer = parse(text);
  if (!answer) throw failed(name, `It answered what is no JSON: "${text.slice(0, 80)}".`);
  if (answer.ok) return answer.value;
  if (answer.code === 'gone') throw new FrameWrightError('clip-gone', { name: answer.why });
  throw answer.code === 'cannot' ? new FrameWrightError('host-cannot', { host: hostName, what: words[name] ?? name, why: answer.why }) : failed(name, answer.why);
}
function parse(text: string): Answer | null {
  try { return JSON.parse(text) as Answer; } catch { return null; }
}
/** What calls are called in messages. */
const words: Partial<Record<string, string>> = {
  hello: 'telling its version', selection: 'telling the selection', context: 'telling about the sequence', glance: 'telling the playhead', import: 'importing the result', overwrite: 'placing the result',
  remove: 'removing a clip', edges: 'trimming a clip', addTrack: 'adding a track', changePath: 'changing the file behind a clip', render: 'exporting a range', readNotes: 'reading the notes of the project',
  writeNotes: 'keeping notes in the project', reveal: 'showing a clip', subclip: 'making a subclip', listen: 'telling of changes', check: 'the self-check',
};
export const failed = (name: string, why: string): FrameWrightError => new FrameWrightError('host-failed', { host: hostName, what: words[name] ?? name, why });
