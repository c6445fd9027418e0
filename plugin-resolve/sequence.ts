// The open project and its timelines.
import type { HostContext } from '../shared/panel/host.ts';
import { instant } from '../shared/panel/instant.ts';
import { failed, has, objectOf, required, textOf, wholeOf, type Calls } from './calls.ts';
import type { MarkInOut, MediaPool, Project, Resolve, Timeline } from './resolve-api.ts';
import { parseTimecode, readFrameRate } from './timecode.ts';

export type Api = Calls & { readonly resolve: Resolve };
/** A timeline and how it counts; `start` is its first frame's number, which all frame numbers of items include. */
export type Sequence = { readonly timeline: Timeline; readonly id: string; readonly rate: string; readonly dropFrame: boolean; readonly start: number };

export async function openProject(api: Api): Promise<Project | null> {
  return objectOf(await api.ask(required('GetProjectManager', await api.ask(api.resolve, 'GetProjectManager')), 'GetCurrentProject'));
}
/** @throws FrameWrightError `host-failed` where no project is open. */
export async function needProject(api: Api): Promise<Project> {
  const project = await openProject(api);
  if (!project) throw failed('GetCurrentProject', 'No project is open.');
  return project;
}
export const mediaPoolOf = async (api: Api): Promise<MediaPool> => required('GetMediaPool', await api.ask(await needProject(api), 'GetMediaPool'));

/** @throws FrameWrightError `host-failed` for a timeline whose rate cannot be read. */
export async function readSequence(api: Api, timeline: Timeline): Promise<Sequence> {
  const told = String(await api.ask(timeline, 'GetSetting', 'timelineFrameRate')), rate = readFrameRate(told);
  if (!rate) throw failed('GetSetting', `The timeline's rate reads "${told}".`);
  const starts = textOf(await api.ask(timeline, 'GetStartTimecode'));
  return {
    timeline, rate: rate.rate, dropFrame: rate.dropFrame || (starts?.includes(';') ?? false),
    id: textOf(await api.ask(timeline, 'GetUniqueId')) ?? '', start: wholeOf(await api.ask(timeline, 'GetStartFrame')) ?? 0,
  };
}
export async function currentSequence(api: Api): Promise<Sequence | null> {
  const project = await openProject(api), timeline = project && objectOf(await api.ask(project, 'GetCurrentTimeline'));
  return timeline && readSequence(api, timeline);
}
/** @throws FrameWrightError `host-failed`. */
export async function needSequence(api: Api): Promise<Sequence> {
  const sequence = await currentSequence(api);
  if (!sequence) throw failed('GetCurrentTimeline', 'No timeline is open.');
  return sequence;
}

export async function allTimelines(api: Api): Promise<Timeline[]> {
  const project = await needProject(api), count = wholeOf(await api.ask(project, 'GetTimelineCount')) ?? 0;
  const timelines: Timeline[] = [];
  for (let index = 1; index <= count; index++) {
    const timeline = objectOf(await api.ask(project, 'GetTimelineByIndex', index));
    if (timeline) timelines.push(timeline);
  }
  return timelines;
}
/** Wherever it is in the project; null when it was deleted. */
export async function sequenceById(api: Api, id: string): Promise<Sequence | null> {
  const current = await currentSequence(api);
  if (current?.id === id) return current;
  for (const timeline of await allTimelines(api)) if (await api.ask(timeline, 'GetUniqueId') === id) return readSequence(api, timeline);
  return null;
}

export async function readContext(api: Api): Promise<HostContext> {
  const project = await openProject(api);
  if (!project) return { project: null, sequence: null };
  const id = textOf(await api.ask(project, 'GetUniqueId')), name = textOf(await api.ask(project, 'GetName')) ?? '';
  const sequence = await currentSequence(api);
  // A project lives in a database: it is no file.
  return { project: { id: id ?? name, name, path: null }, sequence: sequence && await describeSequence(api, sequence) };
}

async function describeSequence(api: Api, sequence: Sequence): Promise<HostContext['sequence']> {
  const { timeline, id, rate, dropFrame, start } = sequence;
  const size = async (side: string): Promise<number> => wholeOf(await api.ask(timeline, 'GetSetting', `timelineResolution${side}`)) ?? 0;
  const playhead = await readPlayhead(api, sequence), end = wholeOf(await api.ask(timeline, 'GetEndFrame'));
  return {
    id, name: textOf(await api.ask(timeline, 'GetName')) ?? '', rate, dropFrame, startsAt: instant(start, rate), size: { width: await size('Width'), height: await size('Height') },
    playhead: playhead === null ? null : instant(playhead - start, rate), marks: await readMarks(api, sequence), end: instant(Math.max(0, (end ?? start) - start), rate),
  };
}

/** With the timeline's start; null where it is not told. */
export async function readPlayhead(api: Api, { timeline, rate }: Sequence): Promise<number | null> {
  const text = textOf(await api.ask(timeline, 'GetCurrentTimecode'));
  return text === null ? null : parseTimecode(text, rate)?.frame ?? null;
}

/** The last frame that is marked belongs to the range; ours is half-open. */
async function readMarks(api: Api, { timeline, rate }: Sequence): Promise<NonNullable<HostContext['sequence']>['marks']> {
  const told = has(timeline, 'GetMarkInOut') ? objectOf(await api.ask(timeline, 'GetMarkInOut')) as MarkInOut | null : null, marks = told?.video ?? told?.audio;
  const first = wholeOf(marks?.in), last = wholeOf(marks?.out);
  return { in: first === null ? null : instant(first, rate), out: last === null ? null : instant(last + 1, rate) };
}
