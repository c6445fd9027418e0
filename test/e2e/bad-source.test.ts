// Sources that cannot be restored, each for a reason of its own: a catalogued error with its exit status, quickly, and nothing is left behind.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../daemon/media/probe.ts';
import { makeClip, type ClipSpec } from '../fixtures/clip.ts';
import { openDesk, type Desk } from './support.ts';

let desk: Desk;
const clip: ClipSpec = { video: 'testsrc2=size=96x64:rate=25', frames: 25, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'aac' }] };
const dvd: ClipSpec = { ...clip, codec: 'mpeg2video', audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'mp2' }] };

/** EBML with lengths of eight bytes: enough of Matroska to say anything in its headers. */
const element = (id: string, ...content: readonly Buffer[]): Buffer => {
  const data = Buffer.concat(content), size = Buffer.alloc(8);
  size.writeBigUInt64BE(0x0100000000000000n | BigInt(data.length));
  return Buffer.concat([Buffer.from(id, 'hex'), size, data]);
};
const number = (value: number): Buffer => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(value); return bytes; };
const track = (n: number, side: number, ...more: readonly Buffer[]): Buffer =>
  element('ae', element('d7', number(n)), element('73c5', number(n)), element('83', number(1)), element('86', Buffer.from('V_VP9')), element('e0', element('b0', number(side)), element('ba', number(side))), ...more);
const cluster = element('1f43b675', element('e7', number(0)), ...[0, 40, 80].map((time) => element('a3', Buffer.from([0x81, 0, time, 0x80]), Buffer.alloc(200, 5))));
const matroska = (tracks: readonly Buffer[], ...rest: readonly Buffer[]): Buffer =>
  Buffer.concat([element('1a45dfa3', element('4282', Buffer.from('matroska'))), element('18538067', element('1549a966', element('2ad7b1', number(1_000_000))), element('1654ae6b', ...tracks), ...rest)]);
/** ContentEncodings with the key's name, as WebM encrypts. */
const encrypted = element('6d80', element('6240', element('5033', number(1)), element('5035', element('47e1', number(5)), element('47e2', Buffer.from('0123456789abcdef')))));

const box = (type: string, ...content: readonly Buffer[]): Buffer => {
  const data = Buffer.concat(content), header = Buffer.alloc(8);
  header.writeUInt32BE(data.length + 8);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, data]);
};
const zeros = (bytes: number): Buffer => Buffer.alloc(bytes);
const tables = ['stts', 'stsc', 'stco'].map((type) => box(type, zeros(8)));
const trak = box('trak', box('tkhd', zeros(84)), box('mdia', box('mdhd', zeros(12), number(1000), zeros(8)), box('hdlr', zeros(8), Buffer.from('vide'), zeros(13)), box('minf', box('stbl', box('stsd', number(0), number(1), box('vp09', zeros(78))), ...tables, box('stsz', zeros(12))))));

/** Writes `made` changed at every place of `mark`. */
async function patched(from: string, to: string, mark: string | Buffer, change: (bytes: Buffer, at: number) => void): Promise<void> {
  const bytes = await readFile(desk.path(from));
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 4)) change(bytes, at);
  await writeFile(desk.path(to), bytes);
}

beforeAll(async () => {
  desk = await openDesk();
  await makeClip(desk.path('good.mp4'), clip);
  await makeClip(desk.path('locked.mp4'), { ...clip, muxerOptions: { encryption_scheme: 'cenc-aes-ctr', encryption_key: '00112233445566778899aabbccddeeff', encryption_kid: '00112233445566778899aabbccddeeff' } });
  for (const [tag, name] of [['brxq', 'blackmagic.mov'], ['aprn', 'prores-raw.mov']] as const) await patched('good.mp4', name, 'avc1', (bytes, at) => bytes.write(tag, at, 'latin1'));
  for (const name of ['a.braw', 'a.R3D', 'a.ari', 'a.crm', 'a.nef']) await writeFile(desk.path(name), Buffer.alloc(5000, 7));
  await makeClip(desk.path('dvd.vob'), dvd);
  await patched('dvd.vob', 'css.vob', Buffer.from([0, 0, 1, 0xe0]), (bytes, at) => { bytes[at + 6]! |= 0x10; });
  await makeClip(desk.path('air.ts'), clip);
  const air = await readFile(desk.path('air.ts'));
  for (let at = 0; at < air.length; at += 188) if ((air.readUInt16BE(at + 1) & 0x1fff) >= 0x100 && (air.readUInt16BE(at + 1) & 0x1fff) < 0x1000) air[at + 3]! |= 0x80;
  await writeFile(desk.path('scrambled.ts'), air);
  await mkdir(desk.path('bluray', 'BDMV', 'STREAM'), { recursive: true });
  await mkdir(desk.path('bluray', 'AACS'));
  await writeFile(desk.path('bluray', 'BDMV', 'STREAM', '00001.m2ts'), 'x');
  await writeFile(desk.path('locked.webm'), matroska([track(1, 64, encrypted)], cluster));
  await writeFile(desk.path('sides.mkv'), matroska([track(1, 65_535)], cluster));
  await writeFile(desk.path('header.mkv'), matroska([track(1, 64)]));
  await writeFile(desk.path('bomb.mkv'), matroska(Array.from({ length: 100_000 }, (_, i) => track(i + 1, 64)), cluster));
  await writeFile(desk.path('bomb.mp4'), Buffer.concat([box('ftyp', Buffer.from('isom'), zeros(4)), box('moov', ...Array.from({ length: 100_000 }, () => trak)), box('mdat', zeros(100))]));
  await patched('good.mp4', 'timeless.mp4', 'stts', (bytes, at) => bytes.writeUInt32BE(0, at + 16));
  await patched('good.mp4', 'nosamples.mp4', 'stsz', (bytes, at) => bytes.writeUInt32BE(0xffffff, at + 12));
  await patched('good.mp4', 'long.mp4', 'mdhd', (bytes, at) => bytes.writeUInt32BE(0x7ffffff0, at + 20));
  const picture: ClipSpec = { video: 'testsrc2=size=96x64:rate=24', frames: 5, codec: 'png', pixel: 'rgb24', bFrames: 0, codecOptions: {}, format: 'image2' };
  await mkdir(desk.path('gaps'));
  await makeClip(desk.path('gaps', 'shot_%04d.png'), picture);
  await patched('gaps/shot_0001.png', 'huge.png', 'IHDR', (bytes, at) => { bytes.writeUInt32BE(65_535, at + 4); bytes.writeUInt32BE(65_535, at + 8); });
  await rm(desk.path('gaps', 'shot_0003.png'));
  await mkdir(desk.path('mixed'));
  await makeClip(desk.path('mixed', 'shot_%04d.png'), picture);
  await makeClip(desk.path('mixed', 'shot_0002.png'), { ...picture, video: 'testsrc2=size=64x64:rate=24', frames: 1, muxerOptions: { update: '1' } });
}, 120_000);
afterAll(async () => { await desk.clear(); });

const cases = [
  ['protected MP4', 'locked.mp4', 3, 'input-encrypted', /DRM/], ['protected WebM', 'locked.webm', 3, 'input-encrypted', /DRM/], ['a scrambled DVD', 'css.vob', 3, 'input-encrypted', /CSS/],
  ['a scrambled broadcast', 'scrambled.ts', 3, 'input-encrypted', /conditional access/], ['a disc with AACS', 'bluray', 3, 'input-encrypted', /AACS/],
  ['Blackmagic RAW', 'a.braw', 3, 'input-raw', /DaVinci Resolve/], ['Blackmagic RAW in a MOV', 'blackmagic.mov', 3, 'input-raw', /Blackmagic RAW/], ['ProRes RAW', 'prores-raw.mov', 3, 'input-raw', /Final Cut Pro/],
  ['REDCODE', 'a.R3D', 3, 'input-raw', /REDCINE-X/], ['ARRIRAW', 'a.ari', 3, 'input-raw', /ARRI/], ['Cinema RAW Light', 'a.crm', 3, 'input-raw', /Canon/], ['a RAW photo', 'a.nef', 3, 'input-raw', /darktable/],
  ['100 000 streams in Matroska', 'bomb.mkv', 3, 'input-streams', /399/], ['100 000 streams in MP4', 'bomb.mp4', 3, 'input-streams', /399/],
  ['sides of 65 535 in a header', 'sides.mkv', 5, 'input-too-large', /65535×65535.*6\.0 GiB.*48\.0 GiB/], ['a picture with sides of 65 535', 'huge.png', 5, 'input-too-large', /65535×65535/],
  ['a header alone', 'header.mkv', 3, 'input-truncated', /behind its header/], ['pictures without durations', 'timeless.mp4', 3, 'input-timeless', /times/], ['a table of samples that lies', 'nosamples.mp4', 3, 'input-undecodable', /no pictures/],
  ['a sequence with gaps', 'gaps/shot_%04d.png', 3, 'input-gaps', /gaps: 3/], ['mixed sizes in a sequence', 'mixed', 3, 'input-mixed', /shot_0002\.png/],
] as const;

describe('what cannot be restored is refused with a reason', () => {
  it.each(cases)('%s', async (_name, path, _status, code, says) => {
    await expect(probe(desk.path(path), { home: desk.home })).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
  });

  const oneOfEach = cases.filter(([, , , code], i) => cases.findIndex((other) => other[3] === code) === i);
  it.each(oneOfEach)('%s: the command says so, and leaves nothing behind', async (_name, path, status, code, says) => {
    const before = await desk.files();
    const ran = await desk.run(path, '--json'), said = ran.values().at(-1)!;
    expect(said, ran.out + ran.err).toMatchObject({ kind: 'error', code, exit: status });
    expect(ran.status).toBe(status);
    expect(`${String(said.what)} ${String(said.why)}`).toMatch(says);
    expect(JSON.stringify(said)).not.toMatch(/\{\w+\}/);
    expect(await desk.files()).toEqual(before);
  });
});

describe('what only looked bad', () => {
  it('a gap is held when told so, and the plan says it', async () => {
    const ran = await desk.run('plan', 'gaps/shot_%04d.png', '--interpret', 'gaps=hold', '--json');
    expect(ran.status, ran.err).toBe(0);
    const [plan] = ran.values<{ notices: string[]; media: { video: { shape: { frames: number } } } }>();
    expect(plan!.media.video.shape.frames).toBe(5);
    expect(plan!.notices.join('\n')).toMatch(/1 numbers have no file \(3\)/);
  });

  it('a header that lies about its length is not believed', async () => {
    const ran = await desk.run('analyze', 'long.mp4', '--json');
    expect(ran.values<{ media: { video: { shape: { frames: number } } } }>()[0]!.media.video.shape.frames).toBe(25);
  });

  it('pictures without durations have them when told a rate', async () => {
    const ran = await desk.run('analyze', 'timeless.mp4', '--interpret', 'rate=25', '--json');
    expect(ran.status, ran.err + ran.out.slice(-500)).toBe(0);
  });
});
