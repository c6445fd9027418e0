// Pictures that are stored otherwise than they are shown: display matrices of containers, orientations of Exif, and the words for them.
import { AV_FRAME_DATA_DISPLAYMATRIX, AV_PKT_DATA_DISPLAYMATRIX, type CodecParameters, type Frame } from 'node-av';
import type { StreamShape, Turn } from '../../shared/media.ts';
import { toNumber } from '../../shared/time.ts';

export const upright: Turn = { rotation: 0, mirrored: false };
export const isUpright = ({ rotation, mirrored }: Turn): boolean => rotation === 0 && !mirrored;
export const sameTurn = (a: Turn, b: Turn): boolean => a.rotation === b.rotation && a.mirrored === b.mirrored;
/** Whether lines become columns. */
export const isSideways = ({ rotation }: Turn): boolean => rotation % 180 !== 0;

/** What each orientation of Exif asks viewers to do (TIFF 6.0, tag 274; CIPA DC-008 §4.6.4). */
const orientations: Readonly<Record<number, Turn>> = {
  1: upright, 2: { rotation: 0, mirrored: true }, 3: { rotation: 180, mirrored: false }, 4: { rotation: 180, mirrored: true },
  5: { rotation: 270, mirrored: true }, 6: { rotation: 90, mirrored: false }, 7: { rotation: 90, mirrored: true }, 8: { rotation: 270, mirrored: false },
};

/** Exif's orientation, 1 to 8, as what viewers do. */
export const turnOfOrientation = (orientation: number): Turn => orientations[orientation]!;
export const orientationOf = (turn: Turn): number => Number(Object.keys(orientations).find((key) => sameTurn(orientations[Number(key)]!, turn)));

/** Two numbers of a matrix that differ by less are one: cameras round sines. */
const rounding = 0.01;

/**
 * What a display matrix (libavutil/display.h: rows of 16.16, native byte order) asks players to do, to the nearest quarter turn; `exact` where it is one, at any
 * scale. The container's; where it has none, that of the first frame, as H.264 and HEVC say it in a display orientation message. Upright without a matrix.
 */
export function turnOf(parameters: CodecParameters, first: Frame): Turn & { readonly exact: boolean } {
  const matrix = parameters.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX) ?? first.getSideData(AV_FRAME_DATA_DISPLAYMATRIX);
  if (!matrix) return { ...upright, exact: true };
  const [a, b, c, d] = [0, 4, 12, 16].map((at) => matrix.readInt32LE(at) / 65536) as [number, number, number, number];
  const mirrored = a * d - b * c < 0;
  // A mirrored picture's left edge goes where a plain one's right edge does.
  const quarter = Math.round(Math.atan2(mirrored ? -b : b, mirrored ? -a : a) / (Math.PI / 2));
  const size = Math.hypot(a, b, c, d), exact = [Math.hypot(a, d), Math.hypot(b, c)].some((part) => part < rounding * size);
  return { rotation: (((quarter % 4) + 4) % 4) * 90, mirrored, exact };
}

/** The largest whole number of 16.16 with a sign. */
const most = 32_767;

/** The display matrix for a picture of this size, moved so that it stays in the quadrant that is shown, as cameras write it (QuickTime File Format, track header matrix). */
export function turnBytes({ rotation, mirrored }: Turn, { width, height, sar }: Pick<StreamShape, 'width' | 'height' | 'sar'>): Buffer {
  const bytes = Buffer.alloc(36), angle = (rotation * Math.PI) / 180, flip = mirrored ? -1 : 1;
  const cosine = Math.round(Math.cos(angle)), sine = Math.round(Math.sin(angle));
  const [a, b, c, d] = [flip * cosine, flip * sine, -sine, cosine], wide = Math.round(width * toNumber(sar));
  const back = (across: number, down: number): number => -Math.min(0, across * wide) - Math.min(0, down * height);
  // What 16.16 does not hold, no header of a track says either.
  [a, b, 0, c, d, 0, Math.min(back(a, c), most), Math.min(back(b, d), most)].forEach((value, i) => bytes.writeInt32LE(value * 65536, i * 4));
  bytes.writeInt32LE(1 << 30, 32);
  return bytes;
}

/** `mirrored and turned by 90 degrees`; empty where it is neither. */
export const turnWords = ({ rotation, mirrored }: Turn): string => [...(mirrored ? ['mirrored'] : []), ...(rotation ? [`turned by ${rotation} degrees`] : [])].join(' and ');
