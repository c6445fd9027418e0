// A range of a timeline as a file, by one of Resolve's own render jobs.
import { FrameWrightError } from '../shared/errors.ts';
import { cannot, failed, hostName, objectOf, textOf } from './calls.ts';
import type { IsThere } from './clips.ts';
import type { Found } from './items.ts';
import type { Project } from './resolve-api.ts';
import { withTimeline } from './appending.ts';
import { needProject, type Api } from './sequence.ts';

/** What loses nothing that matters, the best first; Resolve has ProRes on every system only since 20. */
const wanted = [/prores.*4444(?!.*xq)/i, /prores.*422.*hq/i, /dnxhr.*444/i, /dnxhr.*hqx/i];
/** A render without progress for so long hangs, ms. */
const stallMs = 600_000;
export type RenderTimes = { readonly pollMs: number };

/** `join` puts a folder and a name together as this system does. The path of a file that is there. */
export async function renderClip(api: Api, found: Found, folder: string, given: { readonly isThere: IsThere; readonly join: (folder: string, name: string) => string; readonly newName: string } & RenderTimes): Promise<string> {
  if (found.lane.kind === 'audio') throw cannot('render', 'Only pictures are rendered.');
  const project = await api.inTurn(() => needProject(api));
  const job = await api.inTurn(() => withTimeline(api, found.sequence, () => begin(api, project, found, folder, given.newName)));
  try {
    await finished(api, project, job, given.pollMs);
    const made = await api.inTurn(() => madeBy(api, project, job, folder)), path = made && given.join(made.folder, made.name);
    if (!path || !await given.isThere(path)) throw failed('StartRendering', `It says that it is done, but ${path ?? 'no file'} is not there.`);
    return path;
  } finally {
    await api.inTurn(() => api.ask(project, 'DeleteRenderJob', job));
  }
}

async function begin(api: Api, project: Project, { start, end }: Found, folder: string, newName: string): Promise<string> {
  if (await api.ask(project, 'IsRenderingInProgress') === true) throw failed('StartRendering', 'Resolve is rendering already.');
  const before = objectOf(await api.ask(project, 'GetCurrentRenderFormatAndCodec'));
  try {
    const codec = await chooseCodec(api, project);
    if (await api.ask(project, 'SetCurrentRenderFormatAndCodec', 'mov', codec) !== true) throw failed('SetCurrentRenderFormatAndCodec', `It did not take ${codec}.`);
    // The last frame belongs to what is rendered.
    const settings = { SelectAllFrames: false, MarkIn: start, MarkOut: end - 1, TargetDir: folder, CustomName: newName, ExportVideo: true, ExportAudio: false };
    if (await api.ask(project, 'SetRenderSettings', settings) !== true) throw failed('SetRenderSettings', 'It did not take them.');
    const job = textOf(await api.ask(project, 'AddRenderJob'));
    if (job === null) throw failed('AddRenderJob', 'It made no job.');
    if (await api.ask(project, 'StartRendering', [job]) !== true) throw failed('StartRendering', 'It did not begin.');
    return job;
  } finally {
    if (before?.format && before.codec) await api.ask(project, 'SetCurrentRenderFormatAndCodec', before.format, before.codec);
  }
}

async function chooseCodec(api: Api, project: Project): Promise<string> {
  const codecs: Readonly<Record<string, string>> = objectOf(await api.ask(project, 'GetRenderCodecs', 'mov')) ?? {};
  for (const pattern of wanted) {
    const found = Object.entries(codecs).find(([words, name]) => pattern.test(words) || pattern.test(name));
    if (found) return found[1];
  }
  throw cannot('GetRenderCodecs', 'Neither ProRes nor DNxHR can be rendered here.');
}

async function finished(api: Api, project: Project, job: string, pollMs: number): Promise<void> {
  for (let progress = -1, since = performance.now(); ;) {
    const status = objectOf(await api.inTurn(() => api.ask(project, 'GetRenderJobStatus', job))), percent = status?.CompletionPercentage ?? 0;
    if (status?.JobStatus === 'Complete') return;
    if (status?.JobStatus === 'Failed' || status?.JobStatus === 'Cancelled') throw failed('StartRendering', status.Error ?? `The render was ${status.JobStatus.toLowerCase()}.`);
    if (percent !== progress) [progress, since] = [percent, performance.now()];
    if (performance.now() - since > stallMs) throw new FrameWrightError('host-silent', { host: hostName, seconds: stallMs / 1000 });
    await new Promise((resolve) => { setTimeout(resolve, pollMs); });
  }
}

async function madeBy(api: Api, project: Project, job: string, folder: string): Promise<{ readonly folder: string; readonly name: string } | null> {
  const jobs = await api.ask(project, 'GetRenderJobList'), made = Array.isArray(jobs) ? jobs.find(({ JobId }: { JobId?: string }) => JobId === job) : null;
  return made?.OutputFilename ? { folder: made.TargetDir ?? folder, name: made.OutputFilename } : null;
}
