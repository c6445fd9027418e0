// The panel's orders done for real: the session over the editor on paper and the daemon's own service, with a real clip.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInProcessTransport } from '../../daemon/server/in-process.ts';
import { createClient, type Client } from '../../shared/client.ts';
import { usualForm } from '../../shared/panel/form.ts';
import { createSession } from '../../shared/panel/editor/session.ts';
import type { Session } from '../../shared/panel/editor/state.ts';
import { makeClip } from '../fixtures/clip.ts';
import { borrowMeasurement, lendMeasurement } from '../fixtures/measured.ts';
import { createPaper, type Paper, type PaperClip } from '../hosts/paper/paper.ts';

let folder: string, home: string, source: string, varying: string, client: Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-panel-'));
  home = join(folder, 'home');
  await borrowMeasurement(home);
  source = join(folder, 'ntsc.mp4');
  await makeClip(source, { video: 'testsrc2=size=96x64:rate=30000/1001', frames: 60, codecOptions: { crf: '20' }, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'aac' }] });
  // Every other frame stays twice as long: 40 frames in two seconds, none of them evenly spaced.
  varying = join(folder, 'phone.mp4');
  await makeClip(varying, { video: 'testsrc2=size=96x64:rate=30', frames: 40, codecOptions: { crf: '20' }, bFrames: 0, timeBase: { num: 1, den: 3000 }, ptsOf: (frame) => Math.floor(frame / 2) * 300 + (frame % 2) * 100 });
  client = createClient(createInProcessTransport({ home }));
});
afterAll(async () => {
  await client.close();
  await lendMeasurement(home);
  await rm(folder, { recursive: true });
});

/** A second of the sequence at 25, from frame 10 of the source, in the units of either editor. */
async function panel(units: 'ticks' | 'frames', clip: Partial<PaperClip> = {}): Promise<{ readonly session: Session; readonly end: () => void } & Paper> {
  const paper = createPaper({ units, project: { id: 'p', name: 'p', path: join(folder, 'cut.prproj') }, clips: [{ id: 'a', path: source, from: 100, frames: 25, rate: '30000/1001', sourceFrom: 10, mediaFrames: 60, ...clip }] });
  const connection = { state: () => ({ kind: 'open' as const, error: null, version: '1', features: [] }), subscribe: () => () => undefined, pair: async () => undefined, startDaemon: async () => undefined, retry: () => undefined };
  const session = createSession({ link: { host: paper.host, connection, transport: { call: (name, request) => client[name](request as never) as never, subscribe: client.onEvent, bytes: client.bytes, close: async () => undefined } }, label: (name) => name });
  const end = session.start();
  session.choose({ form: { ...usualForm, quality: 'fast', style: 'plain', scale: '1' } });
  paper.editor.select('a');
  await until(session, () => session.state().cards[0]?.look.state === 'known');
  return { ...paper, session, end };
}
function until(session: Session, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => { if (holds()) { stop(); resolve(); } };
    const stop = session.subscribe(look);
    look();
  });
}
const ended = (session: Session) => until(session, () => session.state().works.some(({ entry, busy }) => busy === null && entry.state !== 'sent' && entry.state !== 'ready'));

describe.each(['ticks', 'frames'] as const)('in %s', (units) => {
  it('a clip of another rate comes back on its own grid, as long as it lies on the timeline', async () => {
    const { session, editor, end } = await panel(units);
    await session.restore();
    await ended(session);
    const { entry, job } = session.state().works[0]!;
    expect([entry.error, entry.state]).toEqual([null, 'placed']);
    // A second holds a little less than thirty frames of the source.
    expect(job!.clip).toMatchObject({ from: 10, to: 40, inFrame: 0, frames: 30, rate: { num: 30000, den: 1001 } });
    expect(editor.sheet().clips.at(-1)).toMatchObject({ track: 1, from: 100, frames: 25, sourceFrom: 0, rate: '30000/1001', path: entry.output });
    const made = await client.probe({ path: entry.output! });
    expect([made.audio.length, made.video?.codec, made.path.startsWith(join(folder, 'FrameWright'))]).toEqual([0, 'prores', true]);
    end();
  });

  it('a clip in slow motion is delivered at the rate at which it plays', async () => {
    const { session, editor, end } = await panel(units, { speed: { kind: 'constant', ratio: '1/2' } });
    await session.restore();
    await ended(session);
    const { entry, job } = session.state().works[0]!;
    expect([entry.error, job!.clip]).toMatchObject([null, { from: 10, to: 25, frames: 15, rate: { num: 15000, den: 1001 } }]);
    expect(editor.sheet().clips.at(-1)).toMatchObject({ from: 100, frames: 25, mediaFrames: 15, rate: '15000/1001' });
    expect((await client.probe({ path: entry.output! })).video!.rate.average).toEqual({ num: 15000, den: 1001 });
    end();
  });

  it('an edge beyond the media is filled with made frames, in the gap and to the frame', async () => {
    const { session, editor, end } = await panel(units);
    // 60 frames end 1.67 s after the in point at 10: 41.7 frames of the sequence are there, 16 of them unused.
    await session.extend(session.state().cards[0]!.id, 'end', { kind: 'frames', frames: 30 });
    await ended(session);
    const { entry, job } = session.state().works[0]!;
    expect(entry.extension).toMatchObject({ asked: 30, handle: 16, made: 16 });
    expect([entry.error, job!.clip]).toMatchObject([null, { from: 10, to: 60, inFrame: 0, frames: 66 }]);
    expect(editor.sheet().clips.at(-1)).toMatchObject({ track: 0, from: 125, frames: 30, sourceFrom: 29, mediaFrames: 66 });
    end();
  });
});

it('a clip of a varying rate comes back evenly, at the rate at which the editor reads it', async () => {
  const { session, editor, end } = await panel('ticks', { path: varying, rate: '30', sourceFrom: 15, mediaFrames: 60 });
  expect(session.state().cards[0]).toMatchObject({ look: { media: { video: { rate: { constant: false } } } }, hints: expect.arrayContaining(['variable-rate']) });
  await session.restore();
  await ended(session);
  const { entry } = session.state().works[0]!, made = await client.probe({ path: entry.output! });
  // From half a second on, one second: thirty frames, evenly.
  expect([entry.error, entry.state, entry.result]).toEqual([null, 'placed', { inFrame: 0, frames: 30, rate: { num: 30, den: 1 } }]);
  expect(made.video).toMatchObject({ rate: { constant: true, average: { num: 30, den: 1 } }, shape: { frames: 30 } });
  expect(editor.sheet().clips.at(-1)).toMatchObject({ track: 1, from: 100, frames: 25, sourceFrom: 0, rate: '30' });
  end();
});

it('an edge before the media is filled likewise, and the in point is found behind what was made', async () => {
  const { session, editor, end } = await panel('ticks');
  session.choose({ mode: 'track-above' });
  await session.extend(session.state().cards[0]!.id, 'start', { kind: 'frames', frames: 20 });
  await ended(session);
  const { entry, job } = session.state().works[0]!;
  // 20 frames at 25 are 0.8 s or 23.98 frames of the source, of which ten are there.
  expect(entry.extension).toMatchObject({ handle: 8, made: 14, side: 'before' });
  expect([entry.error, job!.clip]).toMatchObject([null, { from: 0, to: 40, inFrame: 14, frames: 54 }]);
  expect(editor.sheet().clips.at(-1)).toMatchObject({ track: 1, from: 80, frames: 45, sourceFrom: 0, mediaFrames: 54 });
  end();
});
