// A timeline's item as the panel knows clips.
import type { ClipKind, HostClip, Speed } from '../shared/panel/host.ts';
import { instant, readRate, type Span } from '../shared/panel/instant.ts';
import type { Interpretation } from '../shared/preset.ts';
import { formatRatio, ratio } from '../shared/time.ts';
import { objectOf, objectsOf, textOf, wholeOf } from './calls.ts';
import { keyText, sourceStart, type Found } from './items.ts';
import type { MediaPoolItem } from './resolve-api.ts';
import type { Api } from './sequence.ts';
import { readFrameRate } from './timecode.ts';

/** Whether a file can be read by this process' user. */
export type IsThere = (path: string) => Promise<boolean>;
type Properties = Readonly<Record<'File Path' | 'FPS' | 'Frames' | 'Resolution' | 'Type' | 'Alpha mode' | 'Field Dominance' | 'Data Level', string>>;
const asked: readonly (keyof Properties)[] = ['File Path', 'FPS', 'Frames', 'Resolution', 'Type', 'Alpha mode', 'Field Dominance', 'Data Level'];

export async function readClip(api: Api, found: Found, isThere: IsThere): Promise<HostClip> {
  const { item, lane, sequence, start, end } = found, { timeline, rate } = sequence;
  const media = objectOf(await api.ask(item, 'GetMediaPoolItem')), told = media && await readProperties(api, media);
  const name = textOf(await api.ask(item, 'GetName')) ?? '', path = told && firstOfSequence(told['File Path']), kind = kindOf(told, name, lane.kind);
  const sourceRate = told && (readFrameRate(told.FPS)?.rate ?? null), frames = wholeOf(told?.Frames), from = await sourceStart(api, found);
  const shows = await readShown(api, found, sourceRate, from, frames);
  return {
    key: keyText({ timeline: sequence.id, id: found.id, kind: lane.kind, track: lane.index, start, path: textOf(told?.['File Path']), from }),
    name, kind, path, offline: (kind === 'media' || kind === 'sound' || kind === 'still') && (path === null || !await isThere(path)), enabled: await api.ask(item, 'GetClipEnabled') !== false,
    track: { index: lane.index - 1, name: textOf(await api.ask(timeline, 'GetTrackName', lane.kind, lane.index)) ?? '', locked: lockOf(await api.ask(timeline, 'GetIsTrackLocked', lane.kind, lane.index)) },
    sequence: sequence.id, place: { in: instant(start - sequence.start, rate), out: instant(end - sequence.start, rate) },
    ...shows, mediaLength: sourceRate && frames !== null ? instant(frames, sourceRate) : null, rate: sourceRate, size: sizeOf(told?.Resolution),
    effects: await countEffects(api, found), interpretation: interpretationOf(told), hasAlpha: told?.['Alpha mode'] ? !/^none$/i.test(told['Alpha mode']) : null,
    hasLinkedSound: lane.kind === 'audio' ? false : objectsOf(await api.ask(item, 'GetLinkedItems')).length > 0,
  };
}

async function readProperties(api: Api, media: MediaPoolItem): Promise<Properties> {
  const entries: [string, string][] = [];
  for (const name of asked) entries.push([name, textOf(await api.ask(media, 'GetClipProperty', name)) ?? '']);
  return Object.fromEntries(entries) as Properties;
}

const lockOf = (told: unknown): boolean | null => (typeof told === 'boolean' ? told : null);
/** Resolve writes numbered pictures as `shot_[0001-0100].dpx`; the first one stands for all of them. */
const firstOfSequence = (path: string): string | null => textOf(path.replace(/\[(\d+)-\d+\](?=\.\w+$)/, '$1'));
function sizeOf(text: string | undefined): HostClip['size'] {
  const [, width, height] = /^(\d+)\s*x\s*(\d+)$/i.exec(text ?? '') ?? [];
  return height === undefined ? null : { width: Number(width), height: Number(height) };
}

/** Items without media are made by Resolve; only their names tell what they are. */
function kindOf(told: Properties | null, name: string, lane: 'video' | 'audio'): ClipKind {
  if (!told) return /adjust/i.test(name) ? 'adjustment' : /title|text|scroll|subtitle/i.test(name) ? 'title' : 'generator';
  const type = told.Type;
  if (/multi/i.test(type)) return 'multicam';
  if (/timeline|compound|fusion/i.test(type)) return 'nested';
  if (/adjust/i.test(type)) return 'adjustment';
  if (/title/i.test(type)) return 'title';
  if (/generator|matte/i.test(type)) return 'generator';
  if (/still|image/i.test(type) && wholeOf(told.Frames) === 1) return 'still';
  return lane === 'audio' || /^(audio|stereo|mono)$/i.test(type) ? 'sound' : 'media';
}

function interpretationOf(told: Properties | null): Interpretation {
  const field = told?.['Field Dominance'] ?? '', levels = told?.['Data Level'] ?? '';
  return {
    ...(/progressive/i.test(field) ? { fieldOrder: 'progressive' as const } : /upper|top/i.test(field) ? { fieldOrder: 'tff' as const } : /lower|bottom/i.test(field) ? { fieldOrder: 'bff' as const } : {}),
    ...(/full/i.test(levels) ? { range: 'full' as const } : /video|legal|limited/i.test(levels) ? { range: 'limited' as const } : {}),
  };
}

/** Fusion compositions and tools of the colour page; null where there is no composition and nodes cannot be asked. */
async function countEffects(api: Api, { item, lane }: Found): Promise<number | null> {
  if (lane.kind === 'audio') return null;
  const compositions = wholeOf(await api.ask(item, 'GetFusionCompCount')) ?? 0;
  const graph = typeof item.GetNodeGraph === 'function' ? objectOf(await api.ask(item, 'GetNodeGraph')) : null;
  if (!graph) return compositions > 0 ? compositions : null;
  let tools = 0;
  for (let node = 1, nodes = wholeOf(await api.ask(graph, 'GetNumNodes')) ?? 0; node <= nodes; node++) {
    const used = await api.ask(graph, 'GetToolsInNode', node);
    tools += Array.isArray(used) ? used.length : 0;
  }
  return compositions + tools;
}

type Shown = Pick<HostClip, 'source' | 'speed' | 'reversed'>;
const untold: Shown = { source: null, speed: { kind: 'hidden' }, reversed: null };

/** What a clip shows of its media. Its end may be told with or without its last frame, so the length on the timeline decides where the speed is known. */
async function readShown(api: Api, found: Found, rate: string | null, from: number | null, frames: number | null): Promise<Shown> {
  const { item, sequence, start, end } = found;
  const until = typeof item.GetSourceEndFrame === 'function' ? wholeOf(await api.ask(item, 'GetSourceEndFrame')) : null;
  if (rate === null || from === null || until === null || frames === null) return untold;
  const length = framesShown(end - start, sequence.rate, rate), told = await readSpeed(api, found), reversed = told === null ? until < from : told < 0;
  const span = Math.abs(until - from), speed = told === null ? inferSpeed(span, length, rate !== sequence.rate) : speedOf(told);
  const count = speed.kind !== 'constant' ? span : told === null || Math.abs(told) === 100 ? length : Math.round(length * Math.abs(told) / 100);
  const first = reversed ? from + 1 - count : from;
  if (first < 0 || first >= frames) return { ...untold, speed, reversed };
  const source: Span = { in: instant(first, rate), out: instant(Math.min(first + count, frames), rate) };
  return { source, speed, reversed };
}

/** Frames of a source at `rate` that are on screen during `duration` frames of a timeline, at normal speed. */
function framesShown(duration: number, timelineRate: string, rate: string): number {
  const to = readRate(rate), of = readRate(timelineRate);
  return duration <= 0 ? 0 : Number(BigInt(duration - 1) * to.num * of.den / (to.den * of.num)) + 1;
}

/** Percent; null where this version does not tell. */
async function readSpeed(api: Api, { item }: Found): Promise<number | null> {
  if (typeof item.GetSpeed !== 'function') return null;
  const told = await api.ask(item, 'GetSpeed'), percent = typeof told === 'object' ? told?.Percentage : told;
  return typeof percent === 'number' && Number.isFinite(percent) ? percent : null;
}
/** A still frame of a clip has the speed 0. */
const speedOf = (percent: number): Speed => (percent === 0 ? { kind: 'varying' } : { kind: 'constant', ratio: formatRatio(ratio(Math.round(Math.abs(percent) * 1000), 100_000)) });
/** A retimed clip's length is rounded and its ramp not told: only normal speed can be known. */
const inferSpeed = (span: number, length: number, isMixed: boolean): Speed => (span === length || span + 1 === length || (isMixed && span === length + 1) ? { kind: 'constant', ratio: '1' } : { kind: 'hidden' });
