// Finished segments become picture files, checked, with everything else of the source beside them.
import { basename, extname, join } from 'node:path';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/plan.ts';
import { muxPictures } from '../../media/mux-pictures.ts';
import { writeCaptionFiles } from '../../quality/caption-files.ts';
import type { SidecarFacts } from '../../quality/sidecar.ts';
import { streamsKept } from '../../quality/streams-kept.ts';
import { verifyBeside } from '../../quality/verify-beside.ts';
import { verifyPictures } from '../../quality/verify-pictures.ts';
import { companionOf, streamsSuffix, timesSuffix } from '../companions.ts';
import type { Delivered, DeliverRequest, TaskIo } from '../contract.ts';
import { picturePasteOf } from './picture-paste.ts';
import { writeReports } from './reports.ts';
import { indexOf } from './tables.ts';
import { describeFile } from './unit-files.ts';

type Facts = Pick<SidecarFacts, 'units' | 'concealed' | 'silenced' | 'revisions' | 'seconds'>;
type Files = { readonly videoUnits: readonly string[]; readonly audioUnits: Readonly<Record<number, string>> };

/** Builds the result and the files beside it, checks them, and names their bytes. Nothing is moved yet. */
export async function deliverPictures(plan: Plan, { output, folder }: DeliverRequest, units: Files, facts: Facts, { home, signal, emit }: TaskIo<'deliver'>): Promise<Delivered> {
  const into = join(folder, plan.delivery.pictures!.pattern === null ? `result${extname(output)}` : 'result'), suffixes = { streams: streamsSuffix, times: timesSuffix };
  const finish = await picturePasteOf(plan, home);
  const muxed = await muxPictures({ plan, index: await indexOf(plan, home), source: plan.media, ...units, into, suffixes, finish, signal, onProgress: (part) => emit({ kind: 'fraction', fraction: part / 2 }) });
  const differences = [...await verifyPictures({ plan, path: into, home: folder, muxed, signal }), ...await verifyBeside(muxed, signal)];
  if (differences.length > 0) throw new FrameWrightError('verify-failed', { why: differences.slice(0, 5).join(' ') });
  emit({ kind: 'fraction', fraction: 1 });
  const sidecarFiles = [...muxed.sidecarFiles, ...await writeCaptionFiles(plan, muxed.captions, into)];
  const result = await describeFile(into, output, signal);
  const beside = await Promise.all(sidecarFiles.map(({ path, suffix }) => describeFile(path, companionOf(output, suffix), signal)));
  const reports = await writeReports({
    ...facts, plan, result: { name: basename(output), sha256: result.sha256, bytes: result.bytes, pictures: plan.delivery.pictures!.pattern === null ? undefined : muxed.pictures },
    streamHashes: muxed.streamHashes, streams: streamsKept(plan, { ...muxed, sidecarFiles }, basename(output), (suffix) => basename(companionOf(output, suffix))), differences,
  }, { folder, output, signal });
  return { files: [...reports.files, ...beside, result], sidecar: reports.sidecar };
}
