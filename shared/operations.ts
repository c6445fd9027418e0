// The one operation table. Transports, clients and documents are made from it and from nothing else.
import { z } from 'zod';
import { analysed } from './analysis.ts';
import { daemonInfo, link, pairingCode, session } from './daemon.ts';
import { panelCommand } from './events.ts';
import { folderListing, folderRequest } from './folder.ts';
import { hardware } from './hardware.ts';
import { batchSummary, jobDetail, jobState, jobSummary, priority } from './job.ts';
import { anyMedia } from './media.ts';
import { compareRequest, comparison, moment, pictureRef, pictureSize, previewFrame, previewFrameRequest, resultFrame } from './pictures.ts';
import { anyPlan } from './plan.ts';
import { interpretation, range, wish } from './preset.ts';
import { report } from './report.ts';
import { settings, settingsPatch } from './settings.ts';
import { newWatch, watch } from './watch.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
/**
 * `reads` and `writes` name the request's fields that are paths of local files and folders: transports from outside the process check them before the call.
 * `open` operations need no token. `long` ones answer when something has ended, so no time limit applies. `repeatable` ones change nothing that a second call
 * would not leave the same, so a client whose connection was cut may ask again; every GET is.
 */
type Declared = { readonly reads?: readonly string[]; readonly writes?: readonly string[]; readonly open?: true; readonly long?: true; readonly repeatable?: true };
const operation = <Request extends z.ZodObject, Response extends z.ZodType>(title: string, method: Method, path: `/${string}`, request: Request, response: Response, declared: Declared = {}) =>
  ({ title, method, path, request, response, reads: declared.reads ?? [], writes: declared.writes ?? [], open: declared.open ?? false, long: declared.long ?? false, repeatable: declared.repeatable ?? method === 'GET' });

/** Absolute path of a local file. */
const path = z.string().min(1).describe('Absolute path of a local file.');
const source = z.object({ path, interpretation: interpretation.optional().describe('What is known better than the tags of the file.') });
const none = z.object({});
const ofJob = z.object({ job: z.string().describe('Id of the job, or the beginning of it when no other begins so.') });
/** Of the source `path`, or of a finished job's result. */
const ofPicture = z.object({ path: path.optional().describe('Absolute path of a source; give this or `job`.'), job: z.string().optional().describe('Id of a finished job, whose result is meant.'), interpretation: interpretation.optional(), size: pictureSize });

/** Lines for people under a heading. */
export const section = z.object({ heading: z.string().describe('Title of the section.'), lines: z.array(z.string()).readonly().describe('Its lines.') }).readonly().describe('Lines for people under a heading.');
/** What doctor found; `mend` is a command or a sentence. */
export const finding = z.object({ what: z.string().describe('What was looked at.'), ok: z.boolean().describe('Whether it is well.'), says: z.string().describe('What was found.'),
  mend: z.string().nullable().describe('A command or a sentence that mends it; null when nothing needs to.') }).readonly().describe('What doctor found.');
/** All that a form for a stage is drawn from. A wish for it is `{ strength, method, ...params }`, each of which may be left out. */
export const stageInfo = z.object({
  id: z.string().describe('As a wish names it.'), title: z.string().describe('What is done, as people read it.'), kind: z.enum(['picture', 'sound']).describe('What it works on.'),
  takesStrength: z.boolean().describe('Whether a strength from 0 to 1 means anything; otherwise the stage is only left to itself (auto) or off.'),
  methods: z.array(z.string()).readonly().describe('Ids, best first.'),
  methodTitles: z.record(z.string(), z.string()).readonly().describe('What people call each method.'),
  methodModels: z.record(z.string(), z.string().nullable()).readonly().describe('Id of the model that each method runs, or null.'),
  params: z.record(z.string(), z.unknown()).describe('JSON schema (2020-12) of the parameters: title, description, unit, range and default of each.'),
}).readonly().describe('Something that can be done to picture or sound.');
export const presetInfo = z.object({ name: z.string().describe('As a wish names it.'), kind: z.enum(['quality', 'style', 'preset', 'delivery']).describe('What it is.'), title: z.string().describe('As people read it.'),
  description: z.string().describe('What it is for.') }).readonly().describe('A preset, style, quality or delivery.');
export const modelInfo = z.object({
  id: z.string().describe('Names the model.'), task: z.string().describe('What it does: denoise, upscale.'), title: z.string().describe('As people read it.'),
  licence: z.string().describe('SPDX identifier of the weights\' licence.'), commercialUse: z.boolean().describe('Whether the licence allows commercial use.'),
  installed: z.boolean().describe('Whether its files are on this machine in full length.'), bytes: z.int().describe('Size of its files, bytes.'),
}).readonly().describe('A model.');

/** How results are made and named. `output` is a file, or a folder ending in a separator; null puts `clip.restored.mp4` beside the source. */
const order = { wish, config: path.optional().describe('Absolute path of a preset file.'),
  output: z.string().nullable().default(null).describe('Absolute path of the result, or of a folder with a separator at its end; null puts clip.restored.mp4 beside the source.'),
  overwrite: z.boolean().default(false).describe('Whether a file of that name may be replaced.'), priority: priority.default(0),
  client: z.string().max(100).default('').describe('Who submits; jobs of different clients take turns.') };
/** The same `key` twice is one job. `planned`: answer when the plan is there, so that what can be refused is refused in the answer; otherwise at once, and a refusal becomes the job's failure. */
const newJob = z.object({ path, ...order, key: z.string().max(200).optional().describe('The same key twice is one job.'), planned: z.boolean().default(true).describe('Whether to answer when the plan is there, so that what can be refused is refused in the answer.') });

export const operations = {
  describe: operation('What this daemon is', 'GET', '/daemon', none, daemonInfo),
  stop: operation('End the daemon; running jobs go on when it starts again', 'POST', '/daemon/stop', none, none),
  hardware: operation('What this machine can do', 'GET', '/hardware', z.object({ measure: z.boolean().default(false).describe('Whether to measure again instead of answering what is known; takes seconds.') }), hardware),
  doctor: operation('What is wrong with this machine, and how to mend it', 'GET', '/doctor', none, z.array(finding)),
  settings: operation('Settings of the daemon', 'GET', '/settings', none, settings),
  changeSettings: operation('Change some settings', 'PATCH', '/settings', settingsPatch, settings, { repeatable: true }),
  host: operation('Tell what an editor is doing, so that work makes way', 'POST', '/hosts', z.object({ host: z.string().max(100).describe('Name of the editor.'), state: z.enum(['idle', 'playing', 'rendering', 'gone']).describe('What it does; `gone` when it ends.') }), none, { repeatable: true }),
  command: operation('Have the panels in editors do something with what is selected there', 'POST', '/hosts/command', panelCommand, z.object({ hosts: z.array(z.string()).describe('Editors whose panels were told.') })),

  pairingCode: operation('A six-digit code with which a panel that cannot read files asks for a token', 'POST', '/pairing', none, pairingCode),
  pair: operation('A token for a pairing code', 'POST', '/pair', z.object({ code: z.string().regex(/^\d{6}$/).describe('Six digits, as the daemon shows them.'), client: z.string().max(100).describe('Name of the panel.') }), session, { open: true }),
  dashboardLink: operation('A link that opens the dashboard once', 'POST', '/dashboard', none, link),
  enter: operation('A token for the one-time code of a dashboard link', 'POST', '/enter', z.object({ code: z.string().max(100).describe('The code of the link, behind its #code=.') }), session, { open: true }),

  folder: operation('What lies in a local folder', 'POST', '/folder', folderRequest, folderListing, { reads: ['path'] }),
  probe: operation('What a file is', 'POST', '/probe', source, anyMedia, { reads: ['path'], repeatable: true }),
  analyze: operation('What a file shows', 'POST', '/analyze', source.extend({ depth: z.enum(['glance', 'survey']).default('glance').describe('A few spans, or every frame.') }), analysed, { reads: ['path'], long: true, repeatable: true }),
  /** `config` is the path of a preset file; `hardware` plans for another machine than this one. */
  plan: operation('What would be done to a file, and why', 'POST', '/plan', z.object({ path, wish, config: path.optional().describe('Absolute path of a preset file.'),
    hardware: hardware.optional().describe('Plans for another machine than this one.') }), anyPlan, { reads: ['path', 'config'], repeatable: true }),
  explain: operation('A plan in words', 'POST', '/explain', z.object({ plan: anyPlan.describe('A plan, as the operation plan answered it.') }), z.array(section), { repeatable: true }),
  presets: operation('Presets, styles, qualities and deliveries', 'GET', '/presets', none, z.array(presetInfo)),
  stages: operation('Stages with their parameters', 'GET', '/stages', none, z.array(stageInfo)),
  wishSchema: operation('All that can be asked for, as a form is drawn from it', 'GET', '/wish', none, z.record(z.string(), z.unknown()).describe('JSON schema (2020-12) of a wish: type, range, default and description of each field.')),
  models: operation('Models, their licences and whether they are here', 'GET', '/models', none, z.array(modelInfo)),

  submit: operation('Restore a file', 'POST', '/jobs', newJob, jobSummary, { reads: ['path', 'config'], writes: ['output'] }),
  /** The newest `limit` jobs that match, oldest first; `before` (a job's id) goes further back. `search` is words in source, result and title. */
  jobs: operation('Jobs', 'GET', '/jobs', z.object({ states: z.array(jobState).optional().describe('Only jobs in one of these states.'),
    search: z.string().max(200).optional().describe('Words that stand in source, result or title.'), batch: z.string().optional().describe('Only jobs of the batch with this id.'),
    client: z.string().optional().describe('Only jobs that this client submitted.'), limit: z.int().min(1).max(10_000).default(1000).describe('The newest so many, oldest first.'),
    before: z.string().optional().describe('Id of a job: only older ones.') }), z.array(jobSummary)),
  job: operation('One job, whole', 'GET', '/jobs/{job}', ofJob, jobDetail),
  /** Returns when the job has ended; progress comes as events. */
  follow: operation('Wait for a job', 'GET', '/jobs/{job}/end', ofJob, jobSummary, { long: true }),
  pause: operation('Let a job rest after its running segment, keeping what is finished', 'POST', '/jobs/{job}/pause', ofJob, jobSummary),
  resume: operation('Go on with a job that rests, failed or was cancelled', 'POST', '/jobs/{job}/resume', ofJob, jobSummary),
  retry: operation('Try a failed job again now, keeping what is finished', 'POST', '/jobs/{job}/retry', ofJob, jobSummary),
  cancel: operation('Stop a job, keeping what is finished', 'POST', '/jobs/{job}/cancel', ofJob, jobSummary),
  reprioritise: operation('Change when a job has its turn', 'PATCH', '/jobs/{job}', ofJob.extend({ priority }), jobSummary, { repeatable: true }),
  remove: operation('Forget a job and its unfinished files', 'DELETE', '/jobs/{job}', ofJob, z.object({ removed: z.string().describe('Id of the job that is gone.') })),
  /** Lines after the `after`-th, oldest first. */
  log: operation('Log lines of a job', 'GET', '/jobs/{job}/log', ofJob.extend({ after: z.int().min(0).default(0).describe('Lines before this count are left out.'),
    limit: z.int().min(1).max(10_000).default(1000).describe('Lines at most.') }), z.object({ lines: z.array(z.string()).describe('Oldest first.'), next: z.int().describe('What to give as `after` for the lines that come then.') })),
  report: operation('What was done, measured and spent', 'GET', '/jobs/{job}/report', ofJob, report),
  /** Before/after picture of a finished job at its worst moment, written beside the result. */
  picture: operation('A before/after picture of a result', 'POST', '/jobs/{job}/picture', ofJob, z.object({ picture: z.string().describe('Absolute path of the picture.'), frame: z.int().describe('Frame of the result that it shows.') })),

  /** Every video and sound file of `folder`, or exactly `paths`; each becomes a job of its own. */
  submitBatch: operation('Restore many files', 'POST', '/batches', z.object({ folder: path.optional().describe('Absolute path: every video and sound file in it. Give this or `paths`.'),
    recursive: z.boolean().default(false).describe('Whether folders in the folder are looked into.'), paths: z.array(path).max(10_000).optional().describe('Absolute paths of the files.'), ...order,
    key: z.string().max(200).optional().describe('The same key twice is one batch.') }), z.object({ batch: batchSummary.describe('The batch.'), jobs: z.array(jobSummary).describe('Its jobs, in the order of the files.') }),
    { reads: ['folder', 'paths', 'config'], writes: ['output'] }),
  batches: operation('Batches', 'GET', '/batches', none, z.array(batchSummary)),
  cancelBatch: operation('Stop every unfinished job of a batch', 'POST', '/batches/{batch}/cancel', z.object({ batch: z.string().describe('Id of the batch.') }), batchSummary),

  watches: operation('Watch folders', 'GET', '/watches', none, z.array(watch)),
  watch: operation('Restore whatever is put into a folder', 'POST', '/watches', newWatch, watch, { reads: ['folder', 'config'], writes: ['output'] }),
  unwatch: operation('Watch a folder no more; its files stay', 'DELETE', '/watches/{watch}', z.object({ watch: z.string().describe('Id of the watch folder.') }), z.object({ removed: z.string().describe('Id of the watch folder that is gone.') })),

  /** `range` null takes the first five seconds, or all of a shorter clip. `output` is a file, or a folder as for submit; a preview replaces nothing. Of sound there is no picture. */
  preview: operation('A span and its before/after picture, as files', 'POST', '/previews',
    z.object({ path, wish, config: path.optional().describe('Absolute path of a preset file.'), range: range.nullable().default(null).describe('The span; null takes the first five seconds, or all of a shorter clip.'),
    output: z.string().nullable().default(null).describe('Absolute path of a file, or of a folder with a separator at its end; null: beside the source. Nothing is replaced.') }),
    z.object({ video: z.string().describe('Absolute path of the span.'), picture: z.string().nullable().describe('Absolute path of the before/after picture; null for sound.'),
    frame: z.int().nullable().describe('Frame that it shows; null for sound.') }), { reads: ['path', 'config'], writes: ['output'], long: true }),
  previewFrame: operation('One frame before and after', 'POST', '/previews/frame', previewFrameRequest, previewFrame, { reads: ['path', 'config'], repeatable: true }),
  compare: operation('One frame under several wishes', 'POST', '/previews/compare', compareRequest, comparison, { reads: ['path', 'config'], long: true, repeatable: true }),
  moments: operation('Moments worth looking at', 'POST', '/moments', source, z.array(moment), { reads: ['path'], repeatable: true }),
  frame: operation('A frame of a source or a result', 'POST', '/frames', ofPicture.extend({ frame: z.int().nonnegative().describe('Frame of the source\'s index or of the result.') }), pictureRef, { reads: ['path'], repeatable: true }),
  resultFrame: operation('A frame of a result beside the frame of the source that it was made of', 'POST', '/jobs/{job}/frame', ofJob.extend({ frame: z.int().nonnegative().describe('Frame of the result.'), size: pictureSize }), resultFrame, { repeatable: true }),
  /** Evenly spaced over the whole. */
  thumbnails: operation('Small pictures over the length of a source or a result', 'POST', '/thumbnails', ofPicture.extend({ count: z.int().min(1).max(64).default(8).describe('How many, evenly spaced over the whole.') }),
    z.array(z.object({ frame: z.int().describe('Frame that the picture shows.'), picture: pictureRef })), { reads: ['path'], repeatable: true }),
};

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type RequestOf<Name extends OperationName> = z.input<Operations[Name]['request']>;
export type ParsedRequestOf<Name extends OperationName> = z.output<Operations[Name]['request']>;
export type ResponseOf<Name extends OperationName> = z.output<Operations[Name]['response']>;
