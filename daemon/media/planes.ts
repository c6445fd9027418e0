// The one door between FFmpeg's frames and JavaScript's memory: rows are copied in or out inside one synchronous call, because a frame's
// planes are windows on FFmpeg memory that die with the frame.
import { Frame, avGetPixFmtName, type AVPixelFormat } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { PixelFormat, StreamShape } from '../../shared/media.ts';
import type { Plane, PlaneFrame } from '../../shared/planes.ts';
import { tagFrame } from './colour.ts';
import { pixelFormatOf } from './pixel.ts';
import { avPixelFormat } from './pixel-code.ts';
import { chromaStep, planeLayout } from './plane-sizes.ts';

/** A part of the picture in luma pixels. `left` and `top` must be multiples of the chroma step; so must `width` and `height`, except at the right and bottom edge. */
export type Rect = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Planes for one frame of `shape` on shared memory, zeroed; `Uint8Array` for 8 bits, `Uint16Array` for 9 to 16. @throws FrameWrightError `internal` above 16 bits. */
export function allocatePlanes(shape: Pick<StreamShape, 'width' | 'height' | 'pixel'>, frame = -1): PlaneFrame {
  const bytes = bytesPerValue(shape.pixel);
  return { frame, planes: planeLayout(shape).map(({ width, height }) => allocatePlane(width, height, bytes)) };
}

/**
 * Copies a frame's rows into planes, whole or the part `rect` (the planes then have the part's size).
 * @throws FrameWrightError `internal` when the frame's planes do not have the size that the planes expect.
 */
export function copyOut(frame: Frame, into: PlaneFrame, rect?: Rect): void {
  eachRun(frame, into, rect, (picture, at, values, to, bytes) => { picture.copy(values, to, at, at + bytes); });
}

/**
 * Copies planes into a frame's rows, whole or into the part `rect`. `inner` takes only that part of the planes, which is as large as `rect`.
 * The frame must be writable. @throws FrameWrightError `internal` as `copyOut`.
 */
export function copyIn(from: PlaneFrame, frame: Frame, rect?: Rect, inner?: Rect): void {
  if (frame.makeWritable() < 0) throw fault('a frame could not be made writable');
  eachRun(frame, from, rect, (picture, at, values, to, bytes) => { values.copy(picture, at, to, to + bytes); }, inner);
}

/** A writable frame of this shape with its tags, aspect ratio and field flags; the caller frees it. @throws FrameWrightError `out-of-memory`. */
export function createFrame(shape: Pick<StreamShape, 'width' | 'height' | 'pixel' | 'sar' | 'colour' | 'fieldOrder'>): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.width = shape.width;
  frame.height = shape.height;
  frame.format = avPixelFormat(shape.pixel.name);
  if (frame.getBuffer() < 0) throw new FrameWrightError('out-of-memory', { title: 'Reading pictures', why: `A frame of ${shape.width}×${shape.height} did not fit.` });
  tagFrame(frame, shape);
  return frame;
}

/** The picture as raw video: rows of every plane without padding, in FFmpeg's order. @throws node-av's error for a frame without a picture. */
export const rawBytes = (frame: Frame): Buffer => frame.toBuffer();

/** Whether every sample of a plane of 8 bits, as large as the picture, is 255. @throws FrameWrightError `internal` for a plane that ends too soon. */
export function isFull(frame: Frame, plane: number): boolean {
  const picture = frame.data?.[plane], stride = frame.linesize[plane]!, full = Buffer.alloc(frame.width, 255);
  if (!picture || stride < frame.width || stride * (frame.height - 1) + frame.width > picture.length) throw fault(`plane ${plane} is not as large as the picture`);
  for (let y = 0; y < frame.height; y++) if (full.compare(picture, y * stride, y * stride + frame.width) !== 0) return false;
  return true;
}

type CopyRun = (picture: Buffer, pictureOffset: number, values: Buffer, valuesOffset: number, bytes: number) => void;

/** Walks runs of bytes that lie together in both memories: a row, or the whole plane where neither side has padding. */
function eachRun(frame: Frame, planeFrame: PlaneFrame, rect: Rect | undefined, copy: CopyRun, inner?: Rect): void {
  const pictures = frame.data ?? [];
  const strides = frame.linesize;
  const { planes } = planeFrame;
  if (pictures.length !== planes.length) throw fault(`a ${frame.width}×${frame.height} frame has ${pictures.length} planes, not ${planes.length}`);
  const targets = rect ? planeRects(frame, rect) : null, parts = inner ? planeRects(frame, inner) : null;
  planes.forEach((plane, i) => {
    const size = plane.data.BYTES_PER_ELEMENT, stride = strides[i]!, row = plane.width * size;
    const part = parts?.[i] ?? { left: 0, top: 0, width: plane.width, height: plane.height };
    const start = targets ? targets[i]!.top * stride + targets[i]!.left * size : 0;
    const first = part.top * row + part.left * size, bytes = part.width * size;
    checkRoom(pictures[i]!, stride, start, plane, part, i);
    const values = Buffer.from(plane.data.buffer as ArrayBuffer, plane.data.byteOffset, plane.data.byteLength);
    if (stride === bytes && row === bytes) return copy(pictures[i]!, start, values, first, bytes * part.height);
    for (let y = 0; y < part.height; y++) copy(pictures[i]!, start + y * stride, values, first + y * row, bytes);
  });
}

/** A part of the picture on every plane. */
function planeRects(frame: Frame, rect: Rect): Rect[] {
  const pixel = pixelFormatOf(avGetPixFmtName(frame.format as AVPixelFormat) ?? '');
  const step = chromaStep(pixel);
  if (rect.left % step.x || rect.top % step.y) throw fault(`a part at ${rect.left},${rect.top} cuts through chroma samples`);
  const chroma = { left: rect.left / step.x, top: rect.top / step.y, width: Math.ceil(rect.width / step.x), height: Math.ceil(rect.height / step.y) };
  return pixel.family === 'yuv' ? [rect, chroma, chroma, rect] : [rect, rect, rect, rect];
}

/** A stride below the row, or a plane that ends too soon, would read foreign memory. */
function checkRoom(picture: Buffer, stride: number, start: number, plane: Plane, part: Rect, i: number): void {
  const bytes = part.width * plane.data.BYTES_PER_ELEMENT;
  const inside = part.left + part.width <= plane.width && part.top + part.height <= plane.height && plane.data.length >= plane.width * plane.height;
  if (!inside || stride < bytes || start + stride * (part.height - 1) + bytes > picture.length) {
    throw fault(`plane ${i} of ${part.width}×${part.height} does not fit the frame (stride ${stride}, ${picture.length} bytes)`);
  }
}

function allocatePlane(width: number, height: number, bytes: 1 | 2): Plane {
  const memory = new SharedArrayBuffer(width * height * bytes);
  return { width, height, data: bytes === 1 ? new Uint8Array(memory) : new Uint16Array(memory) };
}

function bytesPerValue(pixel: PixelFormat): 1 | 2 {
  if (pixel.depth > 16) throw fault(`${pixel.name} has ${pixel.depth} bits; planes hold at most 16`);
  return pixel.depth > 8 ? 2 : 1;
}

const fault = (why: string): FrameWrightError => new FrameWrightError('internal', { what: 'planes and frame disagree', why });
