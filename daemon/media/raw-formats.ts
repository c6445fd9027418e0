// Camera RAW that only its maker's software can develop: named, with the way out, before FFmpeg gives a riddle for an answer.
import { FrameWrightError } from '../../shared/errors.ts';
import { rawByName, rawFormats, type RawFormat, type RawId } from '../../shared/raw-formats.ts';

/** What a file's first bytes tell, or its codec's tag or name. */
type Marks = { readonly head?: (head: Buffer) => boolean; readonly codec?: RegExp };

const has = (text: string, encoding: BufferEncoding = 'latin1') => (head: Buffer): boolean => head.includes(Buffer.from(text, encoding));
const at = (offset: number, text: RegExp) => (head: Buffer): boolean => text.test(head.toString('latin1', offset, offset + 8));

const marks: Partial<Record<RawId, Marks>> = {
  braw: { codec: /^br(xq|hq|lt|st|s2|vn|aw)/i }, redcode: { head: at(4, /^RED[12]/) }, arriraw: { head: (head) => at(0, /^ARRI/)(head) || has('ARRIRAW', 'utf16le')(head) },
  canon: { head: at(8, /^crx /) }, 'x-ocn': { head: has('X-OCN', 'utf16le') }, 'prores-raw': { codec: /^(aprn|aprh|prores_raw)$/i },
};

/** @throws FrameWrightError input-raw when name or first bytes tell such a format. */
export function refuseRaw(path: string, head: Buffer): void {
  demandNone(path, rawByName(path) ?? rawFormats.find(({ id }) => marks[id]?.head?.(head)));
}

/** The same by what the container says of its video: FFmpeg's codec name and the four-character tag. */
export function refuseRawCodec(path: string, ...names: readonly (string | null)[]): void {
  demandNone(path, rawFormats.find(({ id }) => names.some((name) => name && marks[id]?.codec?.test(name))));
}

function demandNone(path: string, format: RawFormat | undefined): void {
  if (format) throw new FrameWrightError('input-raw', { path, format: format.name, way: format.way });
}
