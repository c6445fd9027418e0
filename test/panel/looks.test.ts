// What the panel's pages work out before they draw: places on the mini-timeline, colours, time codes, menus.
import { describe, expect, it } from 'vitest';
import { editor as english } from '../../shared/panel/english-editor.ts';
import { luminance, readColour, tokensFor } from '../../shared/panel/editor/appearance.ts';
import { rateName, timecodeOf } from '../../shared/panel/editor/sequence-time.ts';
import { frameAt, offersFor, shareOf, stretchOf, windowOf } from '../../shared/panel/editor/stretch.ts';
import { instant } from '../../shared/panel/instant.ts';
import { commandOf, menuId } from '../../shared/panel/menu.ts';
import { createPaper, type PaperSetup } from '../hosts/paper/paper.ts';

async function laid(setup: PaperSetup) {
  const { host, editor } = createPaper({ clips: [{ id: 'before', from: 0, frames: 90 }, { id: 'a', from: 100, frames: 50, sourceFrom: 30, mediaFrames: 94 }, { id: 'after', from: 192, frames: 50 }], sequence: { playhead: 160, markIn: 96, markOut: 200 }, ...setup });
  editor.select('a');
  const [clip] = await host.selection(), context = await host.context();
  return { clip: clip!, context, around: await host.surroundings(clip!) };
}

describe.each(['ticks', 'frames'] as const)('the mini-timeline of an editor that counts in %s', (units) => {
  it('has handles, gaps, playhead and marks in frames from the clip\'s first', async () => {
    const { clip, around, context } = await laid({ units });
    expect(stretchOf(clip, around, context)).toEqual({ length: 50, start: { edge: 'start', handle: 30, room: 10 }, end: { edge: 'end', handle: 14, room: 42 }, playhead: 60, markIn: -4, markOut: 100 });
    expect(stretchOf(clip, around, { project: null, sequence: null })).toBeNull();
  });

  it('offers the targets that move an edge without a neighbour in the way', async () => {
    const { clip, around, context } = await laid({ units });
    expect(offersFor(clip, around, context, 'end').map(({ target, extension }) => [target.kind, extension.asked, extension.made])).toEqual([['fill-gap', 42, 28], ['to-playhead', 10, 0]]);
    expect(offersFor(clip, around, context, 'start').map(({ target, extension }) => [target.kind, extension.asked, extension.made])).toEqual([['fill-gap', 10, 0], ['to-mark', 4, 0]]);
  });
});

it('the window shows what was asked for whole, and finds the frame under a hand again', async () => {
  const { clip, around, context } = await laid({}), stretch = stretchOf(clip, around, context)!;
  for (const asked of [{ start: 0, end: 0 }, { start: 9, end: 0 }, { start: 0, end: 400 }]) {
    const view = windowOf(stretch, asked);
    expect([view.from < -asked.start - 24, view.to > 50 + asked.end]).toEqual([true, true]);
    for (const frame of [-20, 0, 7, 50, 50 + asked.end]) expect(frameAt(shareOf(frame, view), view)).toBe(frame);
    expect([shareOf(-1e6, view), shareOf(1e6, view)]).toEqual([0, 1]);
  }
});

describe('time', () => {
  const start = (rate: string, dropFrame: boolean, first = 0) => ({ rate, dropFrame, startsAt: instant(first, rate) });
  it('codes leave numbers out in drop-frame, and begin where the sequence begins', () => {
    expect([timecodeOf(instant(1800, '30000/1001'), start('30000/1001', true)), timecodeOf(instant(1800, '30000/1001'), start('30000/1001', false)), timecodeOf(instant(3600, '60000/1001'), start('60000/1001', true)), timecodeOf(instant(17_982, '30000/1001'), start('30000/1001', true))]).toEqual(['00:01:00;02', '00:01:00:00', '00:01:00;04', '00:10:00;00']);
    expect([timecodeOf(instant(30, '25'), start('25', false, 90_000)), timecodeOf(instant('254016000000', '254016000000'), start('24000/1001', false))]).toEqual(['01:00:01:05', '00:00:01:00']);
  });
  it('rates are named as editors say them', () => {
    expect(['25', '24000/1001', '30000/1001', '60000/1001', '48', '25/2'].map(rateName)).toEqual(['25', '23.976', '29.97', '59.94', '48', '12.5']);
  });
});

describe('colours of an editor', () => {
  it('are read however they are told', () => {
    expect(['#1d1d1d', '#fff', 'rgb(40, 40, 41)', 'rgba(0,0,0,0.5)', 'red', ''].map(readColour)).toEqual([[29, 29, 29], [255, 255, 255], [40, 40, 41], [0, 0, 0], null, null]);
    expect([luminance([255, 255, 255]), luminance([0, 0, 0]), luminance([118, 118, 118])].map((value) => Number(value.toFixed(3)))).toEqual([1, 0, 0.181]);
  });
  it('are taken only where our letters can be read on them', () => {
    expect(tokensFor({ theme: 'dark', background: '#1d1d1d' })['--ground']).toBe('rgb(29, 29, 29)');
    expect(tokensFor({ theme: 'dark', background: '#808080' })).toEqual({});
    expect(tokensFor({ theme: 'light', background: '#404040' })).toEqual({});
    expect(Object.keys(tokensFor({ theme: 'light', background: '#d6d6d6' }))).toContain('--surface');
    expect(tokensFor({ theme: 'dark', background: null })).toEqual({});
  });
});

it('ids of menu items are commands, and nothing else is', () => {
  for (const command of [{ name: 'restore', preset: null }, { name: 'restore', preset: 'best' }, { name: 'self-check', preset: null }] as const) expect(commandOf(menuId(command))).toEqual(command);
  expect([commandOf('with'), commandOf(''), commandOf('quit:best')]).toEqual([null, null, null]);
});

it('words for counts say one and many', () => {
  expect([english.timeline.valueText(1), english.timeline.valueText(-2), english.timeline.valueText(0), english.results.waiting(1), english.results.waiting(3)]).toEqual(['1 frame longer', '2 frames shorter', 'unchanged', 'A result waits to be placed', '3 results wait to be placed']);
});
