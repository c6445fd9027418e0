// The notes of a project: what they keep, what goes first when they are full, and what is never written over.
import { describe, expect, it } from 'vitest';
import { emptyLedger, largestLedger, readLedger, writeLedger, type Entry, type Ledger } from '../../shared/panel/editor/ledger.ts';
import { usualSettings } from '../../shared/panel/editor/settings.ts';
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
