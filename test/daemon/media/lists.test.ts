// Scripts and playlists that name other files or addresses, under the names of videos: none is followed, and nobody is called.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FrameWrightError } from '../../../shared/errors.ts';
import { probe } from '../../../daemon/media/probe.ts';

let folder: string, called = 0;
const server = createServer((socket) => { called++; socket.destroy(); });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framewright-lists-'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => { server.close(); await rm(folder, { recursive: true }); });

const lists: Readonly<Record<string, (address: string) => string>> = {
  'HLS playlist': (address) => `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI="${address}/key"\n#EXTINF:1,\n${address}/a.ts\n#EXT-X-ENDLIST\n`,
  'HLS master playlist': (address) => `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${address}/b.m3u8\n`,
  'DASH manifest': (address) => `<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${address}/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>`,
  'ffconcat script': (address) => `ffconcat version 1.0\nfile '${address}/a.mp4'\nduration 1\n`,
  'ffconcat script of local files': () => 'ffconcat version 1.0\nfile /etc/passwd\n',
  'session description': () => 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n',
  'picture with a script': (address) => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="8" height="8"><image xlink:href="${address}/a.png" width="8" height="8"/></svg>`,
};

describe('a list of other files', () => {
  it.each(Object.keys(lists).flatMap((kind) => ['mp4', 'mov', 'mkv', 'ts', 'png'].map((ending) => [kind, ending] as const)))('that is a %s named .%s is refused in words', async (kind, ending) => {
    const path = join(folder, `clip.${ending}`);
    writeFileSync(path, lists[kind]!(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    const error = await probe(path, { home: folder }).then(() => null, (thrown: FrameWrightError) => thrown);
    expect([error?.code, error?.row.exit]).toEqual(['input-not-media', 3]);
    expect(error?.message).not.toMatch(/\{\w+\}/);
    expect(called).toBe(0);
  });
});

describe('every opening by FFmpeg', () => {
  it('names the one protocol and the demuxers that may answer', () => {
    const media = join(import.meta.dirname, '..', '..', '..', 'daemon', 'media');
    const openings = readdirSync(media).map((name) => ({ name, text: readFileSync(join(media, name), 'utf8') })).filter(({ text }) => text.includes('context.openInput('));
    expect(openings.map(({ name }) => name)).toEqual(['iso-metadata.ts', 'open-file.ts', 'open-pictures.ts']);
    for (const { text } of openings) expect([text.includes('protocol_whitelist'), text.includes('format_whitelist')]).toEqual([true, true]);
  });
});
