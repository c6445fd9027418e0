// The finished units become the result, checked, with its files beside it.
import { writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/plan.ts';
import { joinParts } from '../../analyse/part.ts';
import { mux } from '../../media/mux.ts';
import { writeCaptionFiles } from '../../quality/caption-files.ts';
import { sidecarOf } from '../../quality/sidecar.ts';
import { verifyFile } from '../../quality/verify.ts';
import { companionOf } from '../companions.ts';
import type { DeliverRequest, TaskFunction, UnitFile } from '../contract.ts';
import { deliverSound } from './deliver-sound.ts';
import { readPart } from './survey.ts';
import { indexOf } from './tables.ts';
import { audioUnitsOf, demandUnits, describeFile, isVideo, silencedIn } from './unit-files.ts';

/** Putting together takes about as long as checking. */
const muxShare = 0.5;

/** Builds the result and the files beside it, checks it, and names their bytes. Nothing is moved yet. */
export const deliverTask: TaskFunction<'deliver'> = async (request, { home, signal, emit }) => {
  const { plan, units, output, folder } = request;
  if (plan.source === null) return deliverSound(plan, request, { home, signal, emit });
  const index = await indexOf(plan, home);
  const into = join(folder, `result${extname(output)}`);
  const tell = (fraction: number): void => emit({ kind: 'fraction', fraction });
  await demandUnits(units, signal);
  const muxed = await mux({ plan, index, source: plan.media, ...unitFiles(plan, units), into, signal, onProgress: (part) => tell(part * muxShare) });
  const differences = await verifyFile({ plan, index, path: into, home: folder, muxed, signal });
  if (differences.length > 0) throw new FrameWrightError('verify-failed', { why: differences.slice(0, 5).join(' ') });
  tell(1);
  const captionFiles = await writeCaptionFiles(plan, muxed.captions, into);
  const result = await describeFile(into, output, signal);
  const beside = await Promise.all([...muxed.sidecarFiles, ...captionFiles].map(({ path, suffix }) => describeFile(path, companionOf(output, suffix), signal)));
  const text = sidecarOf({
    plan, units, result: { name: basename(output), sha256: result.sha256, bytes: result.bytes }, streamHashes: muxed.streamHashes, concealed: concealedIn(request), silenced: silencedIn(units),
    revisions: request.revisions, seconds: request.seconds, differences,
  });
  const sidecar = companionOf(output, '.framewright.json');
  await writeFile(join(folder, 'sidecar.json'), text, { flush: true });
  return { files: [await describeFile(join(folder, 'sidecar.json'), sidecar, signal), ...beside, result], sidecar };
};

/** Paths as the muxer wants them: segments in order, sound by stream. */
function unitFiles(plan: Plan, units: readonly UnitFile[]): { videoUnits: string[]; audioUnits: Record<number, string> } {
  const path = new Map(units.map(({ unit, file }) => [unit, file]));
  return { videoUnits: plan.segments.map((segment) => path.get(`video-${segment.id}`)!), audioUnits: audioUnitsOf(units) };
}

/** The survey saw every frame; the run may have met damage where it began to decode elsewhere. */
function concealedIn({ parts, units }: DeliverRequest): readonly number[] {
  const video = parts.map(readPart).filter((part) => part.kind === 'video');
  const surveyed = video.length ? joinParts(video).concealed : [];
  return [...new Set([...surveyed, ...units.filter(isVideo).flatMap(({ concealed = [] }) => concealed)])].sort((a, b) => a - b);
}
