// A result of a part of a clip, sent between the in and out points of its sequence, in every editor: it lies over that part alone.
import { afterEach, expect, it } from 'vitest';
import { instant } from '../../shared/panel/instant.ts';
import type { Placement } from '../../shared/panel/host.ts';
import * as cep from './premiere/cep-stand.ts';
import { timelineOf } from './premiere/premiere.ts';
import * as uxp from './premiere/uxp-stand.ts';
import { shown } from './resolve/model.ts';
import { openStand, resultOf } from './resolve/stand.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => { for (const stand of open.splice(0)) await stand.close(); });

/** All but its first 8 and last 12 frames; the result has a handle of 5 frames. */
const part = (): Partial<Placement> => ({ shows: { from: 5, frames: 30, rate: '25' }, before: instant(-8, '25'), after: instant(-12, '25') });

it.each(uxp.versions)('Premiere %s by UXP', async (version) => {
  const stand = uxp.setUp({ version }), clip = await stand.selected();
  open.push(stand);
  const placed = await stand.host.place(uxp.placement(clip, part()));
  expect(stand.timeline()).toEqual(['V1 [50,100) a.mov from 10', 'V2 [58,88) Restored a.mov from 5', 'A1 [50,100) a.mov from 10']);
  await stand.host.revert(placed, clip);
  expect(stand.timeline()).toEqual(['V1 [50,100) a.mov from 10', 'A1 [50,100) a.mov from 10']);
});

it.each(cep.versions)('Premiere %s by CEP', async (version) => {
  const stand = await cep.setUp({ version }), clip = await stand.selected();
  open.push(stand);
  const placed = await stand.host.place(cep.placement(clip, part()));
  expect(timelineOf(stand.premiere)).toEqual(['V1 [50,100) a.mov from 10', 'V2 [58,88) r.mov from 5', 'A1 [50,100) a.mov from 10']);
  await stand.host.revert(placed, clip);
  expect(timelineOf(stand.premiere)).toEqual(['V1 [50,100) a.mov from 10', 'A1 [50,100) a.mov from 10']);
});

it.each([{ version: '18.5' }, { version: '21.1', promises: true, quirks: { endFrame: 'inclusive', sourceEnd: 'inclusive' } }] as const)('Resolve $version', async (options) => {
  const stand = openStand(options), clip = await stand.clip();
  open.push(stand);
  const placed = await stand.host.place(resultOf(stand.studio, clip, 'track-above', { ...part(), file: { frames: 40 } }));
  expect(shown(stand.sequence)).toEqual([['harbour.mov@10+50<20'], ['harbour.restored.mov@18+30<5']]);
  await stand.host.revert(placed, clip);
  expect(shown(stand.sequence)).toEqual([['harbour.mov@10+50<20']]);
});
