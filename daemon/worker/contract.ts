// What the worker process can be asked. Types only, so both sides of the pipe load it for nothing.
import type { Analysed, AnyAnalysis } from '../../shared/analysis.ts';
import type { ErrorData } from '../../shared/errors.ts';
import type { Hardware } from '../../shared/hardware.ts';
import type { AnyMedia } from '../../shared/media.ts';
import type { Moment, PictureRef, PreviewFrame, ResultFrame } from '../../shared/pictures.ts';
import type { AnyPlan, Plan } from '../../shared/plan.ts';
import type { Interpretation, Wish } from '../../shared/preset.ts';
import type { Measured } from '../run/meter.ts';

type Task<Request, Response, Event = never> = { readonly request: Request; readonly response: Response; readonly event: Event };

export type PlanRequest = { readonly path: string; readonly wish: Wish; /** Path of a preset file. */ readonly config?: string; /** Plans for another machine. */ readonly hardware?: Hardware; /** Where the wish names no range: at most this much from the start. */ readonly firstSeconds?: number; /** An editor works on this machine too. */ readonly makeWay?: boolean };
export type Finding = { readonly what: string; readonly ok: boolean; readonly says: string; readonly mend: string | null };

/** A file that a unit left in the attempt folder. `bytes` is its size, `sha256` its content, `concealed` the index frames shown in place of damaged
 * ones' own pictures; of a track, the milliseconds in the file of packets that could not be decoded. */
export type UnitFile = { readonly unit: string; readonly file: string; readonly sha256: string; readonly bytes: number; readonly seconds: number; readonly concealed?: readonly number[];
  /** Of a segment: what was measured on it. */ readonly quality?: Measured };
/** Frames are counted in what the event is about: index frames of a survey, result frames of a run. */
export type FramesEvent = { readonly kind: 'frames'; readonly done: number };
export type RunEvent =
  | { readonly kind: 'begin'; readonly unit: string }
  | { readonly kind: 'unit'; readonly unit: UnitFile }
  | { readonly kind: 'audio'; readonly unit: string; /** 0 to 1. */ readonly fraction: number }
  | { readonly kind: 'revision'; readonly plan: Plan; readonly why: string }
  | FramesEvent;

/** One finished part of a survey, in the survey's own bytes. */
export type PartEvent = { readonly kind: 'part'; readonly part: Uint8Array };

export type RunRequest = { readonly plan: AnyPlan; /** Ids of segments and indexes of audio streams still to do. */ readonly segments: readonly number[]; readonly audio: readonly number[]; readonly folder: string };
export type SourceHash = { readonly path: string; readonly sha256: string };
export type DeliverRequest = {
  readonly plan: AnyPlan; /** Every unit of the plan; `file` is absolute. */ readonly units: readonly UnitFile[];
  /** The survey's parts, which know every damaged frame. */ readonly parts: readonly Uint8Array[];
  /** Where the result will be, and the folder to build it in. */ readonly output: string; readonly folder: string;
  /** Of archives: the source as it was before the work began. */ readonly before: readonly SourceHash[] | null;
  /** For the sidecar: why the plan was revised, oldest first, and the job's seconds so far. */ readonly revisions: readonly string[]; readonly seconds: number;
};
/** Files to move into place, absolute. The result is the last one. */
export type Delivered = { readonly files: readonly { readonly from: string; readonly to: string; readonly sha256: string; readonly bytes: number }[]; readonly sidecar: string };

/** `size` bounds the longest side of the pictures, null is the full size. */
export type PreviewFrameRequest = { readonly path: string; readonly wish: Wish; readonly config?: string | undefined; readonly frame: number; readonly draft: boolean; readonly size: number | null };
export type Showable = { readonly path: string; readonly interpretation?: Interpretation | undefined; readonly size: number | null };

export type Tasks = {
  readonly probe: Task<{ readonly path: string; readonly interpretation?: Interpretation }, AnyMedia>;
  readonly analyze: Task<{ readonly path: string; readonly interpretation?: Interpretation; readonly depth: 'glance' | 'survey' }, Analysed, FramesEvent>;
  readonly plan: Task<PlanRequest, AnyPlan>;
  readonly survey: Task<{ readonly plan: AnyPlan; readonly parts: readonly Uint8Array[] }, AnyAnalysis, PartEvent | FramesEvent>;
  /** Plans again from the survey. Rejects with `analysis-contradicted`. */
  readonly replan: Task<{ readonly plan: AnyPlan; readonly analysis: AnyAnalysis; readonly makeWay?: boolean }, AnyPlan>;
  readonly run: Task<RunRequest, null, RunEvent>;
  /** Of archives: every file of the source. */
  readonly hash: Task<{ readonly media: Pick<AnyMedia, 'path' | 'parts'> }, readonly SourceHash[], { readonly kind: 'fraction'; readonly fraction: number }>;
  readonly deliver: Task<DeliverRequest, Delivered, { readonly kind: 'fraction'; readonly fraction: number }>;
  /** The plan's range is the span; of sound there is no picture. */
  readonly preview: Task<{ readonly plan: AnyPlan; readonly video: string; readonly picture: string }, { readonly video: string; readonly picture: string | null; readonly frame: number | null }, RunEvent>;
  readonly picture: Task<{ readonly plan: Plan; readonly result: string; readonly picture: string }, { readonly picture: string; readonly frame: number }>;
  readonly previewFrame: Task<PreviewFrameRequest, PreviewFrame>;
  readonly frame: Task<Showable & { readonly frame: number }, PictureRef>;
  readonly thumbnails: Task<Showable & { readonly count: number }, readonly { readonly frame: number; readonly picture: PictureRef }[]>;
  /** `result` is the delivered file. @throws `range-outside`. */
  readonly resultFrame: Task<{ readonly plan: Plan; readonly result: string; readonly frame: number; readonly size: number | null }, ResultFrame>;
  /** Kept pictures beside each other, each with its title; the picture is kept as well. @throws `picture-gone`. */
  readonly sheet: Task<{ readonly pictures: readonly { readonly title: string; readonly id: string }[] }, PictureRef>;
  readonly moments: Task<Pick<Showable, 'path' | 'interpretation'>, readonly Moment[]>;
  readonly hardware: Task<{ readonly measure: boolean }, Hardware>;
  readonly doctor: Task<Record<string, never>, readonly Finding[]>;
};
export type TaskName = keyof Tasks;
export type RequestOf<Name extends TaskName> = Tasks[Name]['request'];
export type ResponseOf<Name extends TaskName> = Tasks[Name]['response'];
export type EventOf<Name extends TaskName> = Tasks[Name]['event'];

/** What a task is given beside its request. `home` is the data folder. */
export type TaskIo<Name extends TaskName> = {
  readonly home: string; readonly signal: AbortSignal;
  /** Aborted when the task is to end after the unit that it has in hand, as if there were no other. */ readonly drain?: AbortSignal;
  emit(event: EventOf<Name>): void;
};
export type TaskFunction<Name extends TaskName> = (request: RequestOf<Name>, io: TaskIo<Name>) => Promise<ResponseOf<Name>>;
/** Each entry imports its task when first asked, so that probing loads nothing but the demuxer. */
export type TaskTable = { readonly [Name in TaskName]?: () => Promise<TaskFunction<Name>> };

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly task: TaskName; readonly request: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'drain'; readonly id: number };
export type FromWorker =
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorData; readonly stack: string }
  /** CPU seconds used by the whole process since it started; sent twice a second while a task runs. */
  | { readonly kind: 'load'; readonly cpuSeconds: number };
