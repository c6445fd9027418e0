// The finished units become the result, checked, with its files beside it.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/plan.ts';
import { joinParts } from '../../analyse/part.ts';
import { mux } from '../../media/mux.ts';
import { sidecarOf } from '../../quality/sidecar.ts';
import { verifyFile } from '../../quality/verify.ts';
import { companionOf } from '../companions.ts';
import type { DeliverRequest, Delivered, TaskFunction, UnitFile } from '../contract.ts';
import { readPart } from './survey.ts';
import { indexOf } from './tables.ts';

/** Putting together takes about as long as checking. */
const muxShare = 0.5;

/** Builds the result and the files beside it, checks it, and names their bytes. Nothing is moved yet. */
export const deliverTask: TaskFunction<'deliver'> = async (request, { home, signal, emit }) => {
  const { plan, units, output, folder } = request;
  const index = await indexOf(plan, home);
  const into = join(folder, `result${extname(output)}`);
  const tell = (fraction: number): void => emit({ kind: 'fraction', fraction });
  await demandUnits(units, signal);
  const muxed = await mux({ plan, index, source: plan.media, ...unitFiles(plan, units), into, signal, onProgress: (part) => tell(part * muxShare) });
  const differences = await verifyFile({ plan, index, path: into, home: folder, muxed, signal });
  if (differences.length > 0) throw new FrameWrightError('verify-failed', { why: differences.slice(0, 5).join(' ') });
  tell(1);
  const result = await describeFile(into, output, signal);
  const beside = await Promise.all(muxed.sidecarFiles.map(({ path, suffix }) => describeFile(path, companionOf(output, suffix), signal)));
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
  const audio = plan.streams.filter((stream) => path.has(`audio-${stream.index}`));
  return { videoUnits: plan.segments.map((segment) => path.get(`video-${segment.id}`)!), audioUnits: Object.fromEntries(audio.map(({ index }) => [index, path.get(`audio-${index}`)!])) };
}

/** The survey saw every frame; the run may have met damage where it began to decode elsewhere. */
function concealedIn({ parts, units }: DeliverRequest): readonly number[] {
  const video = parts.map(readPart).filter((part) => part.kind === 'video');
  const surveyed = video.length ? joinParts(video).concealed : [];
  return [...new Set([...surveyed, ...units.filter(isVideo).flatMap(({ concealed = [] }) => concealed)])].sort((a, b) => a - b);
}

const isVideo = ({ unit }: UnitFile): boolean => unit.startsWith('video-');

/** Damaged places of every encoded track that has some. */
function silencedIn(units: readonly UnitFile[]): { readonly stream: number; readonly milliseconds: readonly number[] }[] {
  return units.filter((unit) => !isVideo(unit) && unit.concealed?.length).map(({ unit, concealed = [] }) => ({ stream: Number(unit.split('-')[1]), milliseconds: concealed }));
}

/** A finished file, on the disk for good. */
async function describeFile(from: string, to: string, signal: AbortSignal): Promise<Delivered['files'][number]> {
  const handle = await open(from, 'r+');
  await handle.sync();
  await handle.close();
  return { from, to, sha256: await sha256Of(from, signal), bytes: (await stat(from)).size };
}

/** A unit's file whose bytes are not those that were written is removed, so that the job makes it again when it goes on. */
async function demandUnits(units: readonly UnitFile[], signal: AbortSignal): Promise<void> {
  for (const { unit, file, sha256 } of units) {
    if (await sha256Of(file, signal) === sha256) continue;
    await rm(file);
    throw new FrameWrightError('verify-failed', { why: `The file of ${unit} changed after it was written; that part is made again when the job goes on.` });
  }
}

async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { signal });
  return hash.digest('hex');
}
