// What every plan keeps, whatever it was made for: a table of names and checks. Each check returns what is wrong, or null.
import { plan as planSchema, videoEncoder, type Plan } from '../../shared/plan.ts';
import { equal } from '../../shared/time.ts';
import { videoStages } from '../../daemon/stages/index.ts';
import { machine, type machines } from './builder.ts';

type Check = (plan: Plan, on: (typeof machines)[number]) => string | null;
const when = (wrong: boolean, says: string): string | null => (wrong ? says : null);
const interlaced = ({ fieldOrder }: Plan['source']): boolean => fieldOrder === 'tff' || fieldOrder === 'bff';
const halved = (chroma: string): { across: boolean; down: boolean } => ({ across: ['420', '422', '411', '410'].includes(chroma), down: ['420', '440', '410'].includes(chroma) });

export const invariants: Readonly<Record<string, Check>> = {
  'the lines of an interlaced frame are scaled field by field, cut or framed on whole lines of both fields': ({ steps }) => {
    const wrong = steps.find(({ input, output, stage, graph }) => interlaced(input) && input.height !== output.height && !['convert-out', 'crop', 'fit'].includes(stage) && !(graph?.includes('separatefields') && output.height % (halved(output.pixel.chroma).down ? 4 : 2) === 0));
    const cut = steps.find(({ input, stage, params }) => interlaced(input) && stage === 'crop' && Number(params['top']) % (halved(input.pixel.chroma).down ? 4 : 2) !== 0);
    return when(wrong !== undefined || cut !== undefined, `${wrong?.stage ?? 'crop'} moves lines`);
  },
  'the picture is scaled once to its size: networks double it, one filter does the rest': ({ steps }) => {
    const filters = steps.filter(({ input, output, kind, stage }) => kind === 'filter' && !['convert-out', 'crop', 'fit'].includes(stage) && (input.width !== output.width || input.height !== output.height));
    return when(filters.length > 1, filters.map(({ stage }) => stage).join(' '));
  },
  'what is cropped goes before any work on it, what is put around it comes after': ({ steps }) => {
    const at = (stage: string): number => steps.findIndex((step) => step.stage === stage), scaled = steps.findIndex(({ stage }) => ['denoise', 'upscale', 'resize', 'sharpen'].includes(stage));
    return when((at('crop') >= 0 && scaled >= 0 && at('crop') > scaled) || (at('fit') >= 0 && at('fit') < scaled), steps.map(({ stage }) => stage).join(' '));
  },
  'deinterlacing comes before every size change': ({ steps }) => {
    const scaled = steps.findIndex(({ input, output }) => input.width !== output.width), fields = steps.findLastIndex(({ input, output }) => interlaced(input) && !interlaced(output));
    return when(scaled >= 0 && fields > scaled, 'scaled first');
  },
  'stages follow the canonical order': ({ steps }) => {
    const order = steps.map(({ stage }) => videoStages.findIndex(({ id }) => id === stage)).filter((place) => place >= 0);
    return when(order.some((place, i) => i > 0 && place < order[i - 1]!), order.join(' '));
  },
  'every stage is either a step or skipped': ({ steps, skipped }) => {
    const missing = videoStages.filter(({ id }) => steps.some(({ stage }) => stage === id) === skipped.some(({ stage }) => stage === id));
    return when(missing.length > 0, missing.map(({ id }) => id).join(' '));
  },
  'every skip has a reason, a sentence': ({ skipped }) => when(skipped.some(({ why }) => !/^[A-Z0-9×].{5,}\.$/s.test(why)), skipped.map(({ why }) => why).join(' | ')),
  'every step has a reason, a sentence': ({ steps }) => when(steps.some(({ why }) => !/^[A-Z0-9×].{5,}\.$/s.test(why)), steps.map(({ why }) => why).join(' | ')),
  'shapes join without a gap': ({ source, steps, result }) => {
    const shapes = [source, ...steps.map(({ output }) => output)], inputs = [...steps.map(({ input }) => input), result];
    const gap = inputs.findIndex((input, i) => JSON.stringify(input) !== JSON.stringify(shapes[i]));
    return when(gap >= 0, `before step ${gap}`);
  },
  'a filter has a graph and a process has none': ({ steps }) => when(steps.some(({ kind, graph }) => (kind === 'filter') !== (graph !== null)), 'mixed'),
  'the encoder is fully set and agrees with the result': ({ delivery: { video }, result, map }) => {
    const parsed = videoEncoder.safeParse(video);
    const agrees = video.width === result.width && video.height === result.height && video.pixel === result.pixel.name && equal(video.timeBase, map.timeBase) && equal(video.sar, result.sar);
    return when(!parsed.success || !agrees || video.threads < 1 || video.gop < 1, JSON.stringify(video));
  },
  'chroma planes come out whole, except in FFV1, which takes any size': ({ result, delivery }) => {
    if (delivery.video.encoder === 'ffv1') return null;
    const { across, down } = halved(result.pixel.chroma);
    return when((across && result.width % 2 === 1) || (down && result.height % 2 === 1), `${result.width}x${result.height}`);
  },
  'depth falls only with a notice': ({ source, result, notices }) => when(result.pixel.depth < source.pixel.depth && !notices.some((says) => /bits become/.test(says)), 'silent'),
  'transparency goes only with a notice': ({ source, result, notices }) => when(source.pixel.alpha && !result.pixel.alpha && !notices.some((says) => /Transparency is lost/.test(says)), 'silent'),
  'chroma is never reduced silently': ({ source, result, notices }) => {
    const rank = { none: 0, 410: 0, 411: 1, 420: 1, 440: 2, 422: 2, 444: 3 };
    return when(rank[result.pixel.chroma] < rank[source.pixel.chroma] && !notices.some((says) => /Colour is reduced/.test(says)), 'silent');
  },
  'colour is never left unsaid': ({ result: { colour } }) => when([colour.matrix, colour.primaries, colour.transfer, colour.range].includes('unspecified'), JSON.stringify(colour)),
  'segments partition the map and the clip': ({ segments, map, clip }) => {
    const whole = segments.every((segment, i) => segment.id === i && segment.first === (i ? segments[i - 1]!.first + segments[i - 1]!.count : 0) && segment.from === (i ? segments[i - 1]!.to : clip.in) && segment.to > segment.from && segment.warm <= segment.from - clip.in);
    const last = segments.at(-1)!;
    return when(!whole || last.first + last.count !== map.frames || last.to !== clip.out, JSON.stringify(segments.slice(0, 5)));
  },
  'the map counts what the result counts': ({ map, result }) => when(map.frames !== result.frames || map.runs.reduce((sum, { count }) => sum + count, 0) !== map.frames, `${map.frames} ${result.frames}`),
  'time in the container can be counted': ({ delivery, map }) => when(delivery.container !== 'mkv' && map.timeBase.den >= 2 ** 31, `${map.timeBase.den}`),
  'nothing needs more than the machine has': ({ resources }, on) => when(resources.memoryBytes > machine(on).memoryBytes, `${(resources.memoryBytes / 1e9).toFixed(1)} GB`),
  'threads do not fight for cores': ({ resources: { threads } }, on) => {
    const { cores } = machine(on), sum = threads.decode + threads.filter + threads.encode + threads.session;
    return when(sum > cores + 4 || Object.values(threads).some((count) => count < 1 || count > cores), JSON.stringify(threads));
  },
  'tracks are all accounted for': ({ media, streams }) => {
    const all = [media.video, ...media.audio, ...media.subtitles, ...media.data, ...media.attachments].map(({ index }) => index).sort();
    return when(JSON.stringify(all) !== JSON.stringify(streams.map(({ index }) => index).sort()), 'missing');
  },
  'whatever is not kept says why': ({ streams }) => when(streams.some(({ action, why }) => action !== 'copy' && action !== 'restore' && !why), JSON.stringify(streams)),
  'it is small, valid and the same when written and read again': (plan) => {
    const text = JSON.stringify(plan);
    return when(text.length >= 256 * 1024 || JSON.stringify(planSchema.parse(JSON.parse(text))) !== text, `${text.length} bytes`);
  },
  'it is frozen': (plan) => when(!Object.isFrozen(plan) || !Object.isFrozen(plan.steps) || !Object.isFrozen(plan.delivery.video), 'thawed'),
};
