// A plan in words: what is done to the picture and the sound and why, what is not, what comes out, and what it costs.
import type { Plan, StreamPlan } from '../../shared/plan.ts';
import { toNumber } from '../../shared/time.ts';
import { bitRate, bytes, interval } from '../../shared/words.ts';
import { carriesUserData } from '../media/user-data.ts';
import { pixelWords, sizeWords } from './words.ts';

export type Section = { readonly heading: string; readonly lines: readonly string[] };

/** Sections with at least one line each, in reading order. */
export function explainPlan(plan: Plan): Section[] {
  return [
    { heading: 'Source', lines: sourceLines(plan) },
    { heading: 'What is done', lines: stepLines(plan) },
    { heading: 'What is not done', lines: plan.skipped.map(({ title, why }) => `${title}: ${why}`) },
    { heading: 'Streams', lines: [...streamLines(plan), ...captionLines(plan)] },
    { heading: 'Result', lines: resultLines(plan) },
    { heading: 'Cost', lines: costLines(plan) },
    { heading: 'Please note', lines: plan.notices },
  ].filter(({ lines }) => lines.length > 0);
}

const rateWords = (rate: { num: number; den: number }): string => `${Number(toNumber(rate).toFixed(3))} fps`;
const fieldWords = { progressive: 'progressive', tff: 'interlaced, top field first', bff: 'interlaced, bottom field first', unknown: 'field order unknown' } as const;

function sourceLines({ media, source, clip }: Plan): string[] {
  const { video } = media, { colour } = source;
  const frames = clip.out - clip.in;
  return [
    `${sizeWords(source)} ${video.codec}, ${pixelWords(source.pixel)}, ${rateWords(source.rate)}${video.rate.constant ? '' : ' on average'}, ${fieldWords[source.fieldOrder]}`,
    `Colour: ${colour.matrix} matrix, ${colour.primaries} primaries, ${colour.transfer} transfer, ${colour.range} range`,
    `${frames} ${frames === 1 ? 'frame' : 'frames'}${clip.in === 0 ? '' : ` from frame ${clip.in}`}`,
  ];
}

function stepLines({ steps, streams }: Plan): string[] {
  const video = steps.map(({ title, method, strength, why, model }) => `${title} by ${method}${model === null ? '' : ' (network)'}${strength === null ? '' : `, strength ${strength}`}. ${why}`);
  const audio = streams.flatMap((stream) => stream.steps.map(({ title, method, why }) => `Sound ${stream.index}: ${title} by ${method}. ${why}`));
  const lines = [...video, ...audio].map((line, i) => `${i + 1}. ${line}`);
  return lines.length ? lines : ['Nothing: the picture is encoded anew without a change.'];
}

const actions: Readonly<Record<StreamPlan['action'], string>> = {
  restore: 'restored as', copy: 'kept as it is,', encode: 'encoded as', convert: 'converted to', sidecar: 'put beside the result as', regenerate: 'made anew as', drop: 'left out:',
};

export const streamLines = ({ streams }: Pick<Plan, 'streams'>): string[] => streams.map(({ index, type, action, becomes, why }) => `${index} ${type}: ${actions[action]} ${becomes}${why === null ? '' : `. ${why}`}`);

/** Captions have no stream of their own. */
const captionLines = ({ media, delivery }: Plan): string[] =>
  (media.video.closedCaptions ? [`Captions inside the picture: ${carriesUserData(delivery.video.codec) ? 'kept there, each once with its picture' : 'put beside the result as captions.scc and captions.mcc'}`] : []);

function resultLines({ result, delivery, map }: Plan): string[] {
  const { video } = delivery;
  const quality = { crf: `constant quality CRF ${video.rateControl.value}`, qscale: `quantiser ${video.rateControl.value}`, lossless: 'lossless', fixed: 'rate of the profile', bitrate: `${bitRate(video.rateControl.value)} on average` }[video.rateControl.kind];
  return [
    `${delivery.title} in ${delivery.container.toUpperCase()}, ${quality}`,
    `${sizeWords(result)}, ${pixelWords(result.pixel)}, ${rateWords(result.rate)}, ${map.frames} ${map.frames === 1 ? 'frame' : 'frames'}, pixels ${result.sar.num}:${result.sar.den}`,
    ...(delivery.timecode === null ? [] : [`Start timecode ${delivery.timecode}`]),
  ];
}

function costLines({ estimate, resources, segments, overTime }: Plan): string[] {
  const { threads, tile } = resources;
  return [
    `Time: ${interval(estimate.seconds)}${overTime ? ', more than the time given' : ''}`,
    `Size of the result: about ${bytes(estimate.bytes)}; disk needed while running: ${bytes(resources.diskBytes)}; memory: ${bytes(resources.memoryBytes)}`,
    `Runs on ${resources.device}${tile ? ` in tiles of ${tile.size} pixels` : ''}; threads: ${threads.decode} decoding, ${threads.filter} filtering, ${threads.session} for networks, ${threads.encode} encoding`,
    `${segments.length} ${segments.length === 1 ? 'segment' : 'segments'}; each is kept as soon as it is finished`,
  ];
}
