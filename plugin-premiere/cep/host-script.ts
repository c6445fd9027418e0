// The host script as one file: the parts of `jsx/` inside one function, because every panel of Premiere shares one room for global names.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** In the order in which they need each other. */
export const parts: readonly string[] = ['text.js', 'read.js', 'write.js', 'notes.js', 'events.js', 'check.js', 'call.js'];
export const partsFolder = join(import.meta.dirname, 'jsx');

/** Text of `host.jsx`: ES3, and letters of ASCII alone. @throws Error for a part with other letters, which Premiere would read as another encoding. */
export async function hostScript(version: string): Promise<string> {
  const texts = await Promise.all(parts.map(async (name) => ({ name, text: await readFile(join(partsFolder, name), 'utf8') })));
  const odd = texts.find(({ text }) => /[^\x09\x0a\x20-\x7e]/.test(text));
  if (odd) throw new Error(`jsx/${odd.name} holds letters that are not ASCII`);
  const body = texts.map(({ name, text }) => `// ${name}\n${text.trimEnd()}`).join('\n\n');
  return `// FrameWright's script inside Premiere Pro.\nvar FrameWright = (function () {\nvar scriptVersion = ${JSON.stringify(version)};\n\n${body}\n\nreturn { version: scriptVersion, call: call };\n}());\n`;
}
