// The contract of a stage: it declares everything planner, cost model, progress and UI need, so nobody switches on its name.
import type { ZodType } from 'zod';
import type { Analysis, AudioFacts, ScanRun } from '../../shared/analysis.ts';
import type { Hardware } from '../../shared/hardware.ts';
import type { AudioStream, Media, PixelFormat, Rect, StreamShape } from '../../shared/media.ts';
import type { Step } from '../../shared/plan.ts';
import type { PlaneFrame, PlaneSession } from '../../shared/planes.ts';
import type { StageWish, Wish } from '../../shared/preset.ts';

export type { Plane, PlaneFrame, PlaneSession } from '../../shared/planes.ts';

export type Params = Readonly<Record<string, string | number | boolean | null>>;

/** What a video stage decides from. `shape` is the stream as it arrives at this stage; `wish` is what presets and the user say of it: the planner asks only stages that one of them names. */
export type Scene = {
  readonly media: Media; readonly analysis: Analysis; readonly hardware: Hardware; readonly shape: StreamShape; readonly wish: StageWish;
  readonly target: SceneTarget;
  /** How the clip is scanned where that changes midway: runs, and the clip's frames of each kind. Without runs `shape` and the verdict hold for all of it. */
  readonly scan: SceneScan;
  /** Stages already in the plan, in order. */
  readonly before: readonly string[];
};

export type SceneScan = { readonly runs: readonly ScanRun[]; readonly frames: Readonly<Record<ScanRun['scan'], number>> };

/** What the result's frame is to be; only the stages that make it so read it. */
export type SceneTarget = {
  /** Size of the picture after scaling, source pixels after SAR rules. */
  readonly width: number; readonly height: number;
  /** The part of the source that is kept, on whole chroma samples; null for all of it. `cropWhy` says why. */
  readonly crop: Rect | null; readonly cropWhy: string;
  /** The frame that the scaled picture is fitted into, and how; both null where the picture is the frame. */
  readonly canvas: { readonly width: number; readonly height: number } | null; readonly fit: Wish['fit'];
};

/** `strength` 0 to 1 or null where it means nothing. `why` is a sentence for people with the measured number in it. */
export type Use<P> = { readonly use: true; readonly params: P; readonly strength: number | null; readonly why: string; /** Method ids that are to be tried first for this input; the others follow in the stage's own order. */ readonly prefer?: readonly string[] };
export type Skip = { readonly use: false; readonly why: string };

export type Stage<P extends Params = Params> = {
  readonly id: string; readonly title: string; readonly params: ZodType<P>;
  /** True where strength means nothing: only `auto`, `off` and 0 (which is off) are taken. */
  readonly ignoresStrength?: boolean;
  decide(scene: Scene): Use<P> | Skip;
  /** Best first. */
  readonly methods: readonly Method<P>[];
  /** Size, rate, field order and pixel format after this stage (`frames` too when it doubles the rate), unless its method says otherwise. */
  shape(params: P, input: StreamShape): StreamShape;
  /** Where the input's picture lies in the output when one is not all of the other: both parts show the same. */
  covers?(params: P, input: StreamShape): Covers;
  /**
   * What a draft does in its place, where the source is reduced `factor` times (more than 1) before the work: parameters and strength that do to the small picture what these do to the
   * large one, with what a person should know of it; or why a draft leaves it out. As it is unless said.
   */
  reduced?(use: Pick<Use<P>, 'params' | 'strength'>, factor: number): Reduced<P> | Skip;
  /** How often the stage may follow itself while `decide` still wants it; 1 unless said. */
  readonly repeats?: number;
  /** How result frames come from input frames: one for one, each field a frame, or without those that a cadence repeats. */
  map(params: P): Step['map'];
  /** The stretches this stage is for where a video is scanned in more than one way; all of them unless said. */
  readonly scan?: NonNullable<Step['scan']>;
};

export type Reduced<P> = Pick<Use<P>, 'params' | 'strength'> & { readonly notice: string | null };
export type Covers = { readonly input: Rect; readonly output: Rect };

export type Needs = {
  /** Id of the card whose model this runs, or null. */
  readonly model: string | null;
  /** Only when a user names it: never chosen by the planner. */
  readonly byHandOnly?: boolean;
};

export type Method<P extends Params = Params> = {
  readonly id: string; readonly title: string; readonly needs: Needs;
  /** Taken without conversion; anything else the planner converts in writing or refuses. */
  accepts(pixel: PixelFormat): boolean;
  /** Overrides the stage's shape, where methods differ (a ×2 network beside a filter that hits any size). */
  shape?(params: P, input: StreamShape): StreamShape;
  readonly window: { readonly before: number; readonly after: number };
  /** True where strength means nothing to this method although its stage has one. */
  readonly ignoresStrength?: boolean;
  /** Frames a recursive filter needs before its output settles; 0 for finite windows. */
  readonly warmup: number;
  /** Whether the method keeps the fields of an interlaced stream apart. */
  readonly interlaced: 'per-field' | 'whole-frames-only' | 'is-the-deinterlacer';
  /** CPU seconds (all cores together) per frame of this shape on a 3 GHz core, or seconds per inference by the measured throughput; and working memory in bytes. */
  cost(params: P, input: StreamShape, hardware: Hardware): Cost;
  work(params: P, input: StreamShape, strength: number | null): Work;
};
export type Cost = { readonly cpuSeconds: number; readonly deviceSeconds: number; readonly memoryBytes: number };

export type Work =
  | { readonly kind: 'filter'; readonly graph: string }
  | { readonly kind: 'process'; open(io: StageIo): Promise<Processor> };

/** Frames `[-before … +after]` around the current one; neighbours beyond a shot's end repeat its last frame. */
export type Window = { readonly current: number; readonly frames: readonly PlaneFrame[] };
export type Processor = {
  /** Reads the window's planes, fills `into` (allocated by run with the step's output shape). One call at a time. */
  push(window: Window, into: PlaneFrame): Promise<void>;
  close(): Promise<void>;
};
/** What run gives a process. */
export type StageIo = {
  readonly input: StreamShape; readonly output: StreamShape; readonly strength: number | null;
  /** The plan's runs, by index frames. */
  readonly scan: readonly ScanRun[];
  /** Opens the session of a card's graph, wrapped for these planes, on the plan's provider and threads. */
  session(card: string): Promise<PlaneSession>;
};

/** Audio has its own, smaller contract: a chain of filters with known delays. */
/** `facts` are of the track as it is in the source; `before` names the audio stages already in its chain, in order. */
export type AudioScene = { readonly stream: AudioStream; readonly facts: AudioFacts | null; readonly wish: StageWish; readonly before: readonly string[] };
export type AudioStage<P extends Params = Params> = {
  readonly id: string; readonly title: string; readonly params: ZodType<P>;
  /** True where strength means nothing: only `auto`, `off` and 0 (which is off) are taken. */
  readonly ignoresStrength?: boolean;
  decide(scene: AudioScene): Use<P> | Skip;
  readonly methods: readonly {
    readonly id: string; readonly title: string;
    /** FFmpeg chain on planar float at the stream's own rate, and the whole samples it delays by. */
    work(params: P, stream: AudioStream, strength: number | null): { readonly graph: string; readonly delaySamples: number };
    /** CPU seconds per second and channel. */
    readonly cpuSeconds: number;
  }[];
};
