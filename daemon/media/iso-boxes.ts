// The outermost boxes of an ISO file (MP4, MOV; ISO/IEC 14496-12 §4.2), read without FFmpeg to say where a file was cut.
import { open, type FileHandle } from 'node:fs/promises';

type Box = { readonly type: string; readonly start: number; readonly size: number };

/** A sentence saying where an ISO file was cut off, or null when it is whole or not an ISO file. */
export async function isoCut(path: string): Promise<string | null> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const boxes = await outerBoxes(file, size);
  if (!boxes.length || !/^(ftyp|moov|mdat|wide|free|skip)$/.test(boxes[0]!.type)) return null;
  const last = boxes.at(-1)!;
  const missing = last.start + last.size - size;
  // Pictures (HEIF) have a list of items in place of tracks.
  const indexed = boxes.some((box) => /^(moov|moof|meta)$/.test(box.type));
  if (missing > 0) return `Its "${last.type}" part should go on for another ${missing} bytes${indexed ? '' : ', and the index (moov) that comes after it is not there'}.`;
  return indexed ? null : 'It has no index (moov); the recording or the copy did not finish.';
}

async function outerBoxes(file: FileHandle, size: number): Promise<Box[]> {
  const boxes: Box[] = [];
  const header = Buffer.alloc(16);
  for (let start = 0; start + 8 <= size && boxes.length < 4096;) {
    const { bytesRead } = await file.read(header, 0, 16, start);
    const short = header.readUInt32BE(0);
    const length = short === 1 && bytesRead === 16 ? Number(header.readBigUInt64BE(8)) : short === 0 ? size - start : short;
    if (length < 8 || !/^[\x20-\x7e]{4}$/.test(header.toString('latin1', 4, 8))) break;
    boxes.push({ type: header.toString('latin1', 4, 8), start, size: length });
    start += length;
  }
  return boxes;
}
