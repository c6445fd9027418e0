// A part of a clip, sent between the in and out points of its sequence: the result lies over that part alone.
import { expect, it } from 'vitest';
import { instant } from '../../shared/panel/instant.ts';
import { placement, setUp, versions } from './premiere/uxp-stand.ts';

it.each(versions)('Premiere %s: all but the first 8 and last 12 frames, of a result with a handle of 5', async (version) => {
  const stand = setUp({ version });
  try {
    const clip = await stand.selected(), before = stand.timeline();
    const placed = await stand.host.place(placement(clip, { shows: { from: 5, frames: 30, rate: '25' }, before: instant(-8, '25'), after: instant(-12, '25') }));
    expect(stand.timeline()).toEqual(['V1 [50,100) a.mov from 10', 'V2 [58,88) Restored a.mov from 5', 'A1 [50,100) a.mov from 10']);
    await stand.host.revert(placed, clip);
    expect(stand.timeline()).toEqual(before);
  } finally { await stand.close(); }
});
