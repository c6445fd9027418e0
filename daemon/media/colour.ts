// FFmpeg's names of colour properties and their numbers (ITU-T H.273). A name without a number here is refused, never guessed.
import {
  AV_FRAME_FLAG_INTERLACED, AV_FRAME_FLAG_TOP_FIELD_FIRST, Rational, type AVChromaLocation, type AVColorPrimaries, type AVColorRange, type AVColorSpace,
  type AVColorTransferCharacteristic, type Frame,
} from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { ColourTags, StreamShape } from '../../shared/media.ts';

/** Numbers of H.273 table 4 and, from 256, FFmpeg's own; `unspecified` is 2 everywhere. */
export const matrices = {
  gbr: 0, bt709: 1, unspecified: 2, fcc: 4, bt470bg: 5, smpte170m: 6, smpte240m: 7, ycgco: 8, bt2020nc: 9, bt2020c: 10, smpte2085: 11,
  'chroma-derived-nc': 12, 'chroma-derived-c': 13, ictcp: 14, 'ipt-c2': 15, 'ycgco-re': 16, 'ycgco-ro': 17,
} as const satisfies Record<string, number>;
export const primaries = {
  bt709: 1, unspecified: 2, bt470m: 4, bt470bg: 5, smpte170m: 6, smpte240m: 7, film: 8, bt2020: 9, smpte428: 10, smpte431: 11, smpte432: 12, ebu3213: 22, vgamut: 256,
} as const satisfies Record<string, number>;
export const transfers = {
  bt709: 1, unspecified: 2, bt470m: 4, bt470bg: 5, smpte170m: 6, smpte240m: 7, linear: 8, log100: 9, log316: 10, 'iec61966-2-4': 11, bt1361e: 12,
  'iec61966-2-1': 13, 'bt2020-10': 14, 'bt2020-12': 15, smpte2084: 16, smpte428: 17, 'arib-std-b67': 18, vlog: 256,
} as const satisfies Record<string, number>;
export const ranges = { unspecified: 0, limited: 1, full: 2 } as const satisfies Record<ColourTags['range'], number>;
export const chromaPositions = { unspecified: 0, left: 1, center: 2, topleft: 3, top: 4, bottomleft: 5, bottom: 6 } as const satisfies Record<ColourTags['chromaPosition'], number>;

/** What people write for a matrix, as FFmpeg names it. */
const matrixAliases: Readonly<Record<string, string>> = { 601: 'smpte170m', bt601: 'smpte170m', 709: 'bt709', 2020: 'bt2020nc', bt2020: 'bt2020nc', rgb: 'gbr' };
const primariesAliases: Readonly<Record<string, string>> = { 601: 'smpte170m', bt601: 'smpte170m', ntsc: 'smpte170m', pal: 'bt470bg', 709: 'bt709', 2020: 'bt2020', p3: 'smpte432' };
const transferAliases: Readonly<Record<string, string>> = { 601: 'smpte170m', 709: 'bt709', pq: 'smpte2084', hlg: 'arib-std-b67', srgb: 'iec61966-2-1' };

/** The five tags of a stream as FFmpeg's numbers. */
export type ColourNumbers = {
  readonly colorRange: AVColorRange; readonly colorSpace: AVColorSpace; readonly colorPrimaries: AVColorPrimaries;
  readonly colorTrc: AVColorTransferCharacteristic; readonly chromaLocation: AVChromaLocation;
};

/** Tags of anything of FFmpeg's that carries them (codec parameters, codec context, frame). Reserved numbers read as `unspecified`. */
export const colourOf = (tagged: ColourNumbers): ColourTags => ({
  range: nameIn(ranges, tagged.colorRange), matrix: nameIn(matrices, tagged.colorSpace), primaries: nameIn(primaries, tagged.colorPrimaries),
  transfer: nameIn(transfers, tagged.colorTrc), chromaPosition: nameIn(chromaPositions, tagged.chromaLocation),
});

/** The reverse of `colourOf`. @throws FrameWrightError bad-value for a name FFmpeg does not know. */
export const colourNumbers = (tags: ColourTags): ColourNumbers => ({
  colorRange: numberIn('range', ranges, tags.range) as AVColorRange, colorSpace: numberIn('matrix', matrices, tags.matrix) as AVColorSpace,
  colorPrimaries: numberIn('primaries', primaries, tags.primaries) as AVColorPrimaries, colorTrc: numberIn('transfer', transfers, tags.transfer) as AVColorTransferCharacteristic,
  chromaLocation: numberIn('chroma position', chromaPositions, tags.chromaPosition) as AVChromaLocation,
});

/** Writes a shape's colour tags, sample aspect ratio and field order on a frame; an unknown field order leaves the frame's own flags. */
export function tagFrame(frame: Frame, shape: Pick<StreamShape, 'colour' | 'sar' | 'fieldOrder'>): void {
  Object.assign(frame, colourNumbers(shape.colour));
  frame.sampleAspectRatio = new Rational(shape.sar.num, shape.sar.den);
  if (shape.fieldOrder === 'unknown') return;
  frame.clearFlags(AV_FRAME_FLAG_INTERLACED, AV_FRAME_FLAG_TOP_FIELD_FIRST);
  if (shape.fieldOrder !== 'progressive') frame.setFlags(AV_FRAME_FLAG_INTERLACED);
  if (shape.fieldOrder === 'tff') frame.setFlags(AV_FRAME_FLAG_TOP_FIELD_FIRST);
}

/** `601`, `bt709`, `smpte170m` … as FFmpeg's name. @throws FrameWrightError bad-value when there is no such matrix. */
export const matrixNamed = (name: string): string => known('matrix', matrices, matrixAliases[name] ?? name);
/** `pal`, `p3`, `bt709` … as FFmpeg's name. @throws FrameWrightError bad-value when there are no such primaries. */
export const primariesNamed = (name: string): string => known('primaries', primaries, primariesAliases[name] ?? name);
/** `pq`, `hlg`, `bt709` … as FFmpeg's name. @throws FrameWrightError bad-value when there is no such transfer. */
export const transferNamed = (name: string): string => known('transfer', transfers, transferAliases[name] ?? name);

const nameIn = <Name extends string>(table: Readonly<Record<Name, number>>, number: number): Name =>
  (Object.keys(table) as Name[]).find((name) => table[name] === number) ?? ('unspecified' as Name);

function numberIn(kind: string, table: Readonly<Record<string, number>>, name: string): number {
  return table[known(kind, table, name)]!;
}

function known(kind: string, table: Readonly<Record<string, number>>, name: string): string {
  if (Object.hasOwn(table, name)) return name;
  throw new FrameWrightError('bad-value', { key: kind, value: name, why: `Known: ${Object.keys(table).join(', ')}.` });
}
