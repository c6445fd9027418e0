// The one operation table. Transports, clients and documents are made from it and from nothing else.
import { z } from 'zod';
import { analysed } from './analysis.ts';
import { hardware } from './hardware.ts';
import { jobDetail, jobSummary } from './job.ts';
import { anyMedia } from './media.ts';
import { anyPlan } from './plan.ts';
import { interpretation, range, wish } from './preset.ts';

const operation = <Request extends z.ZodType, Response extends z.ZodType>(title: string, request: Request, response: Response) => ({ title, request, response });

/** Absolute path of a local file. */
const path = z.string().min(1);
const source = z.object({ path, interpretation: interpretation.optional() });

/** Lines for people under a heading. */
export const section = z.object({ heading: z.string(), lines: z.array(z.string()).readonly() }).readonly();
/** What doctor found; `mend` is a command or a sentence. */
export const finding = z.object({ what: z.string(), ok: z.boolean(), says: z.string(), mend: z.string().nullable() }).readonly();
export const stageInfo = z.object({ id: z.string(), title: z.string(), methods: z.array(z.string()).readonly(), params: z.record(z.string(), z.unknown()) }).readonly();
export const presetInfo = z.object({ name: z.string(), kind: z.enum(['quality', 'style', 'preset', 'delivery']), title: z.string(), description: z.string() }).readonly();

export const operations = {
  probe: operation('What a file is', source, anyMedia),
  analyze: operation('What a file shows', source.extend({ depth: z.enum(['glance', 'survey']).default('glance') }), analysed),
  /** `config` is the path of a preset file; `hardware` plans for another machine than this one. */
  plan: operation('What would be done to a file, and why', z.object({ path, wish, config: path.optional(), hardware: hardware.optional() }), anyPlan),
  explain: operation('A plan in words', z.object({ plan: anyPlan }), z.array(section)),
  /** `output` is a file, or a folder ending in a separator; null puts `clip.restored.mp4` beside the source. The same `key` twice is one job. */
  submit: operation('Restore a file', z.object({ path, wish, config: path.optional(), output: z.string().nullable().default(null), overwrite: z.boolean().default(false), key: z.string().optional() }), jobSummary),
  /** Returns when the job has ended; progress comes as events. */
  follow: operation('Wait for a job', z.object({ job: z.string() }), jobSummary),
  resume: operation('Go on with a job', z.object({ job: z.string() }), jobSummary),
  cancel: operation('Stop a job, keeping what is finished', z.object({ job: z.string() }), jobSummary),
  remove: operation('Forget a job and its unfinished files', z.object({ job: z.string() }), z.object({ removed: z.string() })),
  jobs: operation('All jobs', z.object({}), z.array(jobSummary)),
  job: operation('One job, whole', z.object({ job: z.string() }), jobDetail),
  /** `range` null takes the first five seconds, or all of a shorter clip. `output` is a file, or a folder as for submit; a preview replaces nothing. Of sound there is no picture. */
  preview: operation('A span and its before/after picture', z.object({ path, wish, config: path.optional(), range: range.nullable().default(null), output: z.string().nullable().default(null) }), z.object({ video: z.string(), picture: z.string().nullable(), frame: z.int().nullable() })),
  /** Before/after picture of a finished job at its worst moment. */
  picture: operation('A before/after picture of a result', z.object({ job: z.string() }), z.object({ picture: z.string(), frame: z.int() })),
  hardware: operation('What this machine can do', z.object({ measure: z.boolean().default(false) }), hardware),
  doctor: operation('What is wrong with this machine, and how to mend it', z.object({}), z.array(finding)),
  presets: operation('Presets, styles, qualities and deliveries', z.object({}), z.array(presetInfo)),
  stages: operation('Stages with their parameters', z.object({}), z.array(stageInfo)),
};

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type RequestOf<Name extends OperationName> = z.input<Operations[Name]['request']>;
export type ParsedRequestOf<Name extends OperationName> = z.output<Operations[Name]['request']>;
export type ResponseOf<Name extends OperationName> = z.output<Operations[Name]['response']>;
