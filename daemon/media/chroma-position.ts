// Which codecs and containers can say where chroma samples lie. What none of them says is read as left, as FFmpeg and players do.
import type { Container } from '../../shared/container.ts';
import type { ColourTags, PixelFormat } from '../../shared/media.ts';

type Position = ColourTags['chromaPosition'];

/** Positions of 4:2:0 chroma that a codec's own header holds: the VUI of H.264 and HEVC (H.273 table for Chroma420SampleLocType) all six, AV1's sequence header two. */
const inCodec: Readonly<Record<string, readonly Position[]>> = {
  h264: ['left', 'center', 'topleft', 'top', 'bottomleft', 'bottom'], hevc: ['left', 'center', 'topleft', 'top', 'bottomleft', 'bottom'], av1: ['left', 'topleft'], mjpeg: ['center'],
};
/** Matroska's ChromaSitingHorz and ChromaSitingVert know the first sample and the middle. */
const inContainer: Readonly<Partial<Record<Container, readonly Position[]>>> = { mkv: ['left', 'center', 'topleft', 'top'] };

/** Whether a result's readers will know its chroma position, or guess it right. */
export function keepsChromaPosition(codec: string, container: Container, pixel: PixelFormat, position: Position): boolean {
  if (pixel.family !== 'yuv' || pixel.chroma === '444' || position === 'unspecified' || position === 'left') return true;
  if (inContainer[container]?.includes(position)) return true;
  if (pixel.chroma !== '420') return position === 'topleft' || position === 'bottomleft';
  return inCodec[codec]?.includes(position) ?? false;
}

/** Rows above, at, below the middle of two luma rows; columns at, between luma columns. */
const places: Readonly<Record<Exclude<Position, 'unspecified'>, { readonly row: number; readonly column: number }>> = {
  left: { row: 1, column: 0 }, center: { row: 1, column: 1 }, topleft: { row: 0, column: 0 }, top: { row: 0, column: 1 }, bottomleft: { row: 2, column: 0 }, bottom: { row: 2, column: 1 },
};

/** Whether two positions mean one place: where only columns are halved, rows say nothing (MPEG-2 calls 4:2:2 topleft, H.264 has no word for it), and so the other way round. */
export function isSamePlace({ chroma }: PixelFormat, a: Position, b: Position): boolean {
  const [x, y] = [a, b].map((position) => places[position === 'unspecified' ? 'left' : position]) as [{ row: number; column: number }, { row: number; column: number }];
  const columns = /^4(20|22|11|10)$/.test(chroma), rows = /^4(20|40|10)$/.test(chroma);
  return (!columns || x.column === y.column) && (!rows || x.row === y.row);
}
