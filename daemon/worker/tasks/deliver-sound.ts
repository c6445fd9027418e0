// The finished tracks of a sound file become the result, checked, with its files beside it.
import { basename, extname, join } from 'node:path';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { SoundPlan } from '../../../shared/plan.ts';
import { muxSound } from '../../media/mux-sound.ts';
import { streamsKept } from '../../quality/streams-kept.ts';
import { verifySound } from '../../quality/verify-sound.ts';
import { companionOf } from '../companions.ts';
import type { Delivered, DeliverRequest, TaskIo } from '../contract.ts';
import { writeReports } from './reports.ts';
import { audioUnitsOf, demandUnits, describeFile, silencedIn } from './unit-files.ts';

/** Builds the result and the files beside it, checks it, and names their bytes. Nothing is moved yet. */
export async function deliverSound(plan: SoundPlan, { units, output, folder, revisions, seconds }: DeliverRequest, { home, signal, emit }: TaskIo<'deliver'>): Promise<Delivered> {
  const into = join(folder, `result${extname(output)}`);
  await demandUnits(units, signal);
  const muxed = await muxSound({ plan, audioUnits: audioUnitsOf(units), into, signal, onProgress: (part) => emit({ kind: 'fraction', fraction: part / 2 }) });
  const differences = await verifySound({ plan, path: into, muxed, home, signal });
  if (differences.length > 0) throw new FrameWrightError('verify-failed', { why: differences.slice(0, 5).join(' ') });
  emit({ kind: 'fraction', fraction: 1 });
  const result = await describeFile(into, output, signal);
  const beside = await Promise.all(muxed.sidecarFiles.map(({ path, suffix }) => describeFile(path, companionOf(output, suffix), signal)));
  const facts = { plan, units, result: { name: basename(output), sha256: result.sha256, bytes: result.bytes }, streamHashes: muxed.streamHashes, streams: streamsKept(plan, muxed, basename(output), (suffix) => basename(companionOf(output, suffix))), concealed: [], silenced: silencedIn(units), revisions, seconds, differences };
  const reports = await writeReports(facts, { folder, output, signal });
  return { files: [...reports.files, ...beside, result], sidecar: reports.sidecar };
}
