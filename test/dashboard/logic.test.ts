// The parts of the pages that only reckon: forms out of schemas, wishes out of forms, places of pictures, time codes, jobs out of events.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createClient, type Transport } from '../../shared/client.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { interpretation, wish } from '../../shared/preset.ts';
import { rational } from '../../shared/time.ts';
import { english } from '../../shared/panel/english.ts';
import { habitOf, sameHabit, usualForm, wishOf, withRange, withStage } from '../../shared/panel/form.ts';
import { dragPicture, inShapeOf, middle, placePicture } from '../../shared/panel/geometry.ts';
import { apply, createJobs, noJobs, withSegment } from '../../shared/panel/jobs.ts';
import { locateFile } from '../../shared/panel/locate.ts';
import { fileName, folderName, momentName } from '../../shared/panel/naming.ts';
import { fieldsOf, readField, withValues, writeField, type FieldSchema } from '../../shared/panel/schema.ts';
import { formatFrame, parseFrame } from '../../shared/panel/timecode.ts';
import { elsewhere, wishFields } from '../../shared/panel/wish-fields.ts';
import { hrefOf, parseRoute, type Route } from '../../daemon/dashboard/browser/route.ts';
import { fakeJobs, fakeQuality } from './fake-jobs.ts';

const pal = { num: 25, den: 1 }, ntsc = { num: 30000, den: 1001 };

describe('fields of a schema', () => {
  const fields = fieldsOf(z.toJSONSchema(z.object({
    rate: z.enum(['field', 'single']).default('field').describe('How `many`.'), noise: z.union([z.literal('auto'), z.number().min(0).max(100)]).default('auto'),
    taps: z.int().min(1).max(16).default(6).meta({ title: 'Taps', unit: 'px' }), limiter: z.boolean().default(false), seconds: z.number().positive().nullable().default(null),
    limit: z.union([z.object({ bytes: z.int().positive() }), z.object({ bits: z.int().positive() })]).nullable().default(null), shape: rational.optional(), name: z.string().regex(/^a/).nullable(), both: z.object({ before: z.int() }).optional(),
  }), { io: 'input' }) as Record<string, unknown>);
  const bare = { title: '', unit: '', says: '', words: [], usual: '' }, bytes = { ...bare, key: 'bytes', kind: 'number' as const, least: 1, most: Number.MAX_SAFE_INTEGER, whole: true };

  it('say what can be chosen, in which range, and which words are values', () => {
    expect(fields).toEqual([
      { ...bare, key: 'rate', kind: 'choice', options: ['field', 'single'], usual: 'field', says: 'How many.' },
      { ...bare, key: 'noise', kind: 'number', least: 0, most: 100, whole: false, words: ['auto'], usual: 'auto' },
      { ...bare, key: 'taps', kind: 'number', least: 1, most: 16, whole: true, usual: 6, title: 'Taps', unit: 'px' },
      { ...bare, key: 'limiter', kind: 'switch', usual: false },
      { ...bare, key: 'seconds', kind: 'number', least: Number.EPSILON, most: Infinity, whole: false },
      { ...bare, key: 'limit', kind: 'variants', options: [], forms: [[bytes], [{ ...bytes, key: 'bits' }]] },
      { ...bare, key: 'shape', kind: 'ratio', says: expect.stringMatching(/fraction/) }, { ...bare, key: 'name', kind: 'text', pattern: '^a' },
      { ...bare, key: 'both', kind: 'group', fields: [{ ...bytes, key: 'before', least: Number.MIN_SAFE_INTEGER }] },
    ]);
  });

  it('read what was typed, and refuse what the daemon would', () => {
    const [rate, noise, taps, , seconds, , shape, name] = fields;
    expect([readField(noise!, 'auto'), readField(noise!, '2,5'), readField(noise!, '101'), readField(noise!, 'x')]).toEqual(['auto', 2.5, null, null]);
    expect([readField(taps!, '4'), readField(taps!, '4.5'), readField(taps!, 'auto'), readField(taps!, ''), readField(taps!, '0.01k')]).toEqual([4, null, null, null, null]);
    expect([readField(rate!, 'single'), readField(rate!, 'other')]).toEqual(['single', null]);
    expect([readField(seconds!, '0'), readField(seconds!, '90')]).toEqual([null, 90]);
    expect(['700 MB', '4.5G', '8 Mbit/s', '1234', '-1', '2 parrots'].map((text) => readField(bytes, text))).toEqual([700e6, 4.5e9, 8e6, 1234, null, null]);
    expect(['25', '23.976', '30000/1001', '0', '4/0', 'x'].map((text) => readField(shape!, text))).toEqual([{ num: 25, den: 1 }, { num: 24000, den: 1001 }, { num: 30000, den: 1001 }, null, null, null]);
    expect([readField(name!, 'abc'), readField(name!, 'b')]).toEqual(['abc', null]);
    expect([writeField(undefined), writeField(2.5), writeField({ num: 24000, den: 1001 })]).toEqual(['', '2.5', '24000/1001']);
  });
});

describe('fields of a wish', () => {
  const schema = z.toJSONSchema(wish, { io: 'input' }) as Record<string, unknown>, groups = wishFields(schema), placed = groups.flatMap(({ fields }) => fields);

  it('are all on the form, each once, with a control, a name and help', () => {
    const of = (part: 'more' | 'better'): string[] => groups.flatMap(({ group, fields }) => ((group === 'better') === (part === 'better') ? fields.map(({ key }) => key) : []));
    expect([...of('more'), ...elsewhere].sort()).toEqual(Object.keys(wish.shape).sort());
    expect(of('better').sort()).toEqual(Object.keys(interpretation.unwrap().shape).sort());
    const within = (field: FieldSchema): readonly FieldSchema[] => [field, ...(field.kind === 'group' ? field.fields : field.kind === 'variants' ? field.forms.flat() : [])];
    const words = placed.flatMap(within);
    expect(words.filter(({ key }) => !english.wish.titles[key]).map(({ key }) => key)).toEqual([]);
    expect(words.filter(({ key, says }) => /null/.test(english.wish.helps[key] ?? says) || (english.wish.helps[key] ?? says) === '').map(({ key }) => key)).toEqual([]);
    const options = words.flatMap((field) => (field.kind === 'choice' || field.kind === 'variants' ? field.options.map((option) => [field.key, option] as const) : []));
    expect(options.filter(([key, option]) => !english.wish.options[key]?.[option])).toEqual([]);
  });

  it('are said only when set, as the daemon reads them', () => {
    const more = { crop: { left: 8, top: 0, width: 464, height: 360 }, constantRate: { num: 25, den: 1 }, size: { bytes: 700e6 }, handles: { before: 12 }, tile: 'off', xmp: true }, better = { fieldOrder: 'bff', sar: { num: 16, den: 11 } };
    const made = wishOf({ ...usualForm, more, better });
    expect(made).toEqual({ quality: 'balanced', stages: {}, ...more, interpretation: better });
    expect(wish.parse(made)).toMatchObject({ ...more, handles: { before: 12, after: 0 }, interpretation: better });
    expect(withValues(more, { crop: undefined, xmp: undefined, size: undefined, handles: undefined, tile: undefined, constantRate: undefined } as never)).toEqual({});
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

  it('knows what holds for the next clip as well', () => {
    const chosen = { ...usualForm, style: 'film', scale: '2', more: { xmp: true }, in: 3 };
    expect(habitOf(chosen)).toEqual({ quality: 'balanced', style: 'film', scale: '2', delivery: null });
    expect([sameHabit(chosen, { ...usualForm, style: 'film', scale: '2' }), sameHabit(chosen, usualForm)]).toEqual([true, false]);
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

  it('stand as viewers show them', () => {
    expect([inShapeOf(null, { width: 1920, height: 1080 }), inShapeOf({ width: 270, height: 480 }, { width: 1920, height: 1080 })]).toEqual([{ width: 1920, height: 1080 }, { width: 1080, height: 1920 }]);
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
    const routes: Route[] = [{ page: 'home' }, { page: 'panel' }, { page: 'queue', batch: null }, { page: 'queue', batch: 'b2' }, { page: 'watch' }, { page: 'job', job: 'abc', part: 'report' }, { page: 'clip', path: '/ö & ü/50% #1?.mp4' }];
    for (const route of routes) expect(parseRoute(hrefOf(route))).toEqual(route);
    expect(parseRoute('#/nowhere')).toEqual({ page: 'missing' });
  });
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
