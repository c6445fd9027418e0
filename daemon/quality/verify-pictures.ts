// Delivered pictures against their plan: every file is there under its name, holds the bytes that were encoded, and is read as the picture that was planned.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plan } from '../../shared/plan.ts';
import { openDecoder } from '../media/decode.ts';
import { pathOf, type MuxedPictures } from '../media/mux-pictures.ts';
import { pixelFormatOf, keptFormat } from '../media/pixel.ts';
import { probe } from '../media/probe.ts';
import { leavesOutOpaque } from '../media/webp-alpha.ts';

export type PicturesVerifyRequest = { readonly plan: Plan; readonly path: string; readonly home: string; readonly muxed: MuxedPictures; readonly signal?: AbortSignal };

/** What differs, as sentences; empty when nothing does. @throws what `probe` throws. */
export async function verifyPictures(request: PicturesVerifyRequest): Promise<string[]> {
  return [...await checkFiles(request), ...await checkPicture(request), ...await checkDecoding(request)];
}

async function checkFiles({ plan, path, muxed: { pictures }, signal }: PicturesVerifyRequest): Promise<string[]> {
  if (pictures.length !== plan.map.frames) return [`There are ${pictures.length} pictures; ${plan.map.frames} were planned.`];
  for (const [n, { name, sha256 }] of pictures.entries()) {
    signal?.throwIfAborted();
    if (createHash('sha256').update(await readFile(pathOf({ plan, into: path }, n))).digest('hex') !== sha256) return [`The file ${name} is not what was written.`];
  }
  const found = plan.delivery.pictures!.pattern === null ? 1 : (await readdir(dirname(pathOf({ plan, into: path }, 0)))).length;
  return found === pictures.length ? [] : [`The folder holds ${found} files; ${pictures.length} were written.`];
}

const probed = ({ plan, path, home, signal }: PicturesVerifyRequest): ReturnType<typeof probe> =>
  probe(plan.delivery.pictures!.pattern === null || plan.map.frames > 1 ? path : pathOf({ plan, into: path }, 0), { home, signal });

/** A photo got its facts after its pixels were checked, so it is decoded again. */
async function checkDecoding(request: PicturesVerifyRequest): Promise<string[]> {
  if (request.plan.delivery.pictures!.pattern !== null) return [];
  const { media, index } = await probed(request), decoder = await openDecoder(media, index, { threads: 1 });
  try {
    const read = await decoder.read();
    read?.frame.free();
    return read && !read.concealed ? [] : ['The picture cannot be decoded whole.'];
  } finally {
    await decoder.close();
  }
}

async function checkPicture(request: PicturesVerifyRequest): Promise<string[]> {
  const { plan } = request, { media: { video } } = await probed(request);
  const { video: encoder, rotation, mirrored } = plan.delivery, planned = pixelFormatOf(keptFormat(encoder.pixel)), { shape } = video, is = shape.pixel;
  const rows: readonly (readonly [string, string | number | boolean, string | number | boolean])[] = [
    ['number of pictures', plan.map.frames, shape.frames], ['codec', encoder.codec, video.codec], ['width', encoder.width, shape.width], ['height', encoder.height, shape.height],
    ['kind', planned.family, is.family], ['number of bits', planned.depth, is.depth], ['sampling', planned.chroma, is.chroma], ['transparency', planned.alpha, is.alpha || (leavesOutOpaque(encoder) && planned.alpha)],
    ['rotation', rotation, video.rotation], ['mirroring', mirrored, video.mirrored],
  ];
  return rows.filter(([, wanted, found]) => wanted !== found).map(([what, wanted, found]) => `Its ${what} is ${found}; ${wanted} was planned.`);
}
