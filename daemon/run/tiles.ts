// A large frame as overlapping tiles of one size, so a model's memory is bounded and its shape never changes.
import { FrameWrightError } from '../../shared/errors.ts';
import type { StreamShape } from '../../shared/media.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Rect } from '../media/planes.ts';

/** `source` is what the step sees; `inner`, relative to `source`, is what is kept of it. All inner parts together cover the picture exactly once. */
export type Tile = { readonly source: Rect; readonly inner: Rect };
export type TileRule = NonNullable<Plan['resources']['tile']>;

/** Origins lie on this grid, so chroma samples and the squares that models work in (up to 16) fall where they fall in the whole picture. */
const grid = 16;
/** Seams lie on this one: the widest chroma step. */
const seamGrid = 4;
/** Smaller tiles spend nearly all their work on overlap. */
const smallest = 64;

/**
 * Tiles of a picture, equal in size, row by row; one tile when the rule is null or the picture is small. Tiles overlap by at least
 * `rule.overlap` pixels and each keeps up to the middle of the overlap: with an overlap of twice a model's receptive radius, what is kept equals the whole.
 */
export function tilesOf(shape: Pick<StreamShape, 'width' | 'height'>, rule: TileRule | null): Tile[] {
  const columns = divide(shape.width, rule), rows = divide(shape.height, rule);
  return rows.flatMap((row) => columns.map((column) => ({
    source: { left: column.start, top: row.start, width: column.size, height: row.size },
    inner: { left: column.from, top: row.from, width: column.to - column.from, height: row.to - row.from },
  })));
}

/** The shape that a step sees when it works on tiles. All tiles are equally large. */
export function tileShape(shape: StreamShape, tile: Tile): StreamShape {
  return { ...shape, width: tile.source.width, height: tile.source.height };
}

/** The tile of the output that belongs to one of the input. Both shapes are the whole picture's. @throws FrameWrightError `internal` unless the scale is whole. */
export function scaleTile(tile: Tile, input: Pick<StreamShape, 'width' | 'height'>, output: Pick<StreamShape, 'width' | 'height'>): Tile {
  const x = output.width / input.width, y = output.height / input.height;
  if (!Number.isInteger(x) || !Number.isInteger(y)) throw new FrameWrightError('internal', { what: 'tiles were planned for a step that does not scale by a whole factor', why: `${input.width}×${input.height} becomes ${output.width}×${output.height}.` });
  const scale = ({ left, top, width, height }: Rect): Rect => ({ left: left * x, top: top * y, width: width * x, height: height * y });
  return { source: scale(tile.source), inner: scale(tile.inner) };
}

/** Half the tile, or half the picture when there were no tiles yet; null when it cannot get smaller. */
export function halve(rule: TileRule | null, input: Pick<StreamShape, 'width' | 'height'>, overlap: number): TileRule | null {
  const size = rule ? Math.min(rule.size, Math.max(input.width, input.height)) : Math.max(input.width, input.height);
  const half = Math.ceil(size / 2 / grid) * grid;
  const kept = rule?.overlap ?? overlap;
  return half < smallest || half <= 2 * (kept + grid) || half >= size ? null : { size: half, overlap: kept };
}

type Piece = { readonly start: number; readonly size: number; readonly from: number; readonly to: number };

/** One direction. The size is chosen so that the last piece, which ends at the picture's edge, also starts on the grid. */
function divide(length: number, rule: TileRule | null): Piece[] {
  if (!rule || rule.size >= length) return [{ start: 0, size: length, from: 0, to: length }];
  const size = rule.size - ((rule.size - length % grid) % grid);
  const stride = Math.max(grid, Math.floor((size - rule.overlap - 2 * seamGrid) / grid) * grid);
  const count = Math.ceil((length - size) / stride) + 1;
  const starts = Array.from({ length: count }, (_, i) => Math.min(i * stride, length - size));
  const seams = starts.slice(1).map((start, i) => Math.floor((start + starts[i]! + size) / 2 / seamGrid) * seamGrid);
  return starts.map((start, i) => ({ start, size, from: (seams[i - 1] ?? 0) - start, to: (seams[i] ?? length) - start }));
}
