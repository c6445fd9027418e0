// What subtitle packets of each text codec hold: read to styled text, written from it.

type Style = { readonly bold: boolean; readonly italic: boolean; readonly underline: boolean };
type Run = Style & { readonly text: string };
/** Text as runs of one style each; `\n` breaks lines. */
export type Line = readonly Run[];

/** How the packets of a codec are read, by FFmpeg's name. */
export const subtitleReaders: Readonly<Record<string, (data: Buffer) => Line>> = {
  subrip: (data) => readMarkup(data.toString()), text: (data) => readMarkup(data.toString()), webvtt: (data) => readMarkup(data.toString()),
  mov_text: readTimedText, ass: (data) => readAss(data.toString()), ssa: (data) => readAss(data.toString()),
};

const plain: Style = { bold: false, italic: false, underline: false };
const tags: Readonly<Record<string, keyof Style>> = { b: 'bold', i: 'italic', u: 'underline' };
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', lrm: '\u200e', rlm: '\u200f', quot: '"' };

/** SubRip and WebVTT: `<b>`, `<i>`, `<u>` are styles; other tags, WebVTT's times and voices included, are left out. */
function readMarkup(text: string): Line {
  return splitStyled(normalise(text), /<(\/?)([a-z]*)[^>]*>|\{\\an?\d+\}/gi, (match, style) => {
    const name = tags[match[2]?.toLowerCase() ?? ''];
    return name ? { ...style, [name]: match[1] === '' } : style;
  }, (part) => part.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole));
}

/** ASS: the text is behind the eighth comma of the packet; `{\i1}` and the like are styles, `\N` breaks lines. */
function readAss(packet: string): Line {
  const text = packet.split(',').slice(8).join(',').replace(/\\[Nn]/g, '\n').replace(/\\h/g, ' ');
  return splitStyled(normalise(text), /\{([^}]*)\}/g, (match, style) => {
    const changed: Record<keyof Style, boolean> = { ...style };
    for (const [, letter, value] of match[1]!.matchAll(/\\([biu])(\d+)/g)) changed[tags[letter!]!] = value !== '0';
    return /\\r/.test(match[1]!) ? plain : changed;
  });
}

const normalise = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/\0+$/, '').trimEnd();

function splitStyled(text: string, tag: RegExp, change: (match: RegExpMatchArray, style: Style) => Style, decode = (part: string): string => part): Line {
  const runs: Run[] = [];
  let style = plain, at = 0;
  const add = (end: number): void => { if (end > at) runs.push({ ...style, text: decode(text.slice(at, end)) }); };
  for (const match of text.matchAll(tag)) {
    add(match.index!);
    style = change(match, style);
    at = match.index! + match[0].length;
  }
  add(text.length);
  return runs;
}

/** A length, UTF-8 text, then boxes; `styl` holds ranges of characters with their face (bits: bold, italic, underline). */
function readTimedText(data: Buffer): Line {
  const length = data.length >= 2 ? data.readUInt16BE() : 0;
  const characters = [...data.toString('utf8', 2, 2 + length)];
  const faces = new Uint8Array(characters.length);
  for (let at = 2 + length; at + 10 <= data.length; at += Math.max(8, data.readUInt32BE(at))) {
    if (data.toString('latin1', at + 4, at + 8) !== 'styl') continue;
    for (let record = at + 10, left = data.readUInt16BE(at + 8); left > 0 && record + 12 <= data.length; record += 12, left--) {
      faces.fill(data[record + 6]!, data.readUInt16BE(record), data.readUInt16BE(record + 2));
    }
  }
  const starts = characters.flatMap((_, i) => (i === 0 || faces[i] !== faces[i - 1] ? [i] : []));
  return starts.map((start, k) => ({ ...styleOf(faces[start]!), text: characters.slice(start, starts[k + 1]).join('') }));
}

const styleOf = (face: number): Style => ({ bold: (face & 1) !== 0, italic: (face & 2) !== 0, underline: (face & 4) !== 0 });
const faceOf = (style: Style): number => Number(style.bold) | (Number(style.italic) << 1) | (Number(style.underline) << 2);
export const isBlank = (line: Line): boolean => line.every((run) => run.text.trim() === '');
export const joinLines = (lines: readonly Line[]): Line => lines.flatMap((line, i) => (i === 0 ? line : [{ ...plain, text: '\n' }, ...line]));

export function writeMarkup(line: Line): string {
  const wrap = (run: Run): string => Object.entries(tags).reduce((text, [tag, name]) => (run[name] ? `<${tag}>${text}</${tag}>` : text), run.text);
  return line.map(wrap).join('');
}

export function timedText(line: Line): Buffer {
  const text = Buffer.from(line.map((run) => run.text).join('')), length = Buffer.alloc(2);
  length.writeUInt16BE(Math.min(text.length, 0xffff));
  return Buffer.concat([length, text.subarray(0, 0xffff), styleBox(line)]);
}

function styleBox(line: Line): Buffer {
  let at = 0;
  const records = line.flatMap((run) => {
    const start = at;
    at += [...run.text].length;
    return faceOf(run) ? [styleRecord(start, at, faceOf(run))] : [];
  });
  if (!records.length) return Buffer.alloc(0);
  const header = Buffer.alloc(10);
  header.writeUInt32BE(10 + records.length * 12);
  header.write('styl', 4, 'latin1');
  header.writeUInt16BE(records.length, 8);
  return Buffer.concat([header, ...records]);
}

/** Characters from, to; font 1; face; 18 points; opaque white. */
function styleRecord(start: number, end: number, face: number): Buffer {
  const record = Buffer.alloc(12);
  record.writeUInt16BE(start);
  record.writeUInt16BE(end, 2);
  record.set([0, 1, face, 18, 255, 255, 255, 255], 4);
  return record;
}

/** `tx3g` without its box header: bottom centre, transparent ground, one style, one font called Serif as players expect. */
const fontName = 'Serif';
export const sampleDescription: Buffer = Buffer.concat([
  Buffer.from([0, 0, 0, 0, 1, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), styleRecord(0, 0, 0),
  Buffer.from([0, 0, 0, 13 + fontName.length]), Buffer.from('ftab'), Buffer.from([0, 1, 0, 1, fontName.length]), Buffer.from(fontName),
]);
