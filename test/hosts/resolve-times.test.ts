// Resolve's rates and timecode, as exact frames and back.
import { describe, expect, it } from 'vitest';
import { formatTimecode, parseTimecode, readFrameRate } from '../../plugin-resolve/timecode.ts';

describe('times', () => {
  it.each([['29.97 DF', '30000/1001', true], ['29.97', '30000/1001', false], ['23.976', '24000/1001', false], ['23.98', '24000/1001', false], ['59.94 DF', '60000/1001', true], ['47.952', '48000/1001', false], ['25', '25', false], ['24.0', '24', false], ['12.5', '25/2', false]])('%s is %s', (text, rate, dropFrame) => {
    expect(readFrameRate(text)).toEqual({ rate, dropFrame });
  });
  it('what is no rate is none', () => { expect([readFrameRate(''), readFrameRate('0'), readFrameRate('fast')]).toEqual([null, null, null]); });

  // SMPTE ST 12-1, annex: the minute's first two numbers are left out, but not in each tenth.
  it.each([[1799, '00:00:59;29'], [1800, '00:01:00;02'], [17981, '00:09:59;29'], [17982, '00:10:00;00'], [107892, '01:00:00;00'], [107892 + 1800, '01:01:00;02']])('frame %i is %s', (frame, text) => {
    expect(formatTimecode(frame, '30000/1001', true)).toBe(text);
    expect(parseTimecode(text, '30000/1001')).toEqual({ frame, dropFrame: true });
  });
  it('four numbers are left out at 59.94, none without drop frame', () => {
    expect([formatTimecode(3600, '60000/1001', true), formatTimecode(90_000, '25', false), parseTimecode('01:00:00:00', '25')?.frame, parseTimecode('01:00:00:25', '25')]).toEqual(['00:01:00;04', '01:00:00:00', 90_000, null]);
  });
  it('every frame of an hour comes back', () => {
    for (let frame = 0; frame < 108_000; frame += 7) if (parseTimecode(formatTimecode(frame, '30000/1001', true), '30000/1001')?.frame !== frame) expect.fail(`frame ${frame}`);
  });
});
