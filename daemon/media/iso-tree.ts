// ISO boxes (ISO/IEC 14496-12 §4.2) as a tree that can be read, changed and written back, and the few numbers inside that chapters need.

/** A box with children, or with bytes of its own. `tail` is what stands behind the last child (QuickTime ends user data with zeros). */
export type Box = { readonly type: string; readonly children: Box[] | null; data: Buffer; readonly tail: Buffer };

const masters = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'udta', 'edts', 'tref']);

/** The boxes in a buffer, masters opened. */
export function parseBoxes(bytes: Buffer): { readonly boxes: Box[]; readonly tail: Buffer } {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    const short = bytes.readUInt32BE(at), header = short === 1 ? 16 : 8;
    const size = short === 1 && at + 16 <= bytes.length ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short;
    if (size < header || at + size > bytes.length) break;
    boxes.push(parseBox(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + header, at + size)));
    at += size;
  }
  return { boxes, tail: bytes.subarray(at) };
}

function parseBox(type: string, data: Buffer): Box {
  if (!masters.has(type)) return { type, children: null, data, tail: Buffer.alloc(0) };
  const { boxes, tail } = parseBoxes(data);
  return { type, children: boxes, data: Buffer.alloc(0), tail };
}

export function boxBytes(box: Box): Buffer {
  const content = box.children ? [...box.children.map(boxBytes), box.tail] : [box.data];
  const size = content.reduce((sum, part) => sum + part.length, 8);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(size);
  header.write(box.type, 4, 'latin1');
  return Buffer.concat([header, ...content]);
}

export const leaf = (type: string, data: Buffer): Box => ({ type, children: null, data, tail: Buffer.alloc(0) });
export const parent = (type: string, children: Box[]): Box => ({ type, children, data: Buffer.alloc(0), tail: Buffer.alloc(0) });

/** The first box down a path of types, or undefined. */
export const boxAt = (box: Box | undefined, ...path: readonly string[]): Box | undefined =>
  path.reduce<Box | undefined>((at, type) => at?.children?.find((child) => child.type === type), box);

export const tracksOf = (moov: Box): Box[] => (moov.children ?? []).filter((child) => child.type === 'trak');

/** Rows of a full box: version and flags, a count, then `width` bytes a row. */
export function rowsOf(box: Box | undefined, width: number): Buffer[] {
  if (!box || box.data.length < 8) return [];
  const count = Math.min(box.data.readUInt32BE(4), Math.floor((box.data.length - 8) / width));
  return Array.from({ length: count }, (_, i) => box.data.subarray(8 + i * width, 8 + (i + 1) * width));
}

/** Ticks per second of a `mvhd` or `mdhd`. */
export const timescaleOf = (header: Box): number => header.data.readUInt32BE(header.data[0] === 1 ? 20 : 12);
/** From 1 on; 0 for a damaged track without one. */
export const trackId = (track: Box): number => {
  const header = boxAt(track, 'tkhd'), at = header?.data[0] === 1 ? 20 : 12;
  return header && header.data.length >= at + 4 ? header.data.readUInt32BE(at) : 0;
};

/** Where every chunk of a track begins in the file. */
export function chunkOffsets(table: Box | undefined): number[] {
  const short = boxAt(table, 'stco');
  return short ? rowsOf(short, 4).map((row) => row.readUInt32BE()) : rowsOf(boxAt(table, 'co64'), 8).map((row) => Number(row.readBigUInt64BE()));
}

/** Writes chunk offsets, in 64 bits when one of them needs it. */
export function setChunkOffsets(table: Box, offsets: readonly number[]): void {
  const at = table.children!.findIndex((child) => child.type === 'stco' || child.type === 'co64');
  if (at < 0) return;
  const wide = table.children![at]!.type === 'co64' || offsets.some((offset) => offset > 0xffffffff);
  const data = Buffer.alloc(8 + offsets.length * (wide ? 8 : 4));
  data.writeUInt32BE(offsets.length, 4);
  offsets.forEach((offset, i) => (wide ? data.writeBigUInt64BE(BigInt(offset), 8 + i * 8) : data.writeUInt32BE(offset, 8 + i * 4)));
  table.children![at] = leaf(wide ? 'co64' : 'stco', data);
}

/** Byte ranges of a track's samples in order, from `stsc`, `stsz` and the chunk offsets (§8.7); none where those are damaged. */
export function samplesOf(table: Box): { readonly at: number; readonly size: number }[] {
  const sizes = boxAt(table, 'stsz')?.data;
  if (!sizes || sizes.length < 12) return [];
  const fixed = sizes.readUInt32BE(4), count = Math.min(sizes.readUInt32BE(8), fixed ? Infinity : Math.floor((sizes.length - 12) / 4));
  const runs = rowsOf(boxAt(table, 'stsc'), 12).map((row) => ({ chunk: row.readUInt32BE() - 1, samples: row.readUInt32BE(4) }));
  const samples: { at: number; size: number }[] = [];
  chunkOffsets(table).forEach((offset, chunk) => {
    const perChunk = runs.findLast((run) => run.chunk <= chunk)?.samples ?? 0;
    for (let i = 0, at = offset; i < perChunk && samples.length < count; i++) {
      const size = fixed || sizes.readUInt32BE(12 + samples.length * 4);
      samples.push({ at, size });
      at += size;
    }
  });
  return samples;
}

/** Starts of up to `most` samples in the track's ticks, from `stts`; one more than there are samples: the end of the last. */
export function sampleTimes(table: Box, most: number): number[] {
  const times = [0];
  for (const row of rowsOf(boxAt(table, 'stts'), 8)) {
    for (let i = row.readUInt32BE(); i > 0 && times.length <= most; i--) times.push(times.at(-1)! + row.readUInt32BE(4));
  }
  return times;
}
