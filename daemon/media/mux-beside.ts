// What the result's container cannot hold, in files of its own: streams packet by packet, attachments as the files they are, captions.
import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { avGetCodecName } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Plan, StreamPlan } from '../../shared/plan.ts';
import { secondsOf } from '../../shared/time.ts';
import { besideOfEnding, isCaptionEnding, type BesideKind } from './beside.ts';
import { writeFailure } from './disk.ts';
import { sayMatroskaLanguages } from './languages-matroska.ts';
import { toldTracks, withLanguages } from './languages.ts';
import { mayHold } from './legality.ts';
import { copyPackets, openCopy } from './mux-copies.ts';
import { openOutput, writeAll } from './mux-output.ts';
import { openPayloadHashes } from './mux-payload.ts';
import type { Span } from './mux-range.ts';
import { openInput, type Input, type InputRef } from './open.ts';
import { readAttachment } from './packets.ts';

/** A file that goes beside the result, under its stem and `suffix`; `streams` of the source are its own in this order. `packed`: it holds them as packets, not as itself. */
export type SidecarFile = { readonly path: string; readonly suffix: string; readonly streams: readonly number[]; readonly packed: boolean };
/** Captions in order, seconds after the first picture of the result: of a stream of the source, or (null) those that came with the pictures. Files are called `name`. */
export type CaptionTrack = { readonly stream: number | null; readonly name: string; readonly cues: readonly { readonly seconds: number; readonly captions: Buffer }[] };
export type Beside = { readonly captions: readonly CaptionTrack[]; readonly files: readonly SidecarFile[]; /** SHA-256 over each stream's payloads as they stand in its file, by stream of the source. */ readonly hashes: Readonly<Record<number, string>> };
export type BesideRequest = { readonly plan: Plan; readonly source: InputRef; /** Files are written under this name and their ending. */ readonly into: string; readonly span: Span; readonly signal?: AbortSignal };

/** Writes every file that the plan's streams ask for. @throws FrameWrightError `disk-full`, `output-unwritable`, `cancelled`, `internal` when a muxer refuses a stream. */
export async function writeBeside(request: BesideRequest): Promise<Beside> {
  const endings = [...new Set(request.plan.streams.flatMap(({ action, becomes }) => (action === 'sidecar' ? [becomes] : [])))];
  if (!endings.length) return { captions: [], files: [], hashes: {} };
  await using closing = new AsyncDisposableStack();
  const input = await openInput(request.source);
  closing.defer(() => input.close());
  const files: SidecarFile[] = [], hashes: Record<number, string> = {}, captions: CaptionTrack[] = [];
  for (const ending of endings) {
    const plans = request.plan.streams.filter(({ action, becomes }) => action === 'sidecar' && becomes === ending), kind = besideOfEnding(ending);
    const path = `${request.into}.${ending}`;
    if (isCaptionEnding(ending)) {
      captions.push(await readCaptions(request, input, plans[0]!, ending));
      continue;
    }
    const written = kind ? await writeStreams(request, input, plans, kind, path) : await writeAttachment(request, plans[0]!, path);
    Object.assign(hashes, written);
    // Of a range in which none of these streams has anything there is no file: one without packets cannot be told from one that was cut off.
    if (Object.keys(written).length === 0) await rm(path, { force: true });
    else files.push({ path, suffix: `.${ending}`, streams: plans.map(({ index }) => index), packed: kind !== undefined });
  }
  return { captions, files, hashes };
}

async function readCaptions({ source, span, signal }: BesideRequest, input: Input, plan: StreamPlan, ending: string): Promise<CaptionTrack> {
  const copy = openCopy(input.streams[plan.index]!, { ...plan, action: 'copy' }, span, 'mov'), cues: { seconds: number; captions: Buffer }[] = [];
  for await (const { packet } of copyPackets(source, [{ copy, track: 0 }], signal)) cues.push({ seconds: secondsOf(packet.pts, copy.track.timeBase), captions: packet.data });
  return { stream: plan.index, name: ending.replace(/\.scc$/, ''), cues };
}

async function writeStreams({ plan, source, span, signal }: BesideRequest, input: Input, plans: readonly StreamPlan[], { muxer, options }: BesideKind, path: string): Promise<Record<number, string>> {
  await using closing = new AsyncDisposableStack();
  const copies = plans.map((each, track) => {
    const stream = input.streams[each.index];
    if (!stream) throw new FrameWrightError('input-changed', { path: input.path, why: `It has no stream ${each.index} any more.` });
    return { copy: openCopy(stream, { ...each, ...heldAs(each.type, avGetCodecName(stream.codecpar.codecId) ?? '') }, span, muxer), track };
  });
  closing.defer(() => { for (const { copy } of copies) copy.close(); });
  const tracks = withLanguages(copies.map(({ copy }) => copy.track), plan.media), hashes = openPayloadHashes(tracks), matroska = muxer === 'matroska';
  const output = await openOutput({ path, muxer, options, metadata: {}, tracks: matroska ? toldTracks(tracks, 'mkv') : tracks });
  await writeAll(copyPackets(source, copies, signal), output, hashes.add);
  if (matroska) await sayMatroskaLanguages(path, tracks.map(({ metadata }) => metadata['language']));
  return hashes.bySource();
}

/** Text that Matroska does not know by its own name is written as SubRip there. */
function heldAs(type: StreamPlan['type'], codec: string): Pick<StreamPlan, 'action' | 'becomes'> {
  const { action, becomes } = mayHold('mkv', type, { codec });
  return type === 'subtitle' && action === 'convert' ? { action, becomes } : { action: 'copy', becomes: codec };
}

async function writeAttachment({ plan, source }: BesideRequest, { index }: StreamPlan, path: string): Promise<Record<number, string>> {
  const data = await readAttachment(source, plan.media.attachments.find((each) => each.index === index)!);
  await writeFile(path, data, { flush: true }).catch(async (error: unknown) => { throw await writeFailure(error, path); });
  return { [index]: createHash('sha256').update(data).digest('hex') };
}
