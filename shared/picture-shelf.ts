// Pictures as a client holds them: those that came with an answer, for a while; others are fetched.
import { errorCatalogue, FrameWrightError } from './errors.ts';
import { readError, type Address } from './line.ts';
import { pictureIdBytes } from './wire.ts';

export type PictureShelf = {
  /** Takes a binary frame. */ put(frame: Uint8Array): void;
  get(id: string): Uint8Array | null;
  /** @throws FrameWrightError `picture-gone`, `daemon-gone`. */
  fetch(id: string, address: Address): Promise<Uint8Array>;
};

/** Bytes of pictures that came and were not asked for yet. */
const mostBytes = 64 * 2 ** 20;

export function createPictureShelf(): PictureShelf {
  const shelf = new Map<string, Uint8Array>();
  let bytes = 0;
  const drop = (id: string): void => {
    bytes -= shelf.get(id)?.byteLength ?? 0;
    shelf.delete(id);
  };
  return {
    put(frame) {
      const id = [...frame.subarray(0, pictureIdBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      drop(id);
      shelf.set(id, frame.subarray(pictureIdBytes));
      bytes += frame.byteLength - pictureIdBytes;
      for (const oldest of shelf.keys()) { if (bytes <= mostBytes || oldest === id) break; drop(oldest); }
    },
    get: (id) => shelf.get(id) ?? null,
    fetch: fetchPicture,
  };
}

async function fetchPicture(id: string, { url, token }: Address): Promise<Uint8Array> {
  const place = url.replace(/^ws/, 'http').replace(/\/socket$/, `/pictures/${encodeURIComponent(id)}`);
  const response = await fetch(place, { headers: { authorization: `Bearer ${token}` } })
    .catch((cause: unknown) => { throw new FrameWrightError('daemon-gone', { why: 'It did not answer.' }, { cause }); });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  const said = await response.json().catch(() => null) as { code?: string; values?: Record<string, string | number> } | null;
  throw said?.code !== undefined && Object.hasOwn(errorCatalogue, said.code) ? readError({ code: said.code, values: said.values ?? {} }) : new FrameWrightError('picture-gone');
}
