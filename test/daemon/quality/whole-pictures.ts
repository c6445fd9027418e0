// From a file to delivered pictures with the real planner, in one process, for tests of what comes out.
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hardware as hardwareSchema } from '../../../shared/hardware.ts';
import type { Plan } from '../../../shared/plan.ts';
import { wish, type WishInput } from '../../../shared/preset.ts';
import { glance } from '../../../daemon/analyse/glance.ts';
import { muxPictures, type MuxedPictures } from '../../../daemon/media/mux-pictures.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { makePlan } from '../../../daemon/plan/plan.ts';
import { loadPresets } from '../../../daemon/plan/presets.ts';
import { verifyBeside } from '../../../daemon/quality/verify-beside.ts';
import { verifyPictures } from '../../../daemon/quality/verify-pictures.ts';
import { runAudioUnit } from '../../../daemon/run/audio.ts';
import { runVideo } from '../../../daemon/run/run.ts';
import type { Unit } from '../../../daemon/run/segment-writer.ts';
import { picturePasteOf } from '../../../daemon/worker/tasks/picture-paste.ts';

export type WholePictures = { readonly plan: Plan; readonly path: string; readonly muxed: MuxedPictures; readonly wrong: readonly string[] };

/** Restores `source` into a new folder in `folder`, whose `home` keeps the tables; `wrong` is what the checks found. */
export async function restorePictures(source: string, asked: WishInput, folder: string): Promise<WholePictures> {
  const work = await mkdtemp(join(folder, 'work-')), home = join(folder, 'home'), { signal } = new AbortController();
  const plan = await planPictures(source, asked, home), { index } = await probe(source, { home, interpretation: plan.interpretation });
  const units: Unit[] = [], common = { plan, index, folder: work, signal, onUnit: (unit: Unit) => { units.push(unit); } };
  for (const stream of plan.streams.filter(({ type, action }) => type === 'audio' && action === 'encode')) await runAudioUnit({ ...common, stream: stream.index });
  await runVideo({ ...common, cuts: new Uint32Array(), pending: plan.segments.map(({ id }) => id) });
  const path = join(work, plan.delivery.pictures!.pattern === null ? `result.${plan.delivery.pictures!.ending}` : 'result');
  const audioUnits = Object.fromEntries(units.flatMap(({ unit, path: file }) => (unit.startsWith('audio-') ? [[Number(unit.slice(6)), file]] : [])));
  const videoUnits = plan.segments.map(({ id }) => units.find(({ unit }) => unit === `video-${id}`)!.path);
  const muxed = await muxPictures({ plan, index, source: plan.media, videoUnits, audioUnits, into: path, suffixes: { streams: '.streams.mka', times: '.timecodes.txt' }, finish: await picturePasteOf(plan, home) });
  return { plan, path, muxed, wrong: [...await verifyPictures({ plan, path, home, muxed }), ...await verifyBeside(muxed)] };
}

/** The plan alone, at the source's size and without deblocking unless asked otherwise. */
export async function planPictures(source: string, asked: WishInput, home: string): Promise<Plan> {
  await mkdir(home, { recursive: true });
  const { media, index } = await probe(source, { home });
  const hardware = hardwareSchema.parse(JSON.parse(await readFile(new URL('../../plans/machines/cpu-small.json', import.meta.url), 'utf8')));
  return makePlan({ media, index, analysis: await glance(media, index, { home }), cuts: new Uint32Array(), hardware, wish: wish.parse({ quality: 'fast', scale: '1', stages: { deblock: { strength: 'off' } }, ...asked }), presets: await loadPresets(), revision: 1 });
}
