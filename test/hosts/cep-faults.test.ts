// What real Premieres were reported to do wrong, and what users do meanwhile: nothing is taken for done that is not there, and nothing of the user's is written over.
import { afterEach, expect, test } from 'vitest';
import { instant } from '../../shared/panel/instant.ts';
import { createCepHost } from '../../plugin-premiere/cep/adapter.ts';
import { noDesk } from '../../plugin-premiere/cep/desk.ts';
import { timelineOf } from './premiere/premiere.ts';
import { laid } from './premiere/seat.ts';
import { codes, picture, placement, setUp as makeStand, type Stand, type StandOptions } from './premiere/cep-stand.ts';

const stands: Stand[] = [];
afterEach(() => { for (const stand of stands.splice(0)) stand.close(); });
async function setUp(options?: StandOptions): Promise<Stand> {
  const stand = await makeStand(options);
  stands.push(stand);
  return stand;
}
const before = ['V1 [50,100) a.mov from 10', 'A1 [50,100) a.mov from 10'], result = 'V2 [50,100) r.mov from 0';
const shown = ({ premiere }: Stand): string[] => timelineOf(premiere);

test('an overwrite that reports success and places nothing ends in the bin', async () => {
  const stand = await setUp(), clip = await stand.selected();
  stand.premiere.faults.placesNothing = true;
  const placed = await stand.host.place(placement(clip));
  expect([placed.mode, codes(placed), placed.key, shown(stand)]).toEqual(['bin', ['not-placed'], null, before]);
});

test('a track that was locked meanwhile takes nothing', async () => {
  const stand = await setUp(), clip = await stand.selected();
  stand.premiere.activeSequence().video[0]!.locked = true;
  expect(codes(await stand.host.place(placement(clip, { mode: 'replace' })))).toEqual(['track-locked']);
  stand.premiere.activeSequence().video[1]!.locked = true;
  expect(await stand.host.place(placement(clip))).toMatchObject({ mode: 'track-above', track: 2 });
});

test('an import that is done later than it says is waited for; one that never comes is an error', async () => {
  const late = await setUp(), clip = await late.selected();
  late.premiere.faults.importLateMs = 60;
  expect((await late.host.place(placement(clip))).mode).toBe('track-above');
  const never = await setUp(), other = await never.selected();
  never.premiere.faults.importLateMs = null;
  await expect(never.host.place(placement(other))).rejects.toMatchObject({ code: 'host-failed' });
  never.premiere.faults.importRefused = true;
  await expect(never.host.place(placement(other))).rejects.toMatchObject({ code: 'host-failed' });
  expect(shown(never)).toEqual(before);
}, 60_000);

test('a result that came back a frame short is made whole again', async () => {
  const stand = await setUp(), clip = await stand.selected();
  stand.premiere.faults.offByOne = true;
  const placed = await stand.host.place(placement(clip));
  expect([placed.mode, codes(placed), shown(stand)[1]]).toEqual(['track-above', ['length-corrected'], result]);
  expect(placed.place!.out.at).toBe(clip.place.out.at);
});

test('the linked sound of a result is not laid over the user\'s', async () => {
  const stand = await setUp({ media: { '/results/r.mov': picture(50, 25, { sound: true }) } }), clip = await stand.selected();
  const placed = await stand.host.place(placement(clip));
  expect([codes(placed), shown(stand)]).toEqual([['sound-left-out'], ['V1 [50,100) a.mov from 10', 'V2 [50,100) Restored a.mov from 0', 'A1 [50,100) a.mov from 10']]);
});

test('without a free track one is made, where QE is there; else the result is in the bin', async () => {
  for (const hasQe of [true, false]) {
    const stand = await setUp({ hasQe }), clip = await stand.selected();
    for (const track of [1, 2]) stand.premiere.addClip(stand.sequence, stand.premiere.addMedia('/results/r.mov'), { track, start: 90, frames: 20 });
    expect((await stand.host.describe()).capabilities.makesTracks).toBe(hasQe);
    const placed = await stand.host.place(placement(clip));
    expect([placed.mode, placed.track, codes(placed)]).toEqual(hasQe ? ['track-above', 3, ['track-made']] : ['bin', null, ['no-free-track']]);
    expect(stand.premiere.activeSequence().video).toHaveLength(hasQe ? 4 : 3);
  }
});

test('values of effects that do not change are told: a larger result is not scaled', async () => {
  for (const paramsStay of [false, true]) {
    const stand = await setUp({ media: { '/results/r.mov': picture(50, 25, { size: { width: 1280, height: 960 } }) } }), clip = await stand.selected();
    stand.premiere.edit(null, (state) => { const [, motion] = state.sequences[0]!.video[0]!.items[0]!.components; motion!.params[1]!.value = 120; motion!.params[0]!.value = [0.25, 0.75]; });
    stand.premiere.faults.paramsStay = paramsStay;
    const placed = await stand.host.place(placement(clip)), [, motion] = stand.premiere.activeSequence().video[1]!.items[0]!.components;
    expect([codes(placed), motion!.params[1]!.value, motion!.params[0]!.value]).toEqual(paramsStay ? [['not-scaled'], 100, [0.5, 0.5]] : [['scaled'], 60, [0.25, 0.75]]);
  }
});

test('a clip with effects keeps them below, and one whose motion is animated is not scaled', async () => {
  const stand = await setUp(), clip = await stand.selected();
  stand.premiere.edit(null, (state) => {
    const item = state.sequences[0]!.video[0]!.items[0]!;
    item.components.push({ match: 'AE.ADBE Lumetri', name: 'Lumetri Color', params: [] });
    item.components[1]!.params[1]!.varying = true;
  });
  expect((await stand.host.find(clip))?.effects).toBe(1);
  expect(codes(await stand.host.place(placement(clip)))).toEqual(['not-scaled', 'effects-stay-below']);
});

test('a clip that moved is followed, one that was trimmed shows what is left, one that is gone is told', async () => {
  const moved = await setUp(), clip = await moved.selected(), tick = moved.sequence.ticksPerFrame;
  moved.premiere.edit('Move', (state) => { for (const track of [state.sequences[0]!.video[0]!, state.sequences[0]!.audio[0]!]) for (const one of track.items) { one.start += 30n * tick; one.end += 30n * tick; } });
  expect(codes(await moved.host.place(placement(clip)))).toEqual(['clip-moved']);
  expect(shown(moved)[1]).toBe('V2 [80,130) r.mov from 0');

  const trimmed = await setUp(), cut = await trimmed.selected();
  trimmed.premiere.drag(trimmed.clip.id, 'start', 60n * tick);
  trimmed.premiere.drag(trimmed.clip.id, 'end', 90n * tick);
  expect(codes(await trimmed.host.place(placement(cut)))).toEqual(['clip-changed']);
  expect(shown(trimmed)[1]).toBe('V2 [60,90) r.mov from 10');

  const part = await setUp(), whole = await part.selected(), sent = placement(whole, { shows: { from: 5, frames: 30, rate: '25' }, before: instant(-8, '25'), after: instant(-12, '25') });
  part.premiere.drag(part.clip.id, 'start', 53n * tick);
  part.premiere.drag(part.clip.id, 'end', 80n * tick);
  expect(codes(await part.host.place(sent))).toEqual(['clip-changed']);
  expect(shown(part)[1]).toBe('V2 [58,80) r.mov from 5');

  const gone = await setUp(), lost = await gone.selected();
  gone.premiere.edit('Delete', (state) => { state.sequences[0]!.video[0]!.items = []; });
  const placed = await gone.host.place(placement(lost));
  expect([placed.mode, codes(placed), await gone.host.find(lost)]).toEqual(['bin', ['clip-gone'], null]);
  for (const call of [() => gone.host.reveal(lost.key), () => gone.host.trim(lost, 'end', instant(1, '25')), () => gone.host.surroundings(lost)]) await expect(call()).rejects.toMatchObject({ code: 'clip-gone' });
});

test('in another session, when Premiere has renumbered everything, a clip is known by what it shows', async () => {
  const stand = await setUp(), clip = await stand.selected(), placed = await stand.host.place(placement(clip));
  stand.premiere.edit(null, (state) => { for (const track of state.sequences[0]!.video) track.items = track.items.map((item) => ({ ...item, id: `other-${item.id}` })); });
  expect((await stand.host.find(clip))?.place).toEqual(clip.place);
  await stand.host.revert(placed, clip);
  expect(shown(stand)).toEqual(before);
});

test('results are linked to a file that was moved', async () => {
  const stand = await setUp({ media: { '/elsewhere/r.mov': picture(50, 25) } }), clip = await stand.selected(), placed = await stand.host.place(placement(clip));
  await stand.host.relink(placed, '/elsewhere/r.mov');
  expect(stand.premiere.state().items.some(({ path }) => path === '/elsewhere/r.mov')).toBe(true);
  await expect(stand.host.relink(placed, '/nowhere/r.mov')).rejects.toMatchObject({ code: 'host-failed' });
});

test('an answer that comes back empty is a failure, and what was written is found on the next attempt', async () => {
  const stand = await setUp(), clip = await stand.selected();
  stand.cep.faults.emptyAnswers = 1;
  await expect(stand.host.place(placement(clip))).rejects.toMatchObject({ code: 'host-failed' });
  expect((await stand.host.place(placement(clip))).mode).toBe('track-above');
  expect(stand.premiere.inBin(stand.premiere.bin('FrameWright')!.id)).toHaveLength(1);
});

test('an answer that is lost on its way, whichever it was: the result is found where it lies', async () => {
  for (const name of ['import', 'overwrite', 'paint', 'layMotion']) {
    const stand = await setUp(), clip = await stand.selected(), { engine } = stand.cep;
    let lost = false;
    const host = createCepHost({ desk: noDesk, hasProgram: false, engine: { ...engine, evalScript: (code, answer) => engine.evalScript(code, (text) => {
      const loses = !lost && code.includes(`"${name}"`);
      lost ||= loses;
      answer(loses ? '' : text);
    }) } });
    await expect(host.place(placement(clip)), name).rejects.toMatchObject({ code: 'host-failed' });
    const placed = await host.place(placement(clip));
    expect([placed.mode, placed.track, shown(stand).length, laid(stand.premiere)[1]], name).toEqual(['track-above', 1, 3, result]);
    expect(stand.premiere.inBin(stand.premiere.bin('FrameWright')!.id)).toHaveLength(1);
    await host.revert(placed, clip);
    expect(shown(stand)).toEqual(before);
  }
});

test('two results that are imported at once, with sound and by two panels, are laid each above its own clip', async () => {
  const withSound = picture(50, 25, { sound: true }), stand = await setUp({ media: { '/results/r.mov': withSound, '/results/s.mov': withSound } }), { premiere, sequence, source, host, cep } = stand;
  const first = await stand.selected(), other = createCepHost({ engine: cep.engine, desk: noDesk, hasProgram: false });
  premiere.select(premiere.addClip(sequence, source, { track: 0, start: 120, frames: 50, from: 100 }).id);
  const [second] = await host.selection();
  premiere.faults.importLateMs = 50;
  await Promise.all([host.place(placement(first)), other.place(placement(second!, { path: '/results/s.mov' })), host.place(placement(second!, { path: '/results/s.mov' }))]);
  expect(laid(premiere).filter((line) => /^V[23]/.test(line))).toEqual(['V2 [50,100) r.mov from 0', 'V2 [120,170) s.mov from 0']);
});

test('a Premiere that does not answer is silent, not done', async () => {
  const stand = await setUp({ patienceMs: 300 }), clip = await stand.selected();
  stand.cep.faults.silent = true;
  await expect(stand.host.place(placement(clip))).rejects.toMatchObject({ code: 'host-silent' });
  stand.cep.faults.silent = false;
  expect((await stand.host.place(placement(clip))).mode).toBe('track-above');
});

test('a host script that Premiere has not loaded is loaded by the page', async () => {
  const stand = await setUp({ loaded: false });
  expect((await stand.host.describe()).version).toBe('25.5.0');
});

test('calls that Premiere rejects are told in its own words', async () => {
  const stand = await setUp();
  stand.premiere.faults.refuses.add('getSelection');
  await expect(stand.host.selection()).rejects.toMatchObject({ code: 'host-failed', message: expect.stringContaining('getSelection failed') });
  expect((await stand.host.check()).find(({ id }) => id === 'selection')).toMatchObject({ state: 'bad' });
});

test('kinds of clips that are no files are told, and footage that the user interpreted otherwise', async () => {
  const stand = await setUp({ media: { '/media/still.png': picture(0, 25, { rate: null, duration: 0n }) } }), { premiere, sequence } = stand;
  const kinds: [string, Parameters<typeof premiere.addMedia>[1], object][] = [
    ['nested', { kind: 'sequence', path: null }, {}], ['multicam', { multicam: true }, {}], ['nested', { merged: true }, {}], ['generator', { path: null, synthetic: true }, {}], ['media', { offline: true }, {}], ['adjustment', {}, { adjustment: true }], ['title', {}, { match: 'AE.ADBE Capsule' }],
  ];
  for (const [kind, item, clip] of kinds) {
    const made = premiere.addClip(sequence, premiere.addMedia('/media/a.mov', item), { track: 2, start: 300, frames: 10 }, clip);
    premiere.select(made.id);
    const [seen] = await stand.host.selection();
    expect([seen!.kind, seen!.offline]).toEqual([kind, item?.offline ?? false]);
    premiere.edit(null, (state) => { state.sequences[0]!.video[2]!.items = []; state.sequences[0]!.audio[2]!.items = []; });
  }
  premiere.edit(null, (state) => { Object.assign(state.items.find(({ id }) => id === stand.source.id)!, { reading: { rate: 23.976, pixelAspect: 1.0667, fields: 2, removePulldown: true } }); });
  expect(await stand.selected()).toMatchObject({ rate: '24000/1001', interpretation: { fieldOrder: 'tff', rate: { num: 24000, den: 1001 }, sar: { num: 10667, den: 10000 }, cadence: '3:2' } });
});

test('speed, direction and ramps', async () => {
  const stand = await setUp(), { premiere } = stand;
  const change = (change: object): void => premiere.edit(null, (state) => { Object.assign(state.sequences[0]!.video[0]!.items[0]!, change); });
  const tick = stand.sequence.ticksPerFrame;
  change({ speed: 2, out: 110n * tick });
  expect((await stand.selected()).speed).toEqual({ kind: 'constant', ratio: '2' });
  change({ speed: 0.5, out: 35n * tick, reversed: true });
  expect(await stand.selected()).toMatchObject({ speed: { kind: 'constant', ratio: '1/2' }, reversed: true });
  // The average of a ramp is told as its speed, but its span says otherwise.
  change({ speed: 0.5, out: 60n * tick });
  expect((await stand.selected()).speed).toEqual({ kind: 'varying' });
  change({ speed: 1, reversed: false, components: [{ match: 'AE.ADBE Time Remapping', name: 'Time Remapping', params: [{ name: 'Speed', value: 100, varying: true }] }] });
  expect(await stand.selected()).toMatchObject({ speed: { kind: 'varying' }, effects: 0 });
});

test('mixed rates: a result of 24000/1001 lies on a sequence of 25 with its exact length', async () => {
  const rate = 24000 / 1001, stand = await setUp({ media: { '/media/a.mov': picture(480, rate, { sound: true }), '/results/r.mov': picture(49, rate) } }), clip = await stand.selected();
  expect(clip.rate).toBe('24000/1001');
  const placed = await stand.host.place(placement(clip, { shows: { from: 0, frames: 49, rate: '24000/1001' } }));
  expect([placed.mode, placed.place!.in.at, placed.place!.out.at]).toEqual(['track-above', clip.place.in.at, clip.place.out.at]);
});
