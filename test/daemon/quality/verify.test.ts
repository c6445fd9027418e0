import { beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probe } from '../../../daemon/media/probe.ts';
import { verifyFile } from '../../../daemon/quality/verify.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { material } from '../../fixtures/shared.ts';
import { makeRich } from '../media/rich.ts';
import { restoreWhole, type Whole } from './whole.ts';

let source: string;
const results = new Map<string, Whole>();
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fw-verify-'));
  source = join(folder, 'holiday.mkv');
  // Variable rate: every fifth frame is shown twice as long.
  await makeClip(source, {
    video: 'testsrc2=size=96x64:rate=25', frames: 30, timeBase: { num: 1, den: 1000 }, ptsOf: (i) => (i + Math.floor(i / 5)) * 40, sar: { num: 16, den: 15 }, bFrames: 2,
    colour: { matrix: 6, primaries: 6, transfer: 6, range: 1 }, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'aac', language: 'fra' }],
  });
  for (const container of ['mkv', 'mp4', 'mov'] as const) results.set(container, await restoreWhole(source, { scale: '1', container, stages: { denoise: { strength: 'off' } } }));
});

describe('a delivered file', () => {
  it('that is as planned has no differences, in every container', async () => {
    for (const [container, whole] of results) expect(await verifyFile(whole), container).toEqual({ differences: [], words: [] });
  });
  it('with a frame too many or at another time is found out', async () => {
    const whole = results.get('mkv')!, { plan, index } = whole;
    const late = { ...index, pts: index.pts.map((pts, i) => (i === 12 ? pts + 3 : pts)) };
    expect((await verifyFile({ ...whole, index: late })).differences).toEqual([expect.stringMatching(/^Frame 12 is shown at 0\.560000 s; 0\.563000 s was planned/)]);
    expect((await verifyFile({ ...whole, plan: { ...plan, map: { ...plan.map, frames: 31 } } })).differences).toEqual(['It has 30 frames; 31 were planned.']);
  });
  it('has rising times where frames crowd into a millisecond, by the rule that the plan says', async () => {
    const crowded = join(await mkdtemp(join(tmpdir(), 'fw-crowded-')), 'crowded.mp4');
    // Frames 6 to 8 lie a tenth of a millisecond apart, among B pictures.
    const ptsOf = (i: number): number => 3600 * (i < 7 ? i : i < 9 ? 6 : i - 2) + (i === 7 ? 9 : i === 8 ? 18 : 0);
    await makeClip(crowded, { video: 'testsrc2=size=96x64:rate=25', frames: 20, timeBase: { num: 1, den: 90000 }, ptsOf, bFrames: 2 });
    const whole = await restoreWhole(crowded, { scale: '1', container: 'mkv', delivery: 'hevc', stages: { denoise: { strength: 'off' } } });
    expect(await verifyFile(whole)).toEqual({ differences: [], words: [] });
    expect(whole.plan.notices.join(' ')).toContain('by half a millisecond at most, but for 2 frames that come too soon after the one before: each takes the next free millisecond, up to 1.8 ms late.');
    expect([...(await probe(whole.path, { home: whole.home })).index.pts].slice(5, 10)).toEqual([200, 240, 241, 242, 280]);
    const late = { ...whole.index, pts: whole.index.pts.map((time, i) => (i === 8 ? time + 3000 : time)) };
    expect((await verifyFile({ ...whole, index: late })).differences).toEqual([expect.stringMatching(/^Frame 8 is shown at 0\.242000 s/)]);
  });
  it('whose picture, tags or streams are not as planned is found out', async () => {
    const whole = results.get('mp4')!, { plan, muxed } = whole;
    const video = { ...plan.delivery.video, width: 98, sar: { num: 1, den: 1 } };
    const found = (await verifyFile({
      ...whole, muxed: { ...muxed, streamHashes: { ...muxed.streamHashes, 1: 'f'.repeat(64) } },
      plan: { ...plan, delivery: { ...plan.delivery, video, rotation: 90, timecode: '01:00:00:00' }, result: { ...plan.result, colour: { ...plan.result.colour, matrix: 'bt709' } } },
    })).differences;
    expect(found).toEqual([
      'Its width is 96; 98 was planned.', 'Its pixel aspect is 16/15; 1 was planned.', 'Its rotation is 0; 90 was planned.', 'Its colour matrix is smpte170m; bt709 was planned.',
      'Its timecode is none; 01:00:00:00 was planned.', 'Stream 1 of the source was to be copied, but its bytes changed.',
    ]);
  });
  it('whose picture or sound has other bytes than were made, or another codec, is found out', async () => {
    for (const [container, whole] of results) {
      const { muxed, plan } = whole;
      expect(Object.keys(muxed.streamHashes), container).toEqual(['0', '1']);
      expect((await verifyFile({ ...whole, muxed: { ...muxed, streamHashes: { ...muxed.streamHashes, 0: 'f'.repeat(64) } } })).differences).toEqual(['The bytes made of stream 0 of the source (video) changed on their way into the file.']);
      const streams = plan.streams.map((each) => (each.type === 'audio' ? { ...each, becomes: 'flac' } : each));
      expect((await verifyFile({ ...whole, plan: { ...plan, streams } })).differences).toEqual(['Its codec of stream 1 is aac; flac was planned.']);
      expect((await verifyFile({ ...whole, muxed: { ...muxed, streams: muxed.streams.slice(0, 1) } })).differences).toEqual(['Stream 1 of the source (audio) is missing.']);
    }
  });
  it('with subtitles and a cover is as planned in every container', async () => {
    const rich = join(await mkdtemp(join(tmpdir(), 'fw-rich-')), 'rich.mkv');
    await makeRich(rich);
    for (const container of ['mkv', 'mp4', 'mov'] as const) {
      const whole = await restoreWhole(rich, { scale: '1', container, stages: { denoise: { strength: 'off' } } });
      expect(await verifyFile(whole), container).toEqual({ differences: [], words: [] });
      const subtitle = whole.muxed.streams.find(({ source }) => source === 2)!;
      expect(whole.muxed.streamHashes[subtitle.source]).toMatch(/^[0-9a-f]{64}$/);
    }
  });
  it('that says other words than the source is told of', async () => {
    const whole = results.get('mkv')!, { plan } = whole, audio = plan.media.audio.map((stream) => ({ ...stream, title: 'Ton', disposition: ['comment', 'karaoke'] }));
    const { differences, words } = await verifyFile({ ...whole, plan: { ...plan, media: { ...plan.media, audio }, delivery: { ...plan.delivery, metadata: { title: 'A film' } } } });
    expect(differences).toEqual([]);
    expect(words).toEqual(['Stream 1 is not marked as comment, as stream 1 of the source is.', 'Stream 1 is called "", and stream 1 of the source "Ton".', 'The tag title ("A film") is missing.']);
  });
  it('that lost captions or HDR10+ of a whole film is found out', async () => {
    const whole = results.get('mp4')!, { plan } = whole, { media, delivery, result } = plan;
    const video = { ...media.video, closedCaptions: true, hdr: { ...media.video.hdr, dynamic: ['hdr10+' as const] } };
    const planned = { ...plan, media: { ...media, video }, delivery: { ...delivery, video: { ...delivery.video, codec: 'hevc' } }, result: { ...result, colour: { ...result.colour, transfer: 'smpte2084' } } };
    const lost = ['It has no closed captions; the source has, and they were to go with their pictures.', 'It has no HDR10+ metadata; the source has, and it was to go with every picture.'];
    expect((await verifyFile({ ...whole, plan: planned })).differences).toEqual(expect.arrayContaining(lost));
    expect((await verifyFile({ ...whole, plan: { ...planned, clip: { ...plan.clip, in: 1 } } })).differences).not.toEqual(expect.arrayContaining([lost[0]]));
  });
  it('that lost a stream or its language is found out', async () => {
    const whole = results.get('mov')!, { muxed, plan } = whole;
    expect((await verifyFile({ ...whole, muxed: { ...muxed, streamHashes: {}, streams: [{ source: 0, result: 0 }, { source: 1, result: 4 }] } })).differences).toEqual(['Stream 1 of the source (audio) is missing.']);
    const spoken = plan.media.audio.map((stream) => ({ ...stream, language: 'deu' }));
    expect((await verifyFile({ ...whole, plan: { ...plan, media: { ...plan.media, audio: spoken } } })).differences).toEqual(['Its language of stream 1 is fra; deu was planned.']);
  });
});

const graded = material('testdata/fate/hdr10tags-both.mkv');
// x265 repeats its headers in every key frame of HDR, and MP4 holds them once.
it.skipIf(!graded)('HDR10 as HEVC in MP4 is as planned', async () => {
  const whole = await restoreWhole(graded!, { quality: 'fast', scale: '1', delivery: 'hevc', container: 'mp4', range: { unit: 'frames', in: 0, out: 2 } });
  expect((await verifyFile(whole)).differences).toEqual([]);
});
