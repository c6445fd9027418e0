// What is not a readable video gets its own refusal, and nothing but the given file is ever opened.
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../../daemon/media/probe.ts';
import { makeClip } from '../../fixtures/clip.ts';

const folder = mkdtempSync(join(tmpdir(), 'framewright-open-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const clip = { video: 'testsrc2=size=96x64:rate=25', frames: 10 };
const refusal = (path: string): Promise<unknown> => probe(path, { home: folder }).then(() => 'opened', (error: unknown) => error);

beforeAll(async () => {
  await makeClip(at('good.mp4'), clip);
  await makeClip(at('sound.m4a'), { frames: 25, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'aac' }], format: 'mp4' });
  const picture = sharp({ create: { width: 32, height: 32, channels: 3, background: '#456' } });
  for (const kind of ['png', 'jpg', 'webp', 'tiff', 'gif', 'avif'] as const) await picture.clone().toFile(at(`still.${kind}`));
});

describe('a file that is no video', () => {
  const cases: readonly [string, string, () => void, RegExp][] = [
    ['missing.mp4', 'input-missing', () => {}, /There is no file/],
    ['empty.mp4', 'input-empty', () => writeFileSync(at('empty.mp4'), ''), /0 bytes/],
    ['text.mp4', 'input-not-media', () => writeFileSync(at('text.mp4'), 'Dear diary\n'.repeat(50)), /holds text/],
    ['noise.mp4', 'input-not-media', () => writeFileSync(at('noise.mp4'), Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * i * 31) & 255))), /not a video/],
    ['folder.mp4', 'input-unreadable', () => mkdirSync(at('folder.mp4')), /a folder/],
    ['cut.mp4', 'input-truncated', () => { writeFileSync(at('cut.mp4'), readFileSync(at('good.mp4'))); truncateSync(at('cut.mp4'), 3000); }, /index \(moov\)/],
    ['sound.m4a', 'input-no-video', () => {}, /sound or data only/],
  ];
  it.each(cases)('%s is refused as %s', async (name, code, make, says) => {
    make();
    expect(await refusal(at(name))).toMatchObject({ code, message: expect.stringMatching(says) });
  });
});

describe('a single picture', () => {
  it.each(['png', 'jpg', 'webp', 'tiff', 'gif', 'avif'])('in %s is a media of one frame', async (kind) => {
    const { media, index } = await probe(at(`still.${kind}`), { home: folder });
    expect([media.still, index.frames, media.video.shape.width]).toEqual([true, 1, 32]);
  });
});

describe('other files', () => {
  const lists: readonly [string, string][] = [
    ['list.ffconcat', 'ffconcat version 1.0\nfile good.mp4\n'], ['list.mp4', 'ffconcat version 1.0\nfile good.mp4\n'],
    ['list.m3u8', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ngood.mp4\n#EXT-X-ENDLIST\n'], ['hls.mp4', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ngood.mp4\n#EXT-X-ENDLIST\n'],
    ['list.mpd', '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><BaseURL>good.mp4</BaseURL></Period></MPD>'],
    ['stream.sdp', 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n'],
  ];
  it.each(lists)('named by %s are not opened', async (name, text) => {
    writeFileSync(at(name), text);
    expect(await refusal(at(name))).toMatchObject({ code: 'input-not-media' });
  });

  it.each([['concat:a|b'], ['http://127.0.0.1:1/a.mp4'], ['tcp://127.0.0.1:1'], ['pipe:0'], ['lavfi:testsrc'], ['data:video/mp4;base64,AAAA'], ['subfile,,start,0,end,9,,:good.mp4']])('written as %s are names of files that are not there', async (name) => {
    expect(await refusal(name)).toMatchObject({ code: 'input-missing' });
  });

  it('may bear names that look like protocols or patterns', async () => {
    for (const name of ['http:x.mp4', 'a%03d.mp4', 'concat:b|c.mp4', `${'ü'.repeat(90)} 映像.mp4`]) {
      writeFileSync(at(name), readFileSync(at('good.mp4')));
      expect((await probe(at(name), { home: folder })).index.frames).toBe(10);
    }
  });
});
