// The finished units become the result, checked, with its files beside it.
import { stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { FrameIndex } from '../../../shared/media.ts';
import type { Plan } from '../../../shared/plan.ts';
import { joinParts } from '../../analyse/part.ts';
import { mux, type Muxed } from '../../media/mux.ts';
import { crowdedTimes } from '../../plan/crowded.ts';
import { writeCaptionFiles } from '../../quality/caption-files.ts';
import { streamsKept } from '../../quality/streams-kept.ts';
import { verifyBeside } from '../../quality/verify-beside.ts';
import { verifyFile } from '../../quality/verify.ts';
import { companionOf } from '../companions.ts';
import type { DeliverRequest, TaskFunction, TaskIo, UnitFile } from '../contract.ts';
import { proveArchive } from './archive.ts';
import { deliverPictures } from './deliver-pictures.ts';
import { deliverSound } from './deliver-sound.ts';
import { writeReports } from './reports.ts';
import { readPart } from './survey.ts';
import { indexOf } from './tables.ts';
import { encodeToSize, type Fitted } from './to-size.ts';
import { audioUnitsOf, demandUnits, describeFile, isVideo, silencedIn } from './unit-files.ts';

/** Putting together takes about as long as checking; encoding as a whole takes longer than both, and so does decoding every frame of an archive. */
const muxShare = 0.5, wholeShare = 0.8, proofShare = 0.9;

/** Builds the result and the files beside it, checks it, and names their bytes. Nothing is moved yet. */
export const deliverTask: TaskFunction<'deliver'> = async (request, io) => {
  const { plan, units, output, folder } = request, { home, signal } = io;
  if (plan.source === null) return deliverSound(plan, request, io);
  const index = await indexOf(plan, home), into = join(folder, `result${extname(output)}`);
  await demandUnits(units, signal);
  if (plan.delivery.pictures) return deliverPictures(plan, request, unitFiles(plan, units), { units, concealed: concealedIn(request), silenced: silencedIn(units), revisions: request.revisions, seconds: request.seconds }, io);
  const { muxed, fitted, tell } = await putTogether(plan, index, request, into, io);
  const verified = await verifyFile({ plan, index, path: into, home: folder, muxed, signal }), differences = [...verified.differences, ...await verifyBeside(muxed, signal)];
  if (differences.length > 0) throw new FrameWrightError('verify-failed', { why: differences.slice(0, 5).join(' ') });
  const proof = plan.delivery.archive && request.before ? await proveArchive({ plan, before: request.before, result: into, home: folder, signal, onProgress: (part) => tell(1 - proofShare * (1 - part)) }) : undefined;
  tell(1);
  const sidecarFiles = [...muxed.sidecarFiles, ...await writeCaptionFiles(plan, muxed.captions, into)];
  const result = await describeFile(into, output, signal);
  const beside = await Promise.all(sidecarFiles.map(({ path, suffix }) => describeFile(path, companionOf(output, suffix), signal)));
  const reports = await writeReports({
    plan, units, result: { name: basename(output), sha256: result.sha256, bytes: result.bytes }, streamHashes: muxed.streamHashes, concealed: concealedIn(request), silenced: silencedIn(units),
    streams: streamsKept(plan, { ...muxed, sidecarFiles }, basename(output), (suffix) => basename(companionOf(output, suffix))),
    revisions: request.revisions, seconds: request.seconds, proof, fitted, differences: verified.words,
  }, { folder, output, signal });
  return { files: [...reports.files, ...beside, result], sidecar: reports.sidecar };
};

type Together = { readonly muxed: Muxed; readonly fitted: Omit<Fitted, 'file'> | undefined; /** Progress of what is left, 0 to 1. */ tell(fraction: number): void };

/** The segments as they are, or, where the size is fixed, encoded as a whole. */
async function putTogether(plan: Plan, index: FrameIndex, request: DeliverRequest, into: string, { signal, emit }: TaskIo<'deliver'>): Promise<Together> {
  const files = unitFiles(plan, request.units), done = plan.delivery.checkpoint ? wholeShare : 0;
  const ownShare = plan.delivery.archive ? 1 - proofShare : 1;
  const tell = (fraction: number): void => emit({ kind: 'fraction', fraction: done + (1 - done) * fraction });
  const moved = crowdedTimes(plan.map, index, plan.delivery.container);
  const join = (videoUnits: readonly string[], onProgress?: (part: number) => void): Promise<Muxed> => mux({ plan, index, source: plan.media, ...files, videoUnits, moved, into, signal, onProgress });
  if (!plan.delivery.checkpoint) return { muxed: await join(files.videoUnits, (part) => tell(part * muxShare * ownShare)), fitted: undefined, tell };
  const { file, ...fitted } = await encodeToSize({
    plan, units: files.videoUnits, folder: request.folder, signal, onProgress: (part) => emit({ kind: 'fraction', fraction: wholeShare * part }),
    weigh: async (packets) => { await join([packets]); return (await stat(into)).size; },
  });
  return { muxed: await join([file], (part) => tell(part * muxShare)), fitted, tell };
}

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
