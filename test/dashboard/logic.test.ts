// The parts of the pages that only reckon: forms out of schemas, wishes out of forms, places of pictures, time codes, jobs out of events.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createClient, type Transport } from '../../shared/client.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { wish } from '../../shared/preset.ts';
import { usualForm, wishOf, withRange, withStage } from '../../shared/panel/form.ts';
import { dragPicture, middle, placePicture } from '../../shared/panel/geometry.ts';
import { apply, createJobs, noJobs, withSegment } from '../../shared/panel/jobs.ts';
import { locateFile } from '../../shared/panel/locate.ts';
import { fileName, folderName, momentName } from '../../shared/panel/naming.ts';
import { sourceFrameOf } from '../../shared/panel/result-frame.ts';
import { fieldsOf, readField } from '../../shared/panel/schema.ts';
import { formatFrame, parseFrame } from '../../shared/panel/timecode.ts';
import { hrefOf, parseRoute, type Route } from '../../daemon/dashboard/browser/route.ts';
import { fakeJobs, fakeQuality } from './fake-jobs.ts';

const pal = { num: 25, den: 1 }, ntsc = { num: 30000, den: 1001 };

describe('fields of a schema', () => {
  const fields = fieldsOf(z.toJSONSchema(z.object({
    rate: z.enum(['field', 'single']).default('field').describe('How many.'), noise: z.union([z.literal('auto'), z.number().min(0).max(100)]).default('auto'),
    taps: z.int().min(1).max(16).default(6), limiter: z.boolean().default(false),
  })) as Record<string, unknown>);

  it('say what can be chosen, in which range, and whether auto is a value', () => {
    expect(fields).toEqual([
      { key: 'rate', kind: 'choice', options: ['field', 'single'], auto: false, usual: 'field', says: 'How many.' },
      { key: 'noise', kind: 'number', least: 0, most: 100, whole: false, auto: true, usual: 'auto', says: '' },
      { key: 'taps', kind: 'number', least: 1, most: 16, whole: true, auto: false, usual: 6, says: '' },
      { key: 'limiter', kind: 'switch', auto: false, usual: false, says: '' },
    ]);
  });

  it('read what was typed, and refuse what the daemon would', () => {
    const [rate, noise, taps] = fields;
    expect([readField(noise!, 'auto'), readField(noise!, '2,5'), readField(noise!, '101'), readField(noise!, 'x')]).toEqual(['auto', 2.5, null, null]);
    expect([readField(taps!, '4'), readField(taps!, '4.5'), readField(taps!, 'auto'), readField(taps!, '')]).toEqual([4, null, null, null]);
    expect([readField(rate!, 'single'), readField(rate!, 'other')]).toEqual(['single', null]);
  });
});

describe('the wish of a form', () => {
  it('says only what was chosen', () => {
    expect(wishOf(usualForm)).toEqual({ quality: 'balanced', stages: {} });
    const chosen = withStage({ ...usualForm, style: 'film', scale: '2', delivery: 'prores-422-hq', in: 10, out: null }, 'denoise', { strength: 0.4, method: undefined });
    const made = wishOf(chosen);
    expect(made).toEqual({ quality: 'balanced', style: 'film', scale: '2', delivery: 'prores-422-hq', stages: { denoise: { strength: 0.4 } }, range: { unit: 'frames', in: 10, out: null } });
    expect(wish.safeParse(made).success).toBe(true);
    expect(withStage(chosen, 'denoise', { strength: undefined }).stages).toEqual({});
  });

  it('keeps at least a frame between in and out', () => {
    const at = (change: { in?: number; out?: number }, form = usualForm) => { const next = withRange(form, change, 100); return [next.in, next.out]; };
    expect(at({ in: 20 })).toEqual([20, null]);
    expect(at({ out: 100 })).toEqual([null, null]);
    expect(at({ in: 50 }, { ...usualForm, out: 30 })).toEqual([50, 51]);
    expect(at({ out: 10 }, { ...usualForm, in: 30 })).toEqual([9, 10]);
    expect(at({ in: 99 }, { ...usualForm, out: 30 })).toEqual([99, null]);
  });
});

describe('places of pictures', () => {
  const window = { width: 400, height: 300 };
  it('fit whole, or lie pixel for pixel around a point without a gap', () => {
    expect(placePicture(window, { width: 1600, height: 800 }, 'fit', middle)).toEqual({ width: 400, height: 200, left: 0, top: 50 });
    expect(placePicture(window, { width: 1600, height: 800 }, 'full', middle, 2)).toEqual({ width: 800, height: 400, left: -200, top: -50 });
    expect(placePicture(window, { width: 1600, height: 800 }, 'full', { x: 0, y: 1 })).toEqual({ width: 1600, height: 800, left: 0, top: -500 });
    expect(placePicture(window, { width: 100, height: 100 }, 'full', middle)).toEqual({ width: 100, height: 100, left: 150, top: 100 });
  });

  it('follow a drag to their edges', () => {
    const place = placePicture(window, { width: 1600, height: 800 }, 'full', middle);
    expect(dragPicture(middle, window, place, -160, 0).x).toBeCloseTo(0.6);
    expect(dragPicture(middle, window, place, 5000, 5000)).toEqual({ x: 0.125, y: 0.1875 });
  });
});

describe('names', () => {
  it('time codes are what they were typed as', () => {
    for (const [frame, rate] of [[0, pal], [2112, pal], [107_892, ntsc], [24, pal]] as const) expect(parseFrame(formatFrame(frame, rate), rate)).toBe(frame);
    expect([formatFrame(2112, pal), parseFrame('1:00:12', pal), parseFrame('37', pal), parseFrame('0:25', pal), parseFrame('x', pal)]).toEqual(['0:01:24:12', 1512, 37, null, null]);
  });

  it('paths of both kinds of system', () => {
    expect([fileName('/a/b.mp4'), folderName('/a/b.mp4'), fileName('C:\\v\\b.mp4'), folderName('C:\\v\\b.mp4'), fileName('b.mp4'), folderName('b.mp4')]).toEqual(['b.mp4', '/a', 'b.mp4', 'C:\\v', 'b.mp4', '']);
  });

  it('moments say no more than is needed', () => {
    const now = new Date(2026, 10, 20, 12);
    expect([new Date(2026, 10, 20, 9, 5), new Date(2026, 10, 2, 9, 5), new Date(2024, 10, 2, 9, 5)].map((at) => momentName(at.toISOString(), 'en-GB', now))).toEqual(['09:05', '2 Nov, 09:05', '2 Nov 2024, 09:05']);
  });

  it('addresses lead back to their pages, whatever a path holds', () => {
    const routes: Route[] = [{ page: 'home' }, { page: 'queue', batch: null }, { page: 'queue', batch: 'b2' }, { page: 'watch' }, { page: 'job', job: 'abc', part: 'report' }, { page: 'clip', path: '/ö & ü/50% #1?.mp4' }];
    for (const route of routes) expect(parseRoute(hrefOf(route))).toEqual(route);
    expect(parseRoute('#/nowhere')).toEqual({ page: 'missing' });
  });
});

it('a result frame leads back to the source frame it shows', () => {
  const map = (runs: unknown, frames: number, constantRate: unknown = null) => ({ runs, frames, constantRate }) as never;
  const fields = map([{ kind: 'source', first: 5, count: 10 }, { kind: 'fields', first: 15, count: 10 }], 20);
  expect([0, 9, 10, 11, 19, 99].map((frame) => sourceFrameOf(fields, frame))).toEqual([5, 14, 15, 15, 19, 19]);
  const film = map([{ kind: 'cadence', first: 0, count: 8, span: 10, cycle: 5, keep: [0, 1, 3, 4] }], 8);
  expect([0, 2, 3, 4, 7].map((frame) => sourceFrameOf(film, frame))).toEqual([0, 3, 4, 5, 9]);
  expect(sourceFrameOf(map([{ kind: 'source', first: 0, count: 25 }], 50, { num: 50, den: 1 }), 49)).toBe(24);
});

describe('jobs out of events', () => {
  const [first] = fakeJobs('/v/a.mp4');
  const known = apply(noJobs, { kind: 'job', job: first!.id, summary: { ...first!, state: 'running', progress: 0.5 } });

  it('follow state, progress, hold and removal', () => {
    const moved = apply(known, { kind: 'progress', job: first!.id, fraction: 0.4, title: '', step: 1, steps: 1, next: null, frames: 0, framesTotal: 1, fps: null, secondsDone: 0, secondsLeft: null, device: 'cpu', load: null });
    expect(moved.jobs.get(first!.id)!.progress).toBe(0.5);
    expect(apply(known, { kind: 'state', job: first!.id, state: 'done', error: null }).jobs.get(first!.id)!.state).toBe('done');
    expect(apply(known, { kind: 'hold', why: 'An editor plays.' }).hold).toBe('An editor plays.');
    expect(apply(known, { kind: 'removed', job: first!.id }).jobs.size).toBe(0);
    expect(apply(known, { kind: 'state', job: 'unknown2', state: 'done', error: null })).toBe(known);
  });

  it('a segment that was made again replaces what was measured before', () => {
    const [a, b] = fakeQuality('x');
    expect(withSegment([a!, b!], { ...a!, similarity: 0.1 }).map(({ segment, similarity }) => [segment, similarity])).toEqual([[0, 0.1], [1, b!.similarity]]);
  });

  it('are asked for anew when events were lost, and the newest answer counts', async () => {
    const asked: ((jobs: unknown) => void)[] = [];
    let tell: (event: never) => void = () => undefined;
    const transport: Transport = {
      call: ((name: string) => (name === 'describe' ? Promise.resolve({ hold: null }) : new Promise((resolve) => { asked.push(resolve); }))) as never,
      subscribe: (listener) => { tell = listener as never; return () => undefined; }, bytes: () => Promise.reject(new FrameWrightError('picture-gone')), close: async () => undefined,
    };
    const jobs = createJobs(createClient(transport));
    jobs.start();
    tell({ kind: 'lost', count: null } as never);
    await expect.poll(() => asked.length).toBe(2);
    asked[1]!([first]);
    asked[0]!([]);
    await expect.poll(() => jobs.state().loaded).toBe(true);
    expect([...jobs.state().jobs.keys()]).toEqual([first!.id]);
  });
});

it('a dropped file is looked for by name and size, also one folder below the usual ones', async () => {
  const folders: Record<string, unknown[]> = { home: [], '/v': [{ name: 'a.mp4', path: '/v/a.mp4', kind: 'video', bytes: 9 }, { name: 'old', path: '/v/old', kind: 'folder', bytes: null }], '/v/old': [{ name: 'a.mp4', path: '/v/old/a.mp4', kind: 'video', bytes: 5 }] };
  const folder = async ({ path = 'home' }: { path?: string }) => {
    if (!folders[path]) throw new FrameWrightError('input-missing', { path, why: '' });
    return { path, entries: folders[path], places: [{ title: 'Videos', path: '/v' }, { title: 'Gone', path: '/gone' }] };
  };
  const client = { folder } as never;
  expect(await locateFile(client, { name: 'a.mp4', size: 5 }, [])).toEqual(['/v/old/a.mp4']);
  expect(await locateFile(client, { name: 'a.mp4', size: 9 }, ['/v/x.mp4'])).toEqual(['/v/a.mp4']);
  expect(await locateFile(client, { name: 'b.mp4', size: 9 }, [])).toEqual([]);
});
