// The decision for a sound file: what is done to each track, where it goes, and what it costs. Pure, as `makePlan` is.
import type { SoundAnalysis } from '../../shared/analysis.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Hardware } from '../../shared/hardware.ts';
import type { Attachment, AudioStream, SoundMedia } from '../../shared/media.ts';
import { soundPlan as soundPlanSchema, type SoundPlan, type StreamPlan } from '../../shared/plan.ts';
import type { Range, Wish } from '../../shared/preset.ts';
import { ratio, rescale, toNumber, type Rational } from '../../shared/time.ts';
import { containerTraits } from '../media/containers.ts';
import { mayHold } from '../media/legality.ts';
import { audioStages, videoStages } from '../stages/index.ts';
import { chooseStages, type Choice } from './choice.ts';
import type { Clip } from './clip.ts';
import { inSeconds } from './editor-clip.ts';
import { fileTags } from './outcome.ts';
import type { PresetLibrary } from './presets.ts';
import { diskFor } from './resources.ts';
import { chooseSound, soundEncoder, type ChosenSound } from './sound-delivery.ts';
import { audioSteps, encodeCpu, skippedStages, type AudioChain } from './streams.ts';
import { sentence } from './words.ts';

export type SoundPlanRequest = { readonly media: SoundMedia; readonly analysis: SoundAnalysis; readonly hardware: Hardware; readonly wish: Wish; readonly presets: PresetLibrary; readonly revision: number };

/** The plan of a sound file as frozen JSON. @throws FrameWrightError `unknown-name`, `sound-only`, `bad-value`, `bad-config`, `range-empty`, `range-outside`, `illegal-delivery`. */
export function makeSoundPlan(request: SoundPlanRequest): SoundPlan {
  const { media, analysis, wish, presets, hardware } = request;
  demandSound(request);
  const choice = chooseStages(wish, presets, hardware.tier, [...videoStages, ...audioStages]);
  const first = media.audio[0]!, clip = soundClip(wish, first);
  const cut = clip.in > 0 || clip.out < lengthOf(first);
  const chains = media.audio.map((stream) => ({ stream, chain: audioSteps(stream, { analysis, choice, stages: audioStages }) }));
  const chosen = chooseSound(media, chains.map(({ stream, chain }) => ({ stream, acted: cut || chain.steps.length > 0 })), deliveryWish(wish, choice, presets), presets.sounds);
  const tracks = chains.map(({ stream, chain }) => planTrack(stream, chain, chosen, cut));
  const streams = [...tracks.map(({ plan }) => plan), ...others(media, chosen)];
  const seconds = (clip.out - clip.in) / first.sampleRate;
  const bytes = Math.ceil(tracks.reduce((sum, { bitRate }) => sum + bitRate, 0) * seconds / 8) + 65536;
  const work = chains.reduce((sum, { stream, chain }) => sum + chain.cpu + encodeCpu * stream.channels, 0) * seconds / hardware.cores;
  return soundPlanSchema.parse({
    version: 1, revision: request.revision, wish, media, analysis, interpretation: wish.interpretation, clip, source: null, result: null, steps: [], scan: [],
    skipped: skippedStages(chains.map(({ chain }, i) => ({ plan: tracks[i]!.plan, skipped: chain.skipped }))),
    map: { timeBase: ratio(1, first.sampleRate), sourceTimeBase: ratio(1, first.sampleRate), epoch: epochOf(media, clip), frames: 0, runs: [], constantRate: null, end: clip.out - clip.in, even: true }, index: null, segments: [], streams, delivery: delivery(media, chosen, streams, wish),
    resources: { device: 'cpu', provider: 'cpu', precision: 'fp32', threads: { decode: 1, filter: 1, encode: 1, session: 1 }, tile: null, memoryBytes: soundMemory, diskBytes: diskFor(bytes, false) },
    estimate: { seconds: { low: 0.7 * work, high: 1.5 * work + 2 }, bytes }, overTime: false, seed: Number.parseInt(media.fingerprint.edges.slice(0, 7), 16),
    notices: [...chosen.notices, ...tracks.flatMap(({ notices }) => notices), ...keptNotices(media, streams, chosen), ...strangeWishes(wish)],
  } satisfies SoundPlan);
}

/** The worker with FFmpeg, bytes; sound itself is streamed. */
const soundMemory = 220e6;

/** @throws FrameWrightError `sound-only` where the user named a delivery that there is, but for pictures. */
function demandSound({ media: { path }, wish: { delivery: name }, presets: { deliveries, matchings, sounds } }: SoundPlanRequest): void {
  if (name === null || Object.hasOwn(sounds, name) || !(Object.hasOwn(deliveries, name) || Object.hasOwn(matchings, name))) return;
  throw new FrameWrightError('sound-only', { path, name, known: Object.keys(sounds).join(', ') });
}

/** A style's or preset's delivery counts only where it is one for sound; the user's own always does. */
const deliveryWish = (wish: Wish, choice: Choice, { sounds }: PresetLibrary): Pick<Wish, 'delivery' | 'container'> =>
  ({ delivery: wish.delivery ?? (wish.container === null && choice.delivery !== null && Object.hasOwn(sounds, choice.delivery) ? choice.delivery : null), container: wish.container });

/** Samples of a track, at its own rate. */
const lengthOf = ({ duration, timeBase, sampleRate }: AudioStream): number => rescale(duration ?? 0, timeBase, ratio(1, sampleRate));

/** The range in samples of the first track. @throws FrameWrightError `bad-value` for frames without a rate and for handles, `range-empty`, `range-outside`. */
function soundClip({ range: asked, handles }: Wish, first: AudioStream): Clip {
  const all = lengthOf(first);
  if (handles.before || handles.after) throw new FrameWrightError('bad-value', { key: 'handles', value: `${handles.before}:${handles.after}`, why: 'A sound file has no frames; take a longer range instead.' });
  const range = asked && asked.unit !== 'timecode' ? inSeconds(asked) ?? asked : asked;
  if (!range) return { in: 0, out: all };
  if (range.unit !== 'seconds') throw new FrameWrightError('bad-value', { key: '--from', value: range.unit === 'frames' ? `${range.in}f` : String(range.in ?? range.out), why: 'A sound file has no frames; write times such as 0:01:30.5.' });
  const sample = (seconds: Rational): number => rescale(seconds.num, { num: 1, den: seconds.den }, ratio(1, first.sampleRate));
  const clip = { in: sample(range.in), out: range.out === null ? all : sample(range.out) };
  const say = (seconds: Rational): string => `${Number(toNumber(seconds).toFixed(3))} s`;
  const words = { in: say(range.in), out: range.out ? say(range.out) : 'the end', extent: `${all} samples`, duration: `${Number((all / first.sampleRate).toFixed(3))} s` };
  if (clip.in >= all || clip.out > all) throw new FrameWrightError('range-outside', words);
  if (clip.out <= clip.in) throw new FrameWrightError('range-empty', words);
  return clip;
}

/** What becomes time 0, in samples of the first track: its first sample, or that of a track which begins earlier; the start of a range. */
function epochOf({ audio }: SoundMedia, clip: Clip): number {
  const unit = ratio(1, audio[0]!.sampleRate), starts = audio.map(({ startPts, timeBase }) => rescale(startPts ?? 0, timeBase, unit));
  return clip.in > 0 ? starts[0]! + clip.in : Math.min(...starts);
}

type PlannedTrack = { readonly plan: StreamPlan; readonly bitRate: number; readonly notices: readonly string[] };

function planTrack(stream: AudioStream, { steps }: AudioChain, { delivery: chosen }: ChosenSound, cut: boolean): PlannedTrack {
  const reasons = [
    ...(steps.length ? [steps.map(({ title }) => title).join(', ')] : []), ...(cut ? ['it is cut to the sample where the range begins and ends'] : []),
    ...(chosen.copies.includes(stream.codec) ? [] : [`${chosen.title} does not hold ${stream.codec}`]),
  ];
  const uncompressed = stream.sampleRate * stream.channels * Math.max(16, Math.min(32, stream.bitDepth));
  if (!reasons.length) return { plan: { index: stream.index, type: 'audio', action: 'copy', becomes: stream.codec, steps: [], encoder: null, why: null }, bitRate: stream.bitRate ?? uncompressed, notices: [] };
  const { encoder, lost } = soundEncoder(stream, chosen);
  const again = encoder.bitRate === null && !encoder.options['global_quality'] ? [] : [`The track ${stream.index} is encoded anew as ${encoder.codec}, which loses a little: ${reasons.join('; ')}.`];
  return {
    plan: { index: stream.index, type: 'audio', action: 'encode', becomes: encoder.codec, steps, encoder, why: sentence(reasons.join('; ')) },
    bitRate: encoder.bitRate ?? uncompressed, notices: [...again, ...(lost === null ? [] : [sentence(`${lost}, since the result is ${chosen.title}`)])],
  };
}

/** Covers, subtitles, attached files and data. */
function others({ attachments, subtitles, data }: SoundMedia, { delivery: chosen }: ChosenSound): StreamPlan[] {
  const row = { steps: [], encoder: null };
  const nowhere = (index: number, type: 'subtitle' | 'data' | 'attachment', codec: string): StreamPlan => ({ ...row, index, type, action: 'drop', becomes: codec, why: `${chosen.title} cannot hold it; it stays in the source.` });
  const held = (index: number, type: 'subtitle' | 'data' | 'attachment', codec: string): StreamPlan => {
    const { action, becomes, why } = mayHold('mkv', type, { codec });
    return action === 'sidecar' ? nowhere(index, type, codec) : { ...row, index, type, action, becomes, why };
  };
  const other = chosen.others ? held : nowhere;
  return [
    ...attachments.map((each): StreamPlan => (each.kind === 'cover' ? planCover(each, chosen) : other(each.index, 'attachment', each.codec))),
    ...subtitles.map(({ index, codec }) => other(index, 'subtitle', codec)), ...data.map(({ index, codec }) => other(index, 'data', codec)),
  ];
}

const coverEndings: Readonly<Record<string, string>> = { mjpeg: 'jpg', png: 'png', bmp: 'bmp', gif: 'gif', webp: 'webp', tiff: 'tif' };

function planCover({ index, codec }: Attachment, chosen: ChosenSound['delivery']): StreamPlan {
  const row = { index, type: 'attachment', steps: [], encoder: null } as const;
  if (chosen.covers.includes(codec)) return { ...row, action: 'copy', becomes: codec, why: null };
  return { ...row, action: 'sidecar', becomes: `cover-${index}.${coverEndings[codec] ?? 'bin'}`, why: `${chosen.title} cannot hold this cover picture; it is kept in a file beside the result.` };
}

/** Loudness tags describe the old sound. */
const loudnessTags = /^(replaygain_|r128_)/i;

function delivery(media: SoundMedia, { name, delivery: { title, container } }: ChosenSound, streams: readonly StreamPlan[], { xmp }: Pick<Wish, 'xmp'>): SoundPlan['delivery'] {
  const traits = containerTraits[container], restored = streams.some(({ steps }) => steps.length > 0);
  // Ogg keeps its tags with the track, others with the file.
  const tags = { ...(media.audio.length === 1 ? media.audio[0]!.metadata : {}), ...media.metadata };
  const metadata = Object.fromEntries(Object.entries(tags).filter(([key]) => !fileTags.test(key) && !(restored && loudnessTags.test(key)) && key !== 'language'));
  return { name, title, container, video: null, checkpoint: null, target: null, archive: false, pictures: null, xmp, muxer: traits.muxer, muxerOptions: traits.options, timecode: null, rotation: 0, mirrored: false, chapters: media.chapters.length ? traits.chapters : 'none', metadata };
}

function keptNotices({ chapters, metadata }: SoundMedia, streams: readonly StreamPlan[], { delivery: { container, title } }: ChosenSound): string[] {
  const { chapterLimit } = containerTraits[container], restored = streams.some(({ steps }) => steps.length > 0);
  return [
    ...streams.flatMap(({ action, type, index, becomes, why }) => (action === 'drop' ? [`The ${type} stream ${index} cannot be kept. ${why ?? ''}`.trim()] : action === 'sidecar' ? [`The ${type} stream ${index} goes into a file of its own (${becomes}). ${why ?? ''}`.trim()] : [])),
    ...(chapters.length > chapterLimit ? [`${title} holds ${chapterLimit || 'no'} chapters; there are ${chapters.length}. M4A (--container m4a) and Matroska (mka) hold them.`] : []),
    ...(restored && Object.keys(metadata).some((key) => loudnessTags.test(key)) ? ['Tags that say how loud the old sound is (ReplayGain) are left out.'] : []),
  ];
}

/** What was asked for and means nothing where there is no picture. */
function strangeWishes({ scale, squarePixels, stages }: Wish): string[] {
  const names = [...(scale === undefined ? [] : ['--scale']), ...(squarePixels ? ['--square-pixels'] : []), ...videoStages.filter(({ id }) => stages[id] !== undefined).map(({ id }) => `--set ${id}`)];
  return names.length ? [`There is no picture, so ${names.join(', ')} ${names.length === 1 ? 'changes' : 'change'} nothing.`] : [];
}

/** The first `seconds` of a sound file as a range; null for all of one that is no longer. */
export const startOfSound = (seconds: number, { durationSeconds }: SoundMedia): Range | null => (durationSeconds > seconds ? { unit: 'seconds', in: ratio(0, 1), out: ratio(seconds, 1) } : null);
