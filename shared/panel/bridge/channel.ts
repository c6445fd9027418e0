// Messages over a port: marked as ours among whatever else passes there, and cut into parts where they are long.
import { newName, type Port } from './messages.ts';

export type Channel<Said> = { say(message: Said): void; close(): void };
type Part = { readonly stream: string; readonly index: number; readonly count: number; readonly text: string };

/** Characters of one text; bridges of editors were seen to lose texts of megabytes. */
const longest = 64 * 1024;
/** Long messages that have begun and not ended; the oldest was cut off by a reload. */
const mostStreams = 16;
const mark = '{"framewright":1,', partMark = '{"framewright":1,"part":';

/** `hear` is called with every message of the other side; what is not one is passed over. */
export function openChannel<Said extends object, Heard>(port: Port, hear: (message: Heard) => void): Channel<Said> {
  const name = newName(), whole = createGathering();
  let streams = 0;
  const stop = port.listen((text) => {
    if (typeof text !== 'string' || !text.startsWith(mark)) return;
    const part = text.startsWith(partMark) ? readJson<{ readonly part: Part }>(text)?.part : null;
    const message = readJson<Heard>(part === null ? text : part ? whole(part) : null);
    if (message !== null) hear(message);
  });
  return {
    say(message) {
      const text = `${mark}${JSON.stringify(message).slice(1)}`;
      if (text.length <= longest) return port.post(text);
      const count = Math.ceil(text.length / longest), stream = `${name}-${streams++}`;
      for (let index = 0; index < count; index++) port.post(`${partMark}${JSON.stringify({ stream, index, count, text: text.slice(index * longest, (index + 1) * longest) } satisfies Part)}}`);
    },
    close: stop,
  };
}

/** Null for what was cut off on its way. */
function readJson<Value>(text: string | null): Value | null {
  try { return text === null ? null : JSON.parse(text) as Value; } catch { return null; }
}

/** Puts parts together; the text once its last part is there, null until then. */
function createGathering(): (part: Part) => string | null {
  const streams = new Map<string, string[]>();
  return ({ stream, index, count, text }) => {
    const parts = streams.get(stream) ?? [];
    // One whose beginning was lost never becomes whole.
    if (index !== parts.length) { streams.delete(stream); return null; }
    parts.push(text);
    streams.set(stream, parts);
    if (parts.length === count) { streams.delete(stream); return parts.join(''); }
    for (const oldest of streams.keys()) { if (streams.size <= mostStreams) break; streams.delete(oldest); }
    return null;
  };
}
