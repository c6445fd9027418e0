// From a file to a delivered one with the real planner, in one process, for tests of what comes out.
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analysis } from '../../../shared/analysis.ts';
import { hardware as hardwareSchema } from '../../../shared/hardware.ts';
import type { FrameIndex } from '../../../shared/media.ts';
import type { Plan } from '../../../shared/plan.ts';
import { wish, type WishInput } from '../../../shared/preset.ts';
import { glance } from '../../../daemon/analyse/glance.ts';
import { mux, type Muxed } from '../../../daemon/media/mux.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { readTable, unpackCuts } from '../../../daemon/media/table.ts';
import { crowdedTimes } from '../../../daemon/plan/crowded.ts';
import { makePlan } from '../../../daemon/plan/plan.ts';
import { loadPresets } from '../../../daemon/plan/presets.ts';
import { runAudioUnit } from '../../../daemon/run/audio.ts';
import { runVideo } from '../../../daemon/run/run.ts';
import type { Unit } from '../../../daemon/run/segment-writer.ts';

export type Whole = { readonly plan: Plan; readonly index: FrameIndex; readonly units: readonly Unit[]; readonly muxed: Muxed; readonly path: string; readonly folder: string; readonly home: string };

/** Restores `source`; the machine is `test/plans/machines/<machine>.json`. `see` may put what a survey would have measured in the first look's place. */
export async function restoreWhole(source: string, asked: WishInput, machine = 'cpu-small', see = (analysis: Analysis): Analysis => analysis): Promise<Whole> {
  const folder = await mkdtemp(join(tmpdir(), 'fw-whole-')), home = join(folder, 'home'), attempt = join(folder, 'attempt-1');
  await mkdir(attempt, { recursive: true });
  const { media, index } = await probe(source, { home });
  const analysis = see(await glance(media, index, { home }));
  const cuts = analysis.cuts ? unpackCuts(await readTable(home, analysis.cuts)) : new Uint32Array();
  const hardware = hardwareSchema.parse(JSON.parse(await readFile(new URL(`../../plans/machines/${machine}.json`, import.meta.url), 'utf8')));
  const plan = makePlan({ media, index, analysis, cuts, hardware, wish: wish.parse(asked), presets: await loadPresets(), revision: 1 });
  const units: Unit[] = [], signal = new AbortController().signal, common = { plan, index, folder: attempt, signal, onUnit: (unit: Unit) => units.push(unit) };
  for (const stream of plan.streams.filter(({ type, action }) => type === 'audio' && action === 'encode')) await runAudioUnit({ ...common, stream: stream.index });
  await runVideo({ ...common, cuts, pending: plan.segments.map(({ id }) => id) });
  const path = join(folder, `result.${plan.delivery.container}`), pathOf = (unit: string): string => units.find((made) => made.unit === unit)!.path;
  const audioUnits = Object.fromEntries(units.flatMap(({ unit, path: file }) => (unit.startsWith('audio-') ? [[Number(unit.slice(6)), file]] : [])));
  const muxed = await mux({ plan, index, source, videoUnits: plan.segments.map(({ id }) => pathOf(`video-${id}`)), audioUnits, moved: crowdedTimes(plan.map, index, plan.delivery.container), into: path });
  return { plan, index, units, muxed, path, folder, home };
}
