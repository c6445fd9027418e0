// What becomes of every stream of the source, and why where it is not simply kept.
import type { Analysis } from '../../shared/analysis.ts';
import type { Attachment, AudioStream, DataStream, Media, SubtitleStream } from '../../shared/media.ts';
import type { AudioEncoder, AudioStep, Plan, StreamPlan } from '../../shared/plan.ts';
import { mayHold } from '../media/legality.ts';
import type { AudioStage } from '../stages/stage.ts';
import type { Choice } from './choice.ts';
import type { AudioRow, Container, Delivery } from './deliveries.ts';
import { sentence } from './words.ts';

export type StreamsRequest = {
  readonly media: Media; readonly analysis: Analysis; readonly choice: Choice; readonly stages: readonly AudioStage[];
  readonly delivery: Delivery; readonly container: Container;
  /** Whether sound is left out, as asked. */
  readonly silent: boolean;
  /** Whether only a part of the clip is delivered, so sound is cut to the sample. */
  readonly partial: boolean;
};

export type StreamsPlan = {
  readonly streams: readonly StreamPlan[]; readonly skipped: Plan['skipped'];
  /** CPU seconds for the sound of one second of film, and its bits per second. */
  readonly cpuPerSecond: number; readonly bitRate: number;
};

/** Decides every stream but the restored picture, which is the first row. */
export function planStreams(request: StreamsRequest): StreamsPlan {
  const { media, container, delivery } = request;
  const audio = media.audio.map((stream) => (request.silent ? leftOut(stream) : planAudio(stream, request)));
  const video: StreamPlan = { index: media.video.index, type: 'video', action: 'restore', becomes: delivery.codec, steps: [], encoder: null, why: null };
  const others = [
    ...media.subtitles.map((stream) => planOther(stream, 'subtitle', container)),
    ...media.data.map((stream) => planData(stream, container)),
    ...media.attachments.map((stream) => planOther(stream, 'attachment', container)),
  ];
  return {
    streams: [video, ...audio.map(({ plan }) => plan), ...others], skipped: skippedStages(audio),
    cpuPerSecond: audio.reduce((sum, one) => sum + one.cpu, 0), bitRate: audio.reduce((sum, { plan, stream }) => sum + bitRateOf(plan, stream), 0),
  };
}

type PlannedAudio = { readonly stream: AudioStream; readonly plan: StreamPlan; readonly skipped: readonly { readonly stage: string; readonly title: string; readonly why: string }[]; readonly cpu: number };

const leftOut = (stream: AudioStream): PlannedAudio => ({ stream, skipped: [], cpu: 0, plan: { index: stream.index, type: 'audio', action: 'drop', becomes: 'nothing', steps: [], encoder: null, why: 'As you asked, the result is picture alone.' } });

/** Copied where it can be; encoded anew when something is done to it, when it is cut, or when the container cannot hold it. */
function planAudio(stream: AudioStream, request: StreamsRequest): PlannedAudio {
  const { steps, skipped, cpu } = audioSteps(stream, request);
  const held = mayHold(request.container, 'audio', stream), { keepsAudio, title } = request.delivery;
  const reasons = [
    ...(steps.length ? [`${steps.map((step) => step.title).join(', ')}`] : []),
    ...(request.partial ? ['it is cut to the sample where the range begins and ends'] : []),
    ...(held.action === 'copy' ? [] : [held.why ?? `${request.container.toUpperCase()} does not hold ${stream.codec}`]),
    ...(held.action === 'copy' && keepsAudio !== null && !keepsAudio.includes(stream.codec) ? [`not everything that plays ${title} plays ${stream.codec}`] : []),
  ];
  const row = request.delivery.audio[request.container];
  if (reasons.length === 0 || !row) {
    const dropped = reasons.length > 0;
    return { stream, skipped, cpu: 0, plan: { index: stream.index, type: 'audio', action: dropped ? 'drop' : 'copy', becomes: dropped ? 'nothing' : stream.codec, steps: [], encoder: null, why: dropped ? sentence(reasons.join('; ')) : null } };
  }
  const encoder = audioEncoderFor(stream, row);
  return { stream, skipped, cpu: cpu + encodeCpu * stream.channels, plan: { index: stream.index, type: 'audio', action: 'encode', becomes: encoder.codec, steps, encoder, why: sentence(reasons.join('; ')) } };
}

/** CPU seconds to decode and encode a second of one channel with FFmpeg's own AAC and FLAC. */
export const encodeCpu = 0.008;

export type AudioChain = { readonly steps: readonly AudioStep[]; readonly skipped: PlannedAudio['skipped']; readonly cpu: number };

/** Every audio stage that is asked for, in canonical order; each knows which came before it. */
export function audioSteps(stream: AudioStream, { analysis, choice, stages }: { readonly analysis: Pick<Analysis, 'audio'> } & Pick<StreamsRequest, 'choice' | 'stages'>): AudioChain {
  const facts = analysis.audio.find((one) => one.stream === stream.index) ?? null;
  return stages.reduce<AudioChain>((chain, stage) => {
    const wish = choice.stages[stage.id];
    if (!wish) return chain;
    const use = stage.decide({ stream, facts, wish, before: chain.steps.map((step) => step.stage) });
    if (!use.use) return { ...chain, skipped: [...chain.skipped, { stage: stage.id, title: stage.title, why: sentence(use.why) }] };
    const method = [wish.method, ...(use.prefer ?? [])].flatMap((id) => stage.methods.filter((one) => one.id === id))[0] ?? stage.methods[0]!;
    const { graph, delaySamples } = method.work(use.params, stream, use.strength);
    const step = { stage: stage.id, title: stage.title, method: method.id, params: use.params, graph, delaySamples, why: sentence(use.why) };
    return { ...chain, steps: [...chain.steps, step], cpu: chain.cpu + method.cpuSeconds * stream.channels };
  }, { steps: [], skipped: [], cpu: 0 });
}

/** A stage counts as skipped when no track uses it; the reasons of all tracks, each once. */
export function skippedStages(audio: readonly Pick<PlannedAudio, 'plan' | 'skipped'>[]): Plan['skipped'] {
  const used = new Set(audio.flatMap(({ plan }) => plan.steps.map(({ stage }) => stage)));
  const all = audio.flatMap(({ skipped }) => skipped).filter(({ stage }) => !used.has(stage));
  const stages = [...new Set(all.map(({ stage }) => stage))];
  return stages.map((stage) => {
    const rows = all.filter((row) => row.stage === stage);
    return { stage, title: rows[0]!.title, why: [...new Set(rows.map(({ why }) => why))].join(' ') };
  });
}

function audioEncoderFor(stream: AudioStream, row: AudioRow): AudioEncoder {
  const { codec, encoder, sampleFormat } = stream.bitDepth > 16 && row.deep && isLossless(stream.codec) ? row.deep : row;
  const sampleRate = row.sampleRates.length === 0 ? stream.sampleRate : (row.sampleRates.find((rate) => rate >= stream.sampleRate) ?? row.sampleRates.at(-1)!);
  return { codec, encoder, sampleRate, layout: stream.layout, sampleFormat, bitRate: row.kbitPerChannel === null ? null : row.kbitPerChannel * 1000 * stream.channels, options: row.options };
}

/** Codecs that keep every bit; only their depth is worth more than 16 bits. */
export const isLossless = (codec: string): boolean => /^(pcm_|flac|alac|truehd|mlp|wavpack|tta|ape)/.test(codec);

/**
 * Bits per second and channel where no container says it: Matroska often does not. Usual settings of discs and broadcasts (DVD AC-3 448 kbit/s and DTS
 * 1509 kbit/s for 5.1, Blu-ray E-AC-3 640, AAC and Opus 128 for stereo, MP2 192 and MP3 192); lossless codecs at 55 % of 16 bits at 48 kHz.
 */
const usualRates: Readonly<Record<string, number>> = { aac: 64_000, opus: 64_000, vorbis: 64_000, mp3: 96_000, mp2: 96_000, ac3: 75_000, eac3: 107_000, dts: 250_000, flac: 422_000, alac: 422_000 };

/** What mkvmerge writes of each track. */
function statedRate({ metadata }: AudioStream): number | null {
  const stated = Object.entries(metadata).find(([key]) => /^bps(-\w+)?$/i.test(key));
  return stated && Number(stated[1]) > 0 ? Number(stated[1]) : null;
}

function bitRateOf(plan: StreamPlan, stream: AudioStream): number {
  if (plan.action === 'drop') return 0;
  const uncompressed = stream.sampleRate * stream.channels * 16;
  const usual = usualRates[stream.codec];
  if (plan.action === 'copy') return stream.bitRate ?? statedRate(stream) ?? (usual === undefined ? uncompressed : usual * stream.channels);
  return plan.encoder?.bitRate ?? uncompressed;
}

function planOther(stream: SubtitleStream | DataStream | Attachment, type: Exclude<StreamPlan['type'], 'audio'>, container: Container): StreamPlan {
  const empty = 'bytes' in stream && stream.bytes === 0;
  const held = empty ? { action: 'drop' as const, becomes: 'nothing', why: 'It is empty.' } : mayHold(container, type, stream);
  return { index: stream.index, type, action: held.action, becomes: held.becomes, steps: [], encoder: null, why: held.why === null ? null : sentence(held.why) };
}

/** Sound that says neither rate nor channels can be neither played nor copied. */
const planData = (stream: DataStream, container: Container): StreamPlan =>
  (stream.kind === 'audio' ? { index: stream.index, type: 'audio', action: 'drop', becomes: 'nothing', steps: [], encoder: null, why: `It is ${stream.codec} sound without a sample rate or channels, which nothing can play; it stays in the source.` } : planOther(stream, stream.kind, container));
