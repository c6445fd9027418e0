// The level that a picture size and rate needs, from the standards' tables.

type Row = { readonly level: number; readonly perSecond: number; readonly perPicture: number };

/** ITU-T H.264 (08/2021) table A-1: level_idc, MaxMBPS, MaxFS (macroblocks). */
const h264: readonly Row[] = [
  [10, 1485, 99], [11, 3000, 396], [12, 6000, 396], [13, 11880, 396], [20, 11880, 396], [21, 19800, 792], [22, 20250, 1620],
  [30, 40500, 1620], [31, 108000, 3600], [32, 216000, 5120], [40, 245760, 8192], [42, 522240, 8704], [50, 589824, 22080],
  [51, 983040, 36864], [52, 2073600, 36864], [60, 4177920, 139264], [61, 8355840, 139264], [62, 16711680, 139264],
].map(([level, perSecond, perPicture]) => ({ level: level!, perSecond: perSecond!, perPicture: perPicture! }));

/** ITU-T H.265 (08/2021) table A.8: level in tenths, MaxLumaSr, MaxLumaPs (luma samples). */
const hevc: readonly Row[] = [
  [10, 552960, 36864], [20, 3686400, 122880], [21, 7372800, 245760], [30, 16588800, 552960], [31, 33177600, 983040], [40, 66846720, 2228224],
  [41, 133693440, 2228224], [50, 267386880, 8912896], [51, 534773760, 8912896], [52, 1069547520, 8912896], [60, 1069547520, 35651584],
  [61, 2139095040, 35651584], [62, 4278190080, 35651584],
].map(([level, perSecond, perPicture]) => ({ level: level!, perSecond: perSecond!, perPicture: perPicture! }));

export type LevelTable = 'h264' | 'hevc';

/**
 * Ten times the lowest level whose picture size, side length and rate suffice; null when none does. Sides may not exceed √(8 × MaxFS) in either standard.
 * Level 4.1 is skipped on purpose: it differs from 4 only in bit rate, which constant quality does not know. Interlaced pictures start at 2.1.
 */
export function levelFor(table: LevelTable, picture: { readonly width: number; readonly height: number; readonly rate: number; readonly fields: boolean }): number | null {
  const unit = table === 'h264' ? 16 : 1;
  const width = Math.ceil(picture.width / unit), height = Math.ceil(picture.height / unit);
  const fits = (row: Row): boolean => width * height <= row.perPicture && Math.max(width, height) <= Math.sqrt(8 * row.perPicture) && width * height * picture.rate <= row.perSecond;
  const rows = table === 'h264' ? h264.filter((row) => !picture.fields || row.level >= 21) : hevc;
  return rows.find(fits)?.level ?? null;
}
