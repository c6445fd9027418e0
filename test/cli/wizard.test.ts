// The wizard against a client that answers from a table and a terminal that follows a script.
import { existsSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { processInput } from '../../daemon/cli/input.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AnyEvent } from '../../shared/events.ts';
import type { RequestOf } from '../../shared/operations.ts';
import { cli, doneJob, type Answers, type Said } from './support.ts';

const rate = { num: 25, den: 1 };
const plan = {
  media: { durationSeconds: 60, audio: [] }, interpretation: {}, source: { width: 720, height: 576, rate }, result: { width: 1440, height: 1152 }, clip: { in: 0, out: 1500 },
  analysis: { interlacing: { verdict: 'tff' }, content: { kind: 'tape', doubt: null, probabilities: { tape: 0.961 } } },
  steps: [{ stage: 'deinterlace', title: 'Making whole frames of fields', strength: null, why: 'Combing in 80 % of the frames.' }, { stage: 'denoise', title: 'Cleaning up noise', strength: 0.31, why: 'σ 3.1 was measured.' }],
  streams: [], delivery: { name: 'h264', title: 'H.264', container: 'mp4' }, estimate: { seconds: { low: 60, high: 120 }, bytes: 12e6 }, resources: { device: 'cpu' }, notices: ['Subtitles are put beside the result.'],
};
const hash = 'ab'.repeat(32), picture = { id: hash, type: 'image/png', width: 10, height: 10 };
const presets = [['quality', 'fast'], ['quality', 'best'], ['style', 'film'], ['delivery', 'ffv1']].map(([kind, name]) => ({ kind, name, title: name, description: '' }));
const stages = ['deinterlace', 'denoise', 'deband'].map((id) => ({ id, title: id, kind: 'picture', takesStrength: id !== 'deinterlace', methods: [], methodTitles: {}, methodModels: {}, params: {} }));

const looking: Answers = {
  plan: () => plan, presets: () => presets, stages: () => stages, probe: () => plan.media, describe: () => ({ port: null }),
  moments: () => [{ frame: 300, seconds: 12, kind: 'darkest', why: 'Half of the picture is nearly black.' }, { frame: 750, seconds: 30, kind: 'middle', why: 'The middle of the clip.' }],
  compare: ({ frame }: RequestOf<'compare'>) => ({ frame, before: picture, columns: [{ title: 'restored', preview: { notices: ['Upscaling is left out here.'] } }], sheet: picture }),
};
const restoring: Answers = {
  submit: () => ({ ...doneJob, state: 'running' }), jobs: () => [], picture: () => ({ picture: '/clips/a.restored.png', frame: 3 }), job: () => ({ ...doneJob, plans: [], units: [], sidecar: null, log: [] }),
  follow: (_: never, emit: (event: AnyEvent) => void) => { emit({ kind: 'log', job: 'j1', line: 'x' }); return doneJob; },
};
const everything: Answers = { ...looking, ...restoring };

type Asked = Said & { submitted(): RequestOf<'submit'>[]; picture(): string | undefined };
/** `script`: the lines that are typed; after them nobody answers. */
async function wizard(argv: readonly string[], script: readonly string[], answers: Answers = everything, options: Parameters<typeof cli>[2] = {}): Promise<Asked> {
  const lines = [...script];
  const said = await cli(argv, answers, { input: { interactive: false, read: async () => lines.shift() ?? null }, bytes: async () => new Uint8Array([1, 2, 3]), ...options });
  return { ...said, submitted: () => said.asked.filter(({ name }) => name === 'submit').map(({ request }) => request as RequestOf<'submit'>), picture: () => /\S*framewright-look-\S*\.png/.exec(said.out)?.[0] };
}

describe('framewright wizard', () => {
  it('recommends in words, shows the worst moment, and restores at Enter', async () => {
    const said = await wizard(['wizard', 'a.mp4'], ['']);
    expect(said).toMatchObject({ status: 0, err: '' });
    expect(said.out).toContain('720×576, 25 fps, 60 s, interlaced; it looks like video tape (96 % sure).');
    expect(said.out).toContain('2. Cleaning up noise (strength 0.31): σ 3.1 was measured.');
    expect(said.out).toContain('Result: 1440×1152, H.264 in MP4, about 12 MB, in 60 s to 2 min on cpu.');
    expect(said.out).toContain('Subtitles are put beside the result.');
    expect(said.out).toContain('Before/after at 12 s (frame 300): Half of the picture is nearly black.');
    expect(said.out).toContain('Upscaling is left out here.');
    expect(said.out).toContain('[yes] yes\n');
    expect(said.out).toContain('The same without questions: framewright /clips/a.mp4\n');
    expect(said.asked.find(({ name }) => name === 'compare')!.request).toMatchObject({ path: '/clips/a.mp4', frame: 300, draft: false, sheet: true });
    expect(said.submitted()).toEqual([expect.objectContaining({ path: '/clips/a.mp4', output: null, overwrite: false })]);
    expect(said.out).toContain('Done');
  });

  it('is what --wizard means, and takes the same options', async () => {
    const said = await wizard(['a.mp4', '--wizard', '--quality', 'best', '-o', 'out/'], []);
    expect(said.submitted()).toEqual([expect.objectContaining({ output: '/clips/out/', wish: expect.objectContaining({ quality: 'best' }) })]);
    expect((await wizard(['plan', 'a.mp4', '--wizard'], [])).status).toBe(2);
  });

  it('shows the options to who declines, takes several at once, and looks again', async () => {
    const said = await wizard(['wizard', 'a.mp4'], ['n', 'quality = best, denoise=0.2 deband.range=20 from=0:10 xmp', 'y']);
    expect(said.out).toMatch(/quality +balanced +fast, best/);
    expect(said.out).toMatch(/denoise +0\.31 +auto, off, 0 to 1/);
    expect(said.out).toMatch(/deinterlace +on +auto, off \(/);
    expect(said.out).toContain('Left out: deband');
    const wish = { quality: 'best', xmp: true, range: { unit: 'seconds', in: { num: 10, den: 1 }, out: null }, stages: { denoise: { strength: 0.2 }, deband: { range: 20 } } };
    expect(said.submitted()).toEqual([expect.objectContaining({ wish: expect.objectContaining(wish) })]);
    expect(said.asked.filter(({ name }) => name === 'compare').map(({ request }) => (request as RequestOf<'compare'>).wishes[0]!.wish)).toEqual([expect.anything(), expect.objectContaining(wish)]);
    expect(said.out).toContain('framewright /clips/a.mp4 --quality best --set denoise.strength=0.2 --set deband.range=20 --from 0:10 --xmp');
  });

  it('asks again for what cannot be done, and says why', async () => {
    const refuse = ({ wish }: RequestOf<'plan'>): unknown => { if (wish.style) throw new FrameWrightError('unknown-name', { kind: 'style', name: wish.style, known: 'film', nearest: 'film' }); return plan; };
    const said = await wizard(['wizard', 'a.mp4'], ['perhaps', 'no', 'colour=red', 'from=10f to=0:20', 'style=flim', 'scale=2', ''], { ...everything, plan: refuse });
    expect(said.out).toContain('Answer yes, no or quit.');
    expect(said.out).toContain('There is no option called "colour=red".');
    expect(said.out).toContain('mixes frames and times');
    expect(said.out).toContain('There is no style called "flim".');
    expect(said.submitted().map(({ wish }) => [wish.style, wish.scale, wish.range])).toEqual([[undefined, '2', null]]);
  });

  it('does nothing for who quits', async () => {
    const said = await wizard(['wizard', 'a.mp4'], ['q']);
    expect(said).toMatchObject({ status: 0, out: expect.stringContaining('Nothing was restored.') });
    expect(said.submitted()).toEqual([]);
  });

  it('asks for a file when there is none, and again when it is none', async () => {
    const folder = { entries: [['old.mp4', '2026-01-01'], ['new tape.mkv', '2026-03-01'], ['mid.mp4', '2026-02-01'], ['old.restored-2.mp4', '2026-04-01']].map(([name, modifiedAt]) => ({ name, path: `/clips/${name}`, kind: 'video', bytes: 1, modifiedAt })) };
    const probe = ({ path }: { path: string }): unknown => { if (!path.includes('tape')) throw new FrameWrightError('input-missing', { path, why: 'No such file.' }); return plan.media; };
    const answers: Answers = { ...everything, folder: () => folder, probe };
    const newest = await wizard(['wizard'], ['typo.mp4', ''], answers);
    expect(newest.out).toContain('There is no file at /clips/typo.mp4.');
    expect(newest.submitted()[0]!.path).toBe('/clips/new tape.mkv');
    expect((await wizard(['wizard'], ["'/x/my tape.mp4' "], answers)).submitted()[0]!.path).toBe('/x/my tape.mp4');
    expect(await wizard(['--wizard'], [], answers)).toMatchObject({ status: 2, err: expect.stringContaining('No file was named.') });
    expect((await wizard(['wizard', 'a.mp4', 'b.mp4'], [], answers)).status).toBe(2);
  });

  it('asks for another name where the result exists already', async () => {
    const taken = new Set(['/clips/a.restored.mp4']);
    const submit = ({ output, overwrite }: RequestOf<'submit'>): unknown => {
      const path = output ?? '/clips/a.restored.mp4';
      if (taken.has(path) && !overwrite) throw new FrameWrightError('output-exists', { path });
      return { ...doneJob, output: path };
    };
    expect((await wizard(['wizard', 'a.mp4'], ['', ''], { ...everything, submit })).submitted().map(({ output }) => output)).toEqual([null, '/clips/a.restored-2.mp4']);
    expect((await wizard(['wizard', 'a.mp4'], ['', 'b.mov'], { ...everything, submit })).submitted().at(-1)!.output).toBe('/clips/b.mov');
    expect((await wizard(['wizard', 'a.mp4'], ['', 'replace'], { ...everything, submit })).submitted().map(({ overwrite }) => overwrite)).toEqual([false, true]);
  });

  it('opens the picture and offers the dashboard on a terminal', async () => {
    const opened: string[] = [];
    const said = await wizard(['wizard', 'a.mp4'], [], { ...everything, describe: () => ({ port: 47800 }), dashboardLink: () => ({ url: 'http://127.0.0.1:47800/#code=x', expiresAt: '' }) }, { columns: 80, openPage: async (url) => { opened.push(url); return true; } });
    expect(opened).toEqual([expect.stringMatching(/^file:\/\/.*before-after\.png$/)]);
    expect(said.out).toContain('http://127.0.0.1:47800/#code=x');
    expect(said.out).toContain('(it opens now)');
  });

  it('restores sound without a picture', async () => {
    const sound = { ...plan, source: null, result: null, steps: [], media: { durationSeconds: 60, audio: [{}] }, streams: [{ index: 0, steps: [{ stage: 'hum', title: 'Taking off hum', why: 'Hum at 50 Hz.' }] }] };
    const { asked, out } = await wizard(['wizard', 'a.wav'], [], { ...everything, plan: () => sound, job: () => ({ ...doneJob, plans: [sound], units: [], sidecar: null, log: [] }) });
    expect(out).toContain('1. Taking off hum: Hum at 50 Hz.');
    expect(asked.map(({ name }) => name)).not.toContain('compare');
  });

  it('answers programs in JSON lines', async () => {
    const { out } = await wizard(['wizard', 'a.mp4', '--json'], ['n', 'denoise=off', 'yes']);
    const kinds = out.trim().split('\n').map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(['recommendation', 'preview', 'question', 'options', 'question', 'recommendation', 'preview', 'question', 'log', 'result']);
  });

  it('leaves nothing behind', async () => {
    const file = (await wizard(['wizard', 'a.mp4'], [])).picture();
    expect(file).toBeDefined();
    expect(existsSync(file!)).toBe(false);
    const interrupt = new AbortController(), seen: boolean[] = [];
    const stopped = await cli(['wizard', 'a.mp4'], everything, {
      interrupted: interrupt.signal, bytes: async () => new Uint8Array(3), input: { interactive: false, read: () => { interrupt.abort(); return new Promise(() => {}); } }, openPage: async () => { seen.push(true); return true; },
    });
    expect(stopped.status).toBe(130);
    expect(stopped.asked.map(({ name }) => name)).not.toContain('submit');
    expect(existsSync(/\S*framewright-look-\S*\.png/.exec(stopped.out)![0])).toBe(false);
  });
});

describe('its input', () => {
  const streams: PassThrough[] = [];
  afterEach(() => { for (const stream of streams.splice(0)) stream.destroy(); });
  const open = (tty: boolean): { keys: PassThrough; input: ReturnType<typeof processInput>; drawn(): string; interrupt: AbortController } => {
    const keys = Object.assign(new PassThrough(), { isTTY: tty, setRawMode: () => undefined }), screen = Object.assign(new PassThrough(), { isTTY: tty, columns: 80 });
    streams.push(keys, screen);
    let text = '';
    screen.on('data', (piece) => { text += String(piece); });
    const interrupt = new AbortController();
    return { keys, drawn: () => text, interrupt, input: processInput({ input: keys as never, output: screen as never, interrupted: interrupt.signal, interrupt: () => interrupt.abort() }) };
  };

  it('takes lines of a pipe one by one, and tells its end', async () => {
    const { keys, input, drawn } = open(false);
    keys.end('one\r\ntwo\nthree');
    expect([await input.read('?'), await input.read('?'), await input.read('?'), await input.read('?'), await input.read('?')]).toEqual(['one', 'two', 'three', null, null]);
    expect(drawn()).toBe('');
  });

  it('draws its prompt on a terminal and lets the line be edited', async () => {
    const { keys, input, drawn } = open(true);
    const answer = input.read('Which? ');
    keys.write('yex\x7fs\r');
    expect(await answer).toBe('yes');
    expect(drawn()).toContain('Which? ');
  });

  it.each([['Ctrl-C', '\x03', true], ['Ctrl-D', '\x04', false]] as const)('is cancelled by %s on a terminal', async (_, key, interrupts) => {
    const { keys, input, interrupt } = open(true);
    const answer = input.read('Which? ');
    await sleep(1);
    keys.write(key);
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    expect(interrupt.signal.aborted).toBe(interrupts);
  });
});
