// The one operation table. Transports, clients and documents are made from it and from nothing else.
import { z } from 'zod';
import { analysed } from './analysis.ts';
import { daemonInfo, link, pairingCode, session } from './daemon.ts';
import { folderListing, folderRequest } from './folder.ts';
import { hardware } from './hardware.ts';
import { batchSummary, jobDetail, jobState, jobSummary, priority } from './job.ts';
import { anyMedia } from './media.ts';
import { compareRequest, comparison, moment, pictureRef, pictureSize, previewFrame, previewFrameRequest } from './pictures.ts';
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
const path = z.string().min(1);
const source = z.object({ path, interpretation: interpretation.optional() });
const none = z.object({});
const ofJob = z.object({ job: z.string() });
/** Of the source `path`, or of a finished job's result. */
const ofPicture = z.object({ path: path.optional(), job: z.string().optional(), interpretation: interpretation.optional(), size: pictureSize });

/** Lines for people under a heading. */
export const section = z.object({ heading: z.string(), lines: z.array(z.string()).readonly() }).readonly();
/** What doctor found; `mend` is a command or a sentence. */
export const finding = z.object({ what: z.string(), ok: z.boolean(), says: z.string(), mend: z.string().nullable() }).readonly();
/** All that a form for a stage is drawn from. A wish for it is `{ strength, method, ...params }`, each of which may be left out. */
export const stageInfo = z.object({
  id: z.string(), title: z.string().describe('What is done, as people read it.'), kind: z.enum(['picture', 'sound']),
  takesStrength: z.boolean().describe('Whether a strength from 0 to 1 means anything; otherwise the stage is only left to itself (auto) or off.'),
  methods: z.array(z.string()).readonly().describe('Ids, best first.'),
  methodTitles: z.record(z.string(), z.string()).readonly().describe('What people call each method.'),
  methodModels: z.record(z.string(), z.string().nullable()).readonly().describe('Id of the model that each method runs, or null.'),
  params: z.record(z.string(), z.unknown()).describe('JSON schema (2020-12) of the parameters: title, description, unit, range and default of each.'),
}).readonly();
export const presetInfo = z.object({ name: z.string(), kind: z.enum(['quality', 'style', 'preset', 'delivery']), title: z.string(), description: z.string() }).readonly();
export const modelInfo = z.object({
  id: z.string(), task: z.string().describe('What it does: denoise, upscale.'), title: z.string(),
  licence: z.string().describe('SPDX identifier of the weights\' licence.'), commercialUse: z.boolean().describe('Whether the licence allows commercial use.'),
  installed: z.boolean().describe('Whether its files are on this machine in full length.'), bytes: z.int().describe('Size of its files, bytes.'),
}).readonly();

/** How results are made and named. `output` is a file, or a folder ending in a separator; null puts `clip.restored.mp4` beside the source. */
const order = { wish, config: path.optional(), output: z.string().nullable().default(null), overwrite: z.boolean().default(false), priority: priority.default(0), client: z.string().max(100).default('') };
/** The same `key` twice is one job. `planned`: answer when the plan is there, so that what can be refused is refused in the answer; otherwise at once, and a refusal becomes the job's failure. */
const newJob = z.object({ path, ...order, key: z.string().max(200).optional(), planned: z.boolean().default(true) });

export const operations = {
  describe: operation('What this daemon is', 'GET', '/daemon', none, daemonInfo),
  stop: operation('End the daemon; running jobs go on when it starts again', 'POST', '/daemon/stop', none, none),
  hardware: operation('What this machine can do', 'GET', '/hardware', z.object({ measure: z.boolean().default(false) }), hardware),
  doctor: operation('What is wrong with this machine, and how to mend it', 'GET', '/doctor', none, z.array(finding)),
  settings: operation('Settings of the daemon', 'GET', '/settings', none, settings),
  changeSettings: operation('Change some settings', 'PATCH', '/settings', settingsPatch, settings, { repeatable: true }),
  host: operation('Tell what an editor is doing, so that work makes way', 'POST', '/hosts', z.object({ host: z.string().max(100), state: z.enum(['idle', 'playing', 'rendering', 'gone']) }), none, { repeatable: true }),

  pairingCode: operation('A six-digit code with which a panel that cannot read files asks for a token', 'POST', '/pairing', none, pairingCode),
  pair: operation('A token for a pairing code', 'POST', '/pair', z.object({ code: z.string().regex(/^\d{6}$/), client: z.string().max(100) }), session, { open: true }),
  dashboardLink: operation('A link that opens the dashboard once', 'POST', '/dashboard', none, link),
  enter: operation('A token for the one-time code of a dashboard link', 'POST', '/enter', z.object({ code: z.string().max(100) }), session, { open: true }),

  folder: operation('What lies in a local folder', 'POST', '/folder', folderRequest, folderListing, { reads: ['path'] }),
  probe: operation('What a file is', 'POST', '/probe', source, anyMedia, { reads: ['path'], repeatable: true }),
  analyze: operation('What a file shows', 'POST', '/analyze', source.extend({ depth: z.enum(['glance', 'survey']).default('glance') }), analysed, { reads: ['path'], long: true, repeatable: true }),
  /** `config` is the path of a preset file; `hardware` plans for another machine than this one. */
  plan: operation('What would be done to a file, and why', 'POST', '/plan', z.object({ path, wish, config: path.optional(), hardware: hardware.optional() }), anyPlan, { reads: ['path', 'config'], repeatable: true }),
  explain: operation('A plan in words', 'POST', '/explain', z.object({ plan: anyPlan }), z.array(section), { repeatable: true }),
  presets: operation('Presets, styles, qualities and deliveries', 'GET', '/presets', none, z.array(presetInfo)),
  stages: operation('Stages with their parameters', 'GET', '/stages', none, z.array(stageInfo)),
  models: operation('Models, their licences and whether they are here', 'GET', '/models', none, z.array(modelInfo)),

  submit: operation('Restore a file', 'POST', '/jobs', newJob, jobSummary, { reads: ['path', 'config'], writes: ['output'] }),
  /** The newest `limit` jobs that match, oldest first; `before` (a job's id) goes further back. `search` is words in source, result and title. */
  jobs: operation('Jobs', 'GET', '/jobs', z.object({ states: z.array(jobState).optional(), search: z.string().max(200).optional(), batch: z.string().optional(), client: z.string().optional(), limit: z.int().min(1).max(10_000).default(1000), before: z.string().optional() }), z.array(jobSummary)),
  job: operation('One job, whole', 'GET', '/jobs/{job}', ofJob, jobDetail),
  /** Returns when the job has ended; progress comes as events. */
  follow: operation('Wait for a job', 'GET', '/jobs/{job}/end', ofJob, jobSummary, { long: true }),
  pause: operation('Let a job rest after its running segment, keeping what is finished', 'POST', '/jobs/{job}/pause', ofJob, jobSummary),
  resume: operation('Go on with a job that rests, failed or was cancelled', 'POST', '/jobs/{job}/resume', ofJob, jobSummary),
  retry: operation('Try a failed job again now, keeping what is finished', 'POST', '/jobs/{job}/retry', ofJob, jobSummary),
  cancel: operation('Stop a job, keeping what is finished', 'POST', '/jobs/{job}/cancel', ofJob, jobSummary),
  reprioritise: operation('Change when a job has its turn', 'PATCH', '/jobs/{job}', ofJob.extend({ priority }), jobSummary, { repeatable: true }),
  remove: operation('Forget a job and its unfinished files', 'DELETE', '/jobs/{job}', ofJob, z.object({ removed: z.string() })),
  /** Lines after the `after`-th, oldest first. */
  log: operation('Log lines of a job', 'GET', '/jobs/{job}/log', ofJob.extend({ after: z.int().min(0).default(0), limit: z.int().min(1).max(10_000).default(1000) }), z.object({ lines: z.array(z.string()), next: z.int() })),
  report: operation('What was done, measured and spent', 'GET', '/jobs/{job}/report', ofJob, report),
  /** Before/after picture of a finished job at its worst moment, written beside the result. */
  picture: operation('A before/after picture of a result', 'POST', '/jobs/{job}/picture', ofJob, z.object({ picture: z.string(), frame: z.int() })),

  /** Every video and sound file of `folder`, or exactly `paths`; each becomes a job of its own. */
  submitBatch: operation('Restore many files', 'POST', '/batches', z.object({ folder: path.optional(), recursive: z.boolean().default(false), paths: z.array(path).max(10_000).optional(), ...order, key: z.string().max(200).optional() }), z.object({ batch: batchSummary, jobs: z.array(jobSummary) }), { reads: ['folder', 'paths', 'config'], writes: ['output'] }),
  batches: operation('Batches', 'GET', '/batches', none, z.array(batchSummary)),
  cancelBatch: operation('Stop every unfinished job of a batch', 'POST', '/batches/{batch}/cancel', z.object({ batch: z.string() }), batchSummary),

  watches: operation('Watch folders', 'GET', '/watches', none, z.array(watch)),
  watch: operation('Restore whatever is put into a folder', 'POST', '/watches', newWatch, watch, { reads: ['folder', 'config'], writes: ['output'] }),
  unwatch: operation('Watch a folder no more; its files stay', 'DELETE', '/watches/{watch}', z.object({ watch: z.string() }), z.object({ removed: z.string() })),

  /** `range` null takes the first five seconds, or all of a shorter clip. `output` is a file, or a folder as for submit; a preview replaces nothing. Of sound there is no picture. */
  preview: operation('A span and its before/after picture, as files', 'POST', '/previews', z.object({ path, wish, config: path.optional(), range: range.nullable().default(null), output: z.string().nullable().default(null) }), z.object({ video: z.string(), picture: z.string().nullable(), frame: z.int().nullable() }), { reads: ['path', 'config'], writes: ['output'], long: true }),
  previewFrame: operation('One frame before and after', 'POST', '/previews/frame', previewFrameRequest, previewFrame, { reads: ['path', 'config'], repeatable: true }),
  compare: operation('One frame under several wishes', 'POST', '/previews/compare', compareRequest, comparison, { reads: ['path', 'config'], long: true, repeatable: true }),
  moments: operation('Moments worth looking at', 'POST', '/moments', source, z.array(moment), { reads: ['path'], repeatable: true }),
  frame: operation('A frame of a source or a result', 'POST', '/frames', ofPicture.extend({ frame: z.int().nonnegative() }), pictureRef, { reads: ['path'], repeatable: true }),
  /** Evenly spaced over the whole. */
  thumbnails: operation('Small pictures over the length of a source or a result', 'POST', '/thumbnails', ofPicture.extend({ count: z.int().min(1).max(64).default(8) }), z.array(z.object({ frame: z.int(), picture: pictureRef })), { reads: ['path'], repeatable: true }),
};

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type RequestOf<Name extends OperationName> = z.input<Operations[Name]['request']>;
export type ParsedRequestOf<Name extends OperationName> = z.output<Operations[Name]['request']>;
export type ResponseOf<Name extends OperationName> = z.output<Operations[Name]['response']>;
