// Camera RAW that only its maker's software can develop: named, with the way out, before FFmpeg gives a riddle for an answer.
import { extname } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';

type RawFormat = {
  readonly name: string; readonly way: string;
  /** Endings (of none: a pattern that nothing matches), and what the file's first bytes or its codec's tag or name say. */
  readonly endings: RegExp; readonly head?: (head: Buffer) => boolean; readonly codec?: RegExp;
};

const has = (text: string, encoding: BufferEncoding = 'latin1') => (head: Buffer): boolean => head.includes(Buffer.from(text, encoding));
const at = (offset: number, text: RegExp) => (head: Buffer): boolean => text.test(head.toString('latin1', offset, offset + 8));

const formats: readonly RawFormat[] = [
  { name: 'Blackmagic RAW', way: 'Open it in DaVinci Resolve (the free one does) and render ProRes 4444 or DNxHR 444.', endings: /^\.braw$/i, codec: /^br(xq|hq|lt|st|s2|vn|aw)/i },
  { name: 'REDCODE RAW (R3D)', way: 'Open it in REDCINE-X PRO (free) or DaVinci Resolve and render ProRes 4444 or EXR.', endings: /^\.r3d$/i, head: at(4, /^RED[12]/) },
  { name: 'ARRIRAW', way: 'Open it in ARRI Reference Tool (free) or DaVinci Resolve and render ProRes 4444 or EXR.', endings: /^\.(ari|arx)$/i, head: (head) => at(0, /^ARRI/)(head) || has('ARRIRAW', 'utf16le')(head) },
  { name: 'Canon Cinema RAW Light', way: 'Open it in Canon Cinema RAW Development (free) or DaVinci Resolve and render ProRes 4444 or DPX.', endings: /^\.(crm|rmf)$/i, head: at(8, /^crx /) },
  { name: 'Sony X-OCN', way: 'Open it in Catalyst Browse (free) or DaVinci Resolve and render ProRes 4444 or EXR.', endings: /^\.xocn$/i, head: has('X-OCN', 'utf16le') },
  { name: 'ProRes RAW', way: 'Open it in Final Cut Pro, Premiere Pro or Assimilate Play Pro and render ProRes 4444.', endings: /(?!)/, codec: /^(aprn|aprh|prores_raw)$/i },
  { name: 'a camera RAW photo', way: 'Develop it in darktable or RawTherapee (both free) and save 16-bit TIFF.', endings: /^\.(dng|cr2|cr3|nef|nrw|arw|srf|sr2|orf|rw2|raf|pef|srw|x3f|3fr|iiq|erf|mrw)$/i },
];

/** @throws FrameWrightError input-raw when name or first bytes tell such a format. */
export function refuseRaw(path: string, head: Buffer): void {
  demandNone(path, formats.find(({ endings, head: tells }) => endings.test(extname(path)) || tells?.(head)));
}

/** The same by what the container says of its video: FFmpeg's codec name and the four-character tag. */
export function refuseRawCodec(path: string, ...names: readonly (string | null)[]): void {
  demandNone(path, formats.find(({ codec }) => names.some((name) => name && codec?.test(name))));
}

function demandNone(path: string, format: RawFormat | undefined): void {
  if (format) throw new FrameWrightError('input-raw', { path, format: format.name, way: format.way });
}
