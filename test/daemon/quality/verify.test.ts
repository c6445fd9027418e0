import { beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyFile } from '../../../daemon/quality/verify.ts';
import { makeClip } from '../../fixtures/clip.ts';
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
    for (const [container, whole] of results) expect(await verifyFile(whole), container).toEqual([]);
  });
  it('with a frame too many or at another time is found out', async () => {
    const whole = results.get('mkv')!, { plan, index } = whole;
    const late = { ...index, pts: index.pts.map((pts, i) => (i === 12 ? pts + 3 : pts)) };
    expect(await verifyFile({ ...whole, index: late })).toEqual([expect.stringMatching(/^Frame 12 is shown at 0\.560000 s; 0\.563000 s was planned/)]);
    expect(await verifyFile({ ...whole, plan: { ...plan, map: { ...plan.map, frames: 31 } } })).toEqual(['It has 30 frames; 31 were planned.']);
  });
  it('whose picture, tags or streams are not as planned is found out', async () => {
    const whole = results.get('mp4')!, { plan, muxed } = whole;
    const video = { ...plan.delivery.video, width: 98, sar: { num: 1, den: 1 } };
    const found = await verifyFile({
      ...whole, muxed: { ...muxed, streamHashes: { ...muxed.streamHashes, 1: 'f'.repeat(64) } },
      plan: { ...plan, delivery: { ...plan.delivery, video, rotation: 90, timecode: '01:00:00:00' }, result: { ...plan.result, colour: { ...plan.result.colour, matrix: 'bt709' } } },
    });
    expect(found).toEqual([
      'Its width is 96; 98 was planned.', 'Its pixel aspect is 16/15; 1 was planned.', 'Its rotation is 0; 90 was planned.', 'Its colour matrix is smpte170m; bt709 was planned.',
      'Its timecode is none; 01:00:00:00 was planned.', 'Stream 1 of the source was to be copied, but its bytes changed.',
    ]);
  });
  it('whose picture or sound has other bytes than were made, or another codec, is found out', async () => {
    for (const [container, whole] of results) {
      const { muxed, plan } = whole;
      expect(Object.keys(muxed.streamHashes), container).toEqual(['0', '1']);
      expect(await verifyFile({ ...whole, muxed: { ...muxed, streamHashes: { ...muxed.streamHashes, 0: 'f'.repeat(64) } } })).toEqual(['The bytes made of stream 0 of the source (video) changed on their way into the file.']);
      const streams = plan.streams.map((each) => (each.type === 'audio' ? { ...each, becomes: 'flac' } : each));
      expect(await verifyFile({ ...whole, plan: { ...plan, streams } })).toEqual(['Its codec of stream 1 is aac; flac was planned.']);
      expect(await verifyFile({ ...whole, muxed: { ...muxed, streams: muxed.streams.slice(0, 1) } })).toEqual(['Stream 1 of the source (audio) is missing.']);
    }
  });
  it('with subtitles and a cover is as planned in every container', async () => {
    const rich = join(await mkdtemp(join(tmpdir(), 'fw-rich-')), 'rich.mkv');
    await makeRich(rich);
    for (const container of ['mkv', 'mp4', 'mov'] as const) {
      const whole = await restoreWhole(rich, { scale: '1', container, stages: { denoise: { strength: 'off' } } });
      expect(await verifyFile(whole), container).toEqual([]);
      const subtitle = whole.muxed.streams.find(({ source }) => source === 2)!;
      expect(whole.muxed.streamHashes[subtitle.source]).toMatch(/^[0-9a-f]{64}$/);
    }
  });
  it('that lost a stream or its language is found out', async () => {
    const whole = results.get('mov')!, { muxed, plan } = whole;
    expect(await verifyFile({ ...whole, muxed: { ...muxed, streamHashes: {}, streams: [{ source: 0, result: 0 }, { source: 1, result: 4 }] } })).toEqual(['Stream 1 of the source (audio) is missing.']);
    const spoken = plan.media.audio.map((stream) => ({ ...stream, language: 'deu' }));
    expect(await verifyFile({ ...whole, plan: { ...plan, media: { ...plan.media, audio: spoken } } })).toEqual(['Its language of stream 1 is fra; deu was planned.']);
  });
});
