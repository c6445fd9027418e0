// A part of a clip, sent between the in and out points of its timeline: the result lies over that part alone.
import { expect, it } from 'vitest';
import { instant } from '../../shared/panel/instant.ts';
import { shown, type StudioOptions } from './resolve/model.ts';
import { openStand, resultOf } from './resolve/stand.ts';

const versions: readonly StudioOptions[] = [{ version: '18.5' }, { version: '21.1', promises: true, quirks: { endFrame: 'inclusive', sourceEnd: 'inclusive' } }];

it.each(versions)('Resolve $version: all but the first 8 and last 12 frames, of a result with a handle of 5', async (options) => {
  const stand = openStand(options);
  try {
    const clip = await stand.clip(), part = { shows: { from: 5, frames: 30, rate: '25' }, before: instant(-8, '25'), after: instant(-12, '25'), file: { frames: 40 } };
    const placed = await stand.host.place(resultOf(stand.studio, clip, 'track-above', part));
    expect(shown(stand.sequence)).toEqual([['harbour.mov@10+50<20'], ['harbour.restored.mov@18+30<5']]);
    await stand.host.revert(placed, clip);
    expect(shown(stand.sequence)).toEqual([['harbour.mov@10+50<20']]);
  } finally { stand.close(); }
});
