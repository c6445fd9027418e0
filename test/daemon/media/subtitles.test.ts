import { describe, expect, it } from 'vitest';
import { convertSubtitles, isTextSubtitle, type Cue } from '../../../daemon/media/subtitles.ts';

const cue = (pts: number, duration: number, text: string): Cue => ({ pts, duration, data: Buffer.from(text) });
const run = (from: string, to: 'subrip' | 'mov_text', cues: readonly Cue[]): Cue[] => {
  const converter = convertSubtitles(from, to);
  return [...cues.flatMap((each) => converter.push(each)), ...converter.flush()];
};
const shown = (cues: readonly Cue[]): [number, number, string][] => cues.map(({ pts, duration, data }) => [pts, duration, data.toString('utf8', 2, 2 + data.readUInt16BE())]);

describe('convertSubtitles', () => {
  it('makes a sequence for MP4: gaps are empty samples, overlaps are shown together', () => {
    const cues = [cue(1000, 2000, 'One'), cue(2500, 1500, 'Zwei\r\nlines'), cue(6000, 500, 'Three')];
    expect(shown(run('subrip', 'mov_text', cues))).toEqual([
      [0, 1000, ''], [1000, 1500, 'One'], [2500, 500, 'One\nZwei\nlines'], [3000, 1000, 'Zwei\nlines'], [4000, 2000, ''], [6000, 500, 'Three'],
    ]);
  });

  it('shows a cue without an end until the next one', () => {
    expect(shown(run('webvtt', 'mov_text', [cue(0, 0, 'a'), cue(700, 0, 'b')]))).toEqual([[0, 700, 'a'], [700, 5000, 'b']]);
  });

  it('keeps bold, italic and underline on the way there and back, whatever the language', () => {
    const there = run('subrip', 'mov_text', [cue(0, 100, '日本 <i>italic</i> &amp; <b><i>both</i></b>')]);
    const back = run('mov_text', 'subrip', there);
    expect(back.map(({ data }) => data.toString())).toEqual(['日本 <i>italic</i> & <i><b>both</b></i>']);
  });

  it('reads ASS dialogue', () => {
    const [only] = run('ass', 'subrip', [cue(0, 100, '0,0,Default,,0,0,0,,{\\pos(1,2)\\i1}Hello,{\\i0} you\\Nthere')]);
    expect(only!.data.toString()).toBe('<i>Hello,</i> you\nthere');
  });

  it('leaves out what says nothing: positions, voices, empty samples', () => {
    expect(run('mov_text', 'subrip', [{ pts: 0, duration: 10, data: Buffer.from([0, 0]) }])).toEqual([]);
    expect(run('webvtt', 'subrip', [cue(0, 10, '<v Anna>Hi</v> <00:00:01.000>there')])[0]!.data.toString()).toBe('Hi there');
    expect(run('subrip', 'subrip', [cue(0, 10, '{\\an8}Top')])[0]!.data.toString()).toBe('Top');
  });

  it('knows what is text', () => {
    expect(['subrip', 'ass', 'mov_text', 'webvtt', 'text'].every(isTextSubtitle)).toBe(true);
    expect(isTextSubtitle('hdmv_pgs_subtitle')).toBe(false);
    expect(() => convertSubtitles('dvd_subtitle', 'subrip')).toThrow(RangeError);
  });
});
