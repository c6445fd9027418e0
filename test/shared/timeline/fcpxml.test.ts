// FCPXML as its writers differ, and files that are none.
import { describe, expect, it } from 'vitest';
import { readTimeline } from '../../../shared/timeline/formats.ts';
import { fraction } from '../../../shared/timeline/fraction.ts';
import { clipsOf, type Clip, type Link } from '../../../shared/timeline/model.ts';

const asset = '<asset id="r2" name="A" src="file:///clips/A.mov" start="3600s" duration="100s" hasVideo="1" hasAudio="1" format="r1"/>';
const document = (spine: string, { version = '1.8', resources = asset, sequence = 'tcStart="0s"' } = {}): string =>
  `<?xml version="1.0"?>\n<!DOCTYPE fcpxml>\n<fcpxml version="${version}"><resources><format id="r1" frameDuration="1/25s" width="64" height="48"/>${resources}</resources>\n<library><event><project name="p"><sequence format="r1" ${sequence}><spine>${spine}</spine></sequence></project></event></library></fcpxml>`;
const read = (text: string) => readTimeline('fcpxml', text, '/cuts/a.fcpxml');
const items = (spine: string, more = {}) => read(document(spine, more)).timelines[0]!.tracks;
const firstClip = (spine: string): Clip => clipsOf({ tracks: items(spine) })[0]!;
const link: Link = { path: '/r/x.mov', name: 'x.mov', number: 1, available: { start: fraction(10), duration: fraction(8) }, source: fraction(12), rate: fraction(25), width: 64, height: 48, sound: { channels: 2, rate: 48000, tracks: 1 } };

describe('clips', () => {
  it('begin with their media unless trimmed', () => { expect(firstClip('<asset-clip ref="r2" duration="2s"/>')).toMatchObject({ source: fraction(3600), duration: fraction(2) }); });
  it('of 1.8, with video inside, show the same pictures of other media', () => {
    const old = document('<clip name="c" offset="0s" start="5s" duration="4s"><video ref="r2" offset="1s" start="3600s" duration="100s"><audio ref="r2" lane="-1" offset="3600s" start="3600s" duration="100s"/><marker start="3605s" value="m"/></video></clip>');
    expect(clipsOf(read(old).timelines[0]!)[0]).toMatchObject({ source: fraction(3604), duration: fraction(4) });
    const text = read(old).rewrite(new Map([[0, link]])), made = read(text);
    expect(clipsOf(made.timelines[0]!)[0]).toMatchObject({ source: fraction(12), duration: fraction(4), media: { path: '/r/x.mov' } });
    // The whole result lies in the clip, two seconds of it before the clip's start; its sound beside it, the marker on its picture.
    expect(text).toContain('<video ref="framewright-r1" offset="3s" start="10s" duration="8s"><audio ref="framewright-r1" lane="-1" offset="10s" start="10s" duration="8s"/><marker start="13s" value="m"/></video>');
    expect(text).toMatch(/<asset id="framewright-r1"[^>]* src="file:\/\/\/r\/x\.mov"/);
  });
  it('with a time map keep their own time, and the map leads elsewhere', () => {
    const spine = '<asset-clip ref="r2" start="0s" duration="5s"><timeMap><timept time="0s" value="3602s"/><timept time="10s" value="3622s"/></timeMap><marker start="1s" value="m"/></asset-clip>';
    expect(firstClip(spine)).toMatchObject({ source: fraction(3602), speed: fraction(2) });
    const text = read(document(spine, { version: '1.11' })).rewrite(new Map([[0, link]]));
    expect(text).toContain('start="0s" duration="5s"><timeMap><timept time="0s" value="12s"/><timept time="10s" value="32s"/></timeMap><marker start="1s"');
    expect(text).toContain('<media-rep kind="original-media" src="file:///r/x.mov"/>');
  });
  it.each([
    ['<asset-clip ref="r2" duration="2s"><timeMap><timept time="0s" value="2s"/><timept time="2s" value="0s"/></timeMap></asset-clip>', fraction(-1)], ['<asset-clip ref="r2" duration="2s"><timeMap><timept time="0s" value="2s"/><timept time="2s" value="2s"/></timeMap></asset-clip>', fraction(0)],
    ['<asset-clip ref="r2" duration="2s"><timeMap><timept time="0s" value="0s"/><timept time="1s" value="2s"/><timept time="2s" value="3s"/></timeMap></asset-clip>', null], ['<asset-clip ref="r2" duration="2s"><timeMap><timept time="0s" value="0s"/></timeMap></asset-clip>', null],
    ['<asset-clip ref="r2" duration="2s"><conform-rate srcFrameRate="24"/></asset-clip>', null], ['<asset-clip ref="r2" duration="2s"><conform-rate srcFrameRate="24" scaleEnabled="0"/></asset-clip>', fraction(1)],
  ])('%s', (spine, speed) => { expect(firstClip(spine).speed).toEqual(speed); });
  it('of other kinds stay, with the reason', () => {
    const [track] = items('<title name="t" duration="1s"/><ref-clip ref="r9" duration="1s"/><mc-clip ref="r9" duration="1s"/><video ref="r8" duration="1s"/><audition><asset-clip ref="r2" name="picked" duration="1s"/><asset-clip ref="r2" duration="1s"/></audition>');
    expect(track!.items.map((item) => (item.kind === 'other' ? item.why.slice(0, 14) : item.kind === 'clip' && item.name))).toEqual(['It is a title,', 'It is a compou', 'It is a compou', 'It is made by ', 'picked']);
  });
});

describe('lanes', () => {
  it('are tracks, with what hangs on what hangs', () => {
    const tracks = items(`<asset-clip ref="r2" name="main" start="3610s" duration="10s">
      <asset-clip ref="r2" lane="1" name="up" offset="3612s" start="3600s" duration="4s"><asset-clip ref="r2" lane="1" name="higher" offset="3601s" duration="1s"/></asset-clip>
      <spine lane="2" offset="3611s"><asset-clip ref="r2" name="story" duration="2s"/><gap duration="1s"/><asset-clip ref="r2" name="line" duration="2s"/></spine>
      <asset-clip ref="r2" lane="-1" srcEnable="audio" name="heard" offset="3610s" duration="3s"/></asset-clip>`);
    expect(tracks.map(({ kind, items: all }) => [kind, ...all.map((item) => (item.kind === 'clip' ? item.name : `${item.kind} ${item.kind === 'gap' ? Number(item.duration.num) : ''}`))])).toEqual([
      ['video', 'main'], ['video', 'gap 2', 'up'], ['video', 'gap 3', 'higher'], ['video', 'gap 1', 'story', 'gap 1', 'line'], ['audio', 'heard'],
    ]);
  });
  it('a transition lies where it says', () => {
    const [track] = items('<asset-clip ref="r2" offset="0s" duration="10s"/><transition offset="9s" duration="3s" name="x"/><asset-clip ref="r2" offset="10s" duration="5s"/>');
    expect(track!.items[1]).toEqual({ kind: 'transition', name: 'x', before: fraction(1), after: fraction(2) });
  });
});

describe('files that are none', () => {
  it.each([
    ['<?xml version="1.0"?>\n<!DOCTYPE fcpxml [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]>\n<fcpxml version="1.10">&b;</fcpxml>', /Line 2: Its document type declares/], ['<!DOCTYPE fcpxml SYSTEM "file:///etc/passwd"><fcpxml version="1.10"><x>&e;</x></fcpxml>', /undefined entity/i],
    [`<fcpxml version="1.10">${'<a>'.repeat(100_000)}`, /nested more than 200 deep/], ['<fcpxml version="1.10">\n<resources>\n</fcpxml>', /Line 3/], ['<xmeml version="5"/>', /Final Cut Pro 7 XML/], ['<fcpxml version="1.5"/>', /FCPXML 1\.5; 1\.8 to/], ['<fcpxml version="1.9"/>', /no project/],
    [document('\n<asset-clip ref="r2" duration="1/0s"/>'), /Line 5: duration="1\/0s" is no time/], [document('', { sequence: 'format="none"' }).replace('format="r1" format', 'format'), /no format with a frame duration/], ['', /Line 1/], ['<fcpxml version="1.9"><resources><asset name="x"/></resources></fcpxml>', /asset has no id/],
  ])('%#', (text, says) => { expect(() => read(text)).toThrow(says); });
});
