// The notes of a project: what they keep, what goes first when they are full, and what is never written over.
import { describe, expect, it } from 'vitest';
import { emptyLedger, largestLedger, readLedger, writeLedger, type Entry, type Ledger } from '../../shared/panel/editor/ledger.ts';
import { usualSettings } from '../../shared/panel/editor/settings.ts';
import { errorFrom } from '../../shared/errors.ts';
import { momentName } from '../../shared/panel/naming.ts';
import { openStage } from './stage.ts';
import { hostClip } from '../hosts/paper/timeline.ts';

const clip = hostClip({ id: 'a', from: 0, frames: 50 }, { tracks: [], clips: [], bin: [] }, { id: 's', name: 's', rate: '25', dropFrame: false, width: 64, height: 48, playhead: 0, markIn: null, markOut: null }, 'ticks');
const entry = (id: string, state: Entry['state'] = 'placed'): Entry => ({
  id, job: `job-${id}`, clip, rendered: null, settings: usualSettings, mode: 'track-above', extension: null, state, at: '2026-11-20T10:00:00.000Z', output: '/r.mov', result: { inFrame: 0, frames: 50, rate: { num: 25, den: 1 } },
  placed: { mode: 'track-above', item: 'i', key: 'k', sequence: 's', track: 1, place: clip.place, notices: [{ code: 'clip-moved', reason: null }] }, error: null,
});
const ledger = (...entries: Entry[]): Ledger => ({ ...emptyLedger, entries });

describe('notes', () => {
  it('come back as they were written', () => {
    const whole = { ...ledger(entry('1'), { ...entry('2', 'failed'), output: null, result: null, placed: null, error: { code: 'clip-gone', values: { name: 'a' } } }), last: usualSettings, aside: 'ä' };
    expect(readLedger(writeLedger(whole))).toEqual({ kind: 'good', ledger: whole });
    expect([readLedger(null), readLedger(' ')]).toEqual([{ kind: 'good', ledger: emptyLedger }, { kind: 'good', ledger: emptyLedger }]);
  });

  it('tell damage and newer versions apart from themselves', () => {
    const good = JSON.parse(writeLedger(ledger(entry('1')))!) as { entries: Record<string, unknown>[]; framewright: number };
    const damaged = ['{', '[]', '7', '"a"', 'null', '{}', JSON.stringify({ ...good, framewright: 0 }), JSON.stringify({ ...good, settings: null }), JSON.stringify({ ...good, entries: {} })];
    for (const [field, wrong] of [['id', 7], ['state', 'gone'], ['clip', {}], ['mode', 'over'], ['extension', {}], ['result', { frames: '3' }], ['placed', { mode: 'bin' }], ['settings', {}]] as const) damaged.push(JSON.stringify({ ...good, entries: [{ ...good.entries[0], [field]: wrong }] }));
    for (const [field, wrong] of [['at', 'yesterday, maybe'], ['result', { inFrame: 0, frames: 50, rate: { num: 25, den: 0 } }], ['result', { inFrame: -1, frames: 50, rate: { num: 25, den: 1 } }], ['error', { code: 'internal', values: { what: {} } }],
      ['portion', { head: 3 }], ['settings', { ...usualSettings, strength: 7 }], ['settings', { ...usualSettings, form: { ...usualSettings.form, stages: { denoise: null } } }]] as const) damaged.push(JSON.stringify({ ...good, entries: [{ ...good.entries[0], [field]: wrong }] }));
    for (const text of damaged) expect([text, readLedger(text).kind]).toEqual([text, 'damaged']);
    expect(readLedger(JSON.stringify({ ...good, framewright: 2, entries: 'other' }))).toEqual({ kind: 'newer' });
  });

  it('stay within 256 KiB: the oldest ended orders go first, those under way stay', () => {
    const many = ledger(entry('first', 'sent'), ...Array.from({ length: 400 }, (_, i) => ({ ...entry(`${i}`), output: `/ä/${'x'.repeat(400)}.mov` })), entry('last', 'ready'));
    const text = writeLedger(many)!, read = readLedger(text);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(largestLedger);
    const kept = read.kind === 'good' ? read.ledger.entries.map(({ id }) => id) : [];
    expect([kept[0], kept.at(-1), kept.at(-2)]).toEqual(['first', 'last', '399']);
    expect(kept.length).toBeLessThan(400);
    expect(Number(kept[1])).toBe(402 - kept.length);
    expect(new TextEncoder().encode(text).length).toBeGreaterThan(largestLedger - 4096);
  });

  it('are not written where even what is under way does not fit', () => {
    expect(writeLedger(ledger(...Array.from({ length: 300 }, (_, i) => entry(`${i}`, 'sent'))))).toBeNull();
  });
});

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
/** The value with one leaf or branch after the other replaced. */
function* spoiled(value: Json, wrong: Json): Generator<Json> {
  yield wrong;
  if (typeof value !== 'object' || value === null) return;
  for (const name of Object.keys(value)) for (const other of spoiled((value as { [name: string]: Json })[name]!, wrong)) yield Array.isArray(value) ? value.map((one, i) => (String(i) === name ? other : one)) : { ...value, [name]: other };
}

describe('notes that somebody has changed', () => {
  it.each([null, -1, 'x', {}] as const)('one thing in them to %j, are damaged, or the panel goes on with them', async (wrong) => {
    const part = { head: { at: '0', rate: '25' }, tail: { at: '5', rate: '25' } }, texts: string[] = [];
    const good = JSON.parse(writeLedger(ledger({ ...entry('1', 'ready'), portion: part }, { ...entry('2', 'failed'), error: { code: 'clip-gone', values: { name: 'a' } } }))!) as Json;
    for (const notes of spoiled(good, wrong)) if (readLedger(JSON.stringify(notes)).kind === 'good') texts.push(JSON.stringify(notes));
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      const stage = await openStage({ clips: [{ id: 'a', from: 0, frames: 50 }] });
      stage.editor.openProject({ id: 'other', name: 'Other', path: null }, text);
      await stage.settle();
      await stage.session.placeAll();
      const { works, notes } = stage.session.state();
      expect(notes).not.toBe('failed');
      for (const { entry: { error, at } } of works) expect([error && errorFrom(error).message.length > 0, momentName(at, 'en').length > 0]).not.toContain(false);
    }
  });

  it('keep the name of an error that another version wrote', () => {
    expect(errorFrom({ code: 'of-tomorrow', values: {} })).toMatchObject({ code: 'internal', message: expect.stringContaining('of-tomorrow') });
  });
});
