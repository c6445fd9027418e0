// Bad input: a catalogued error with its exit status or a correct result; nothing half-written, nothing overwritten, the source untouched.
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClip } from '../fixtures/clip.ts';
import { openDesk, root, type Desk } from './support.ts';

let desk: Desk;
const clip = 'clip.mp4';
const hash = async (path: string): Promise<string> => createHash('sha256').update(await readFile(path)).digest('hex');

beforeAll(async () => {
  desk = await openDesk();
  await makeClip(desk.path(clip), { video: 'testsrc2=size=96x64:rate=25', frames: 25, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'aac' }] });
  await writeFile(desk.path('empty.mp4'), '');
  await writeFile(desk.path('text.mp4'), 'This is a letter, not a film.\n'.repeat(200));
  await makeClip(desk.path('cut.mp4'), { video: 'testsrc2=size=96x64:rate=25', frames: 25 });
  await truncate(desk.path('cut.mp4'), Math.floor((await stat(desk.path('cut.mp4'))).size / 3));
  await makeClip(desk.path('sound.m4a'), { frames: 25, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'aac' }], format: 'ipod' });
  await makeClip(desk.path('still.png'), { video: 'testsrc2=size=96x64:rate=25', frames: 1, codec: 'png', pixel: 'rgb24', bFrames: 0, format: 'image2', codecOptions: {} });
  await mkdir(desk.path('locked'));
}, 120_000);
afterAll(async () => { await desk.clear(); });

describe('what cannot be restored is refused with a reason, and nothing is left behind', () => {
  it.each([
    ['a missing file', ['nothing.mp4'], 3, 'input-missing'], ['an empty file', ['empty.mp4'], 3, 'input-empty'], ['a letter named .mp4', ['text.mp4'], 3, 'input-not-media'],
    ['a film cut off before its index', ['cut.mp4'], 3, 'input-truncated'], ['sound alone as a film', ['sound.m4a', '--delivery', 'h264'], 2, 'sound-only'],
    ['a folder', ['locked'], 3, 'input-unreadable'],
    ['an empty range', [clip, '--from', '10f', '--to', '10f'], 2, 'range-empty'], ['a range behind the end', [clip, '--from', '900f', '--to', '950f'], 2, 'range-outside'],
    ['an unknown quality', [clip, '--quality', 'bset'], 2, 'unknown-name'], ['an unknown style', [clip, '--style', 'flim'], 2, 'unknown-name'], ['an unknown delivery', [clip, '--delivery', 'h265'], 2, 'unknown-name'],
    ['an unknown stage', [clip, '--set', 'denoisse.strength=1'], 2, 'unknown-name'], ['an unknown key', [clip, '--set', 'denoise.strenght=1'], 2, 'unknown-name'], ['a value out of range', [clip, '--set', 'denoise.strength=7'], 2, 'bad-value'],
    ['an unknown device', [clip, '--device', 'toaster'], 5, 'device-missing'], ['a codec its container cannot hold', [clip, '--delivery', 'dnxhr-hqx', '--container', 'mp4'], 2, 'illegal-delivery'],
    ['an unknown scale', [clip, '--scale', 'huge'], 2, 'bad-value'], ['itself as the result', [clip, '--output', clip], 4, 'output-is-source'],
    ['a result without an ending', [clip, '--container', 'mkv', '--output', 'result'], 2, 'bad-value'], ['a result named as another container', [clip, '--container', 'mov', '--output', 'b.mkv'], 2, 'bad-value'],
    ['a preview over a file', ['preview', clip, '--output', clip], 2, 'bad-value'], ['a preview without an ending', ['preview', clip, '--output', 'look'], 2, 'bad-value'],
    ['a result inside a file', [clip, '--output', 'text.mp4/out.mp4'], 4, 'output-unwritable'],
  ] as const)('%s', async (_name, args, status, code) => {
    const [before, source] = [await desk.files(), await hash(desk.path(clip))];
    const ran = await desk.run(...args, '--json');
    const said = ran.values().at(-1)!;
    expect(said, ran.out + ran.err).toMatchObject({ kind: 'error', code, exit: status });
    expect(ran.status).toBe(status);
    expect(JSON.stringify(said)).not.toMatch(/\{\w+\}/);
    expect(await desk.files()).toEqual(before);
    expect(await hash(desk.path(clip))).toBe(source);
  });

  it('offers the nearest word', async () => {
    expect((await desk.run(clip, '--quality', 'bset')).err).toContain('best');
    expect((await desk.run(clip, '--set', 'denoise.strenght=1')).err).toContain('strength');
  });

  it('a folder without the right to write', async ({ skip }) => {
    await chmod(desk.path('locked'), 0o500);
    if (process.getuid?.() === 0) { process.stderr.write('SKIPPED: root may write everywhere\n'); skip(); }
    expect((await desk.run(clip, '--output', 'locked/', '--json')).values().at(-1)).toMatchObject({ code: 'output-unwritable' });
  });

  it('an existing result is not overwritten unasked', async () => {
    await writeFile(desk.path('clip.restored.mp4'), 'precious');
    const ran = await desk.run(clip, '--quality', 'fast', '--json');
    expect(ran.values().at(-1)).toMatchObject({ code: 'output-exists', exit: 4 });
    expect(await readFile(desk.path('clip.restored.mp4'), 'utf8')).toBe('precious');
    expect((await desk.run(clip, '--quality', 'fast', '--overwrite')).status).toBe(0);
    expect((await stat(desk.path('clip.restored.mp4'))).size).toBeGreaterThan(1000);
  });
});

describe('odd but good input gives a correct result', () => {
  const frames = async (path: string): Promise<number> => {
    const [found] = (await desk.run('analyze', path, '--json')).values<{ media: { video: { shape: { frames: number } } } }>();
    return found!.media.video.shape.frames;
  };
  it.each([['16×16', '16x16', 10, 'tiny.mp4'], ['odd sizes', '97x61', 10, 'odd.mkv'], ['one frame', '96x64', 1, 'one.mkv']])('%s', async (_name, size, count, name) => {
    await makeClip(desk.path(name), { video: `testsrc2=size=${size}:rate=25`, frames: count, codec: 'ffv1', codecOptions: {}, bFrames: 0, gop: 1 });
    const ran = await desk.run(name, '--quality', 'fast', '--output', `${name}.out.mkv`);
    expect(ran.status, ran.err).toBe(0);
    expect(await frames(`${name}.out.mkv`)).toBe(count);
  });

  it.each([['archive', ['--style', 'archive'], 'mkv'], ['ProRes', ['--delivery', 'prores-422-hq'], 'mov']] as const)('a preview of a short clip: %s', async (_name, args, ending) => {
    const ran = await desk.run('preview', clip, ...args, '--quality', 'fast', '--scale', '1', '--output', `look.${ending}`, '--json');
    expect(ran.status, ran.err + ran.out.slice(-2000)).toBe(0);
    expect(ran.values().at(-1)).toMatchObject({ video: desk.path(`look.${ending}`), picture: desk.path('look.png') });
    expect(await frames(`look.${ending}`)).toBe(25);
    expect((await desk.run('preview', clip, '--output', `other/look.${ending === 'mkv' ? 'mov' : 'mkv'}`, '--container', ending, '--json')).values().at(-1)).toMatchObject({ code: 'bad-value' });
    await rm(desk.path('look.png'));
  });

  it.each([['a name in other scripts', 'Großmutter – 祖母 – бабушка – 🎞.mp4'], ['a name of 200 characters', `${'x'.repeat(196)}.mp4`]])('%s', async (_name, name) => {
    await writeFile(desk.path(name), await readFile(desk.path(clip)));
    const ran = await desk.run(name, '--quality', 'fast', '--json');
    expect(ran.status, ran.err + ran.out.slice(-2000)).toBe(0);
    expect(await frames(String(ran.values().at(-1)!.output))).toBe(25);
  });

  it('corrupt packets in the middle are concealed, listed, and the count is kept', async () => {
    await makeClip(desk.path('hurt.mkv'), { video: 'testsrc2=size=96x64:rate=25', frames: 50, codec: 'mpeg2video', codecOptions: {}, gop: 10, bFrames: 0 });
    const bytes = await readFile(desk.path('hurt.mkv'));
    bytes.fill(0x5a, Math.floor(bytes.length * 0.5), Math.floor(bytes.length * 0.5) + 700);
    await writeFile(desk.path('hurt.mkv'), bytes);
    const whole = await frames('hurt.mkv');
    const ran = await desk.run('hurt.mkv', '--quality', 'fast', '--json');
    expect(ran.status, ran.err + ran.out.slice(-2000)).toBe(0);
    expect(await frames('hurt.restored.mp4')).toBe(whole);
    expect(await readFile(desk.path('hurt.restored.framewright.json'), 'utf8')).toContain('concealed');
  });
});

it('the sample clip is where the command looks for it', async () => {
  expect((await stat(`${root}/sample/sample.mp4`)).size).toBe(512_396);
});
