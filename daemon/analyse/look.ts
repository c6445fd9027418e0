// One look at every frame: brightness, colour and movement at a reduced size, fields and combing at full height. A frame's facts depend on its seventeen
// predecessors and its successor and on nothing else, so it does not matter where a look begins.
import type { PixelFormat, StreamShape } from '../../shared/media.ts';
import type { Plane, PlaneFrame } from '../../shared/planes.ts';
import { absoluteError, combOf, edgesOf, fieldsOf, openArena, peakError, saturationOf, shrink, squaredError, statsOf, type FieldEvidence, type Edges } from '../kernels/kernels.ts';
import { correlationOf, recognised, sceneOf, type SceneView } from '../kernels/scene.ts';
import { openFilter, type VideoFilter } from '../media/filter.ts';
import type { Frame } from '../media/frame.ts';
import { isPlanar, pixelFormatOf, planarEquivalent } from '../media/pixel.ts';
import { copyOut } from '../media/planes.ts';
import { planeLayout } from '../media/plane-sizes.ts';

/** Frames that a look reads before the first and after the last whose facts are wanted. */
export const LOOK_BEFORE = 17, LOOK_AFTER = 1;

/** What one frame shows. Brightness, saturation and differences in 8-bit code values. */
export type FrameFacts = {
  readonly frame: number; readonly luma: number; readonly saturation: number;
  /** Mean absolute differences of luma and of both chroma planes to the frame before, and of luma to the one before that; 0 at the start. */
  readonly motion: number; readonly colour: number; readonly motion2: number;
  /** The largest mean absolute difference of luma to the frame before over a block of 8×8 reduced pixels. */
  readonly peak: number;
  /** How the lines fit: `t` top field first, `b` bottom field first, `p` one moment, `u` undecided. */
  readonly fields: 't' | 'b' | 'p' | 'u';
  /** The field that repeats the frame before: `t`, `b` or `-`. */
  readonly repeats: 't' | 'b' | '-';
  /** The frame's own flags: `t` or `b` interlaced with that field first, `-` progressive. */
  readonly flags: 't' | 'b' | '-';
  readonly combed: boolean;
  /** Share of its blocks that are combed, 0 to 1. */
  readonly combing: number;
  /** Black columns and lines at each edge, -1 in a black frame; bits of the edges that are straight (see `edgesOf`). */
  readonly blackLeft: number; readonly blackTop: number; readonly blackRight: number; readonly blackBottom: number; readonly straight: number;
  /** The frame asks for one of its fields to be shown once more: pulldown by flag, which decoding does not carry out. */
  readonly asked: boolean;
  /**
   * Which of this frame's lines fit it better than the lines of the frame before would: a direction in degrees. 0: the bottom lines do, the top lines fit equally well; 90: the
   * other way round; 45: both do, as in whole frames; 180: the bottom lines of the frame before would fit better. `proof` that it is no accident, 0 to 1.
   */
  readonly lean: number; readonly proof: number;
  /** What scene detectors compare (see detectors.ts); `histogram` is 1 less the correlation. */
  readonly content: number; readonly level: number; readonly histogram: number;
  /** Share (0 to 1) of the frame before that is found again in this one, looked for only where something changes suddenly; -1 elsewhere and where nothing could be recognised. */
  readonly known: number;
  /** `1` to `4` when this frame shows again what came before a sudden change so many frames ago, as after a flash; else `-`. */
  readonly returns: '-' | '1' | '2' | '3' | '4';
  /** How alike the two halves of the change of the last sixteen frames are, where the scene before them is gone: their correlation, 0.5 to 1, as while it dissolves into this one; else 0. */
  readonly melt: number;
};

type Seen = { readonly frame: number; readonly full: PlaneFrame; readonly small: readonly Plane[]; /** Luma, about 80 pixels wide. */ readonly tiny: Plane; readonly flags: FrameFacts['flags']; readonly asked: boolean; readonly scene: SceneView; readonly content: number; readonly edges: Edges };
export type Look = {
  /** Takes index frame `n` (frees `frame`) and gives the facts of frame `n - 1`, now that its successor is known. Frames follow each other without gaps. */
  push(frame: Frame, n: number): Promise<FrameFacts | null>;
  /** The last frame's facts. */
  finish(): FrameFacts | null;
  /** Planes of the frame last pushed, 4:2:0 to 4:4:4 or grey; valid until three more frames were pushed. */
  planes(): { readonly planes: readonly Plane[]; readonly pixel: PixelFormat };
  /** Forgets all frames, for a jump. */
  reset(): void;
  close(): void;
};

/** Opens a look at frames of this shape. */
export async function openLook(shape: StreamShape): Promise<Look> {
  const convert = await openConversion(shape);
  const pixel = convert ? pixelFormatOf(convert.name) : shape.pixel;
  const arena = openArena();
  const ring = Array.from({ length: 4 }, () => planeLayout({ ...shape, pixel }).map((size) => arena.plane(size.width, size.height, pixel.depth > 8 ? 2 : 1)));
  let seen: Seen[] = [], pushed = 0;
  const take = async (frame: Frame, n: number): Promise<void> => {
    const flags = flagsOf(frame), asked = frame.repeatPict > 0;
    const converted = convert ? (await convert.filter.push(frame))[0]! : frame;
    const full = { frame: n, planes: ring[pushed++ % ring.length]! };
    copyOut(converted, full);
    converted.free();
    const isFull = convert ? convert.full : shape.colour.range === 'full', scene = sceneOf(full.planes, pixel, isFull), last = seen.at(-1)?.scene, small = reduce(full.planes, pixel);
    seen = [...seen.slice(-LOOK_BEFORE), { frame: n, full, small, tiny: shrink(small[0]!, 8, 2), flags, asked, scene, content: last ? contentBetween(scene, last) : 0, edges: edgesOf(full.planes[0]!, pixel.depth, isFull) }];
  };
  return {
    push: async (frame, n) => {
      await take(frame, n);
      return seen.length > 1 ? factsOf(seen, seen.length - 2, pixel) : null;
    },
    finish: () => (seen.length > 0 ? factsOf(seen, seen.length - 1, pixel) : null),
    planes: () => ({ planes: seen.at(-1)!.full.planes, pixel }),
    reset: () => { seen = []; },
    close: () => {
      convert?.filter.close();
      arena.close();
    },
  };
}

/** GBR becomes YUV, because everything here is about luma and chroma; packed formats become planes. */
async function openConversion(shape: StreamShape): Promise<{ filter: VideoFilter; name: string; full: boolean } | null> {
  const { name: stored, family, depth } = shape.pixel, isFull = shape.colour.range === 'full';
  if (family !== 'gbr' && isPlanar(stored)) return null;
  const name = family === 'gbr' ? (depth > 8 ? 'yuv444p12le' : 'yuv444p') : planarEquivalent(stored), range = isFull ? 'full' : 'limited';
  const colour = family === 'gbr' ? 'out_color_matrix=bt709:out_range=limited' : `in_range=${range}:out_range=${range}`;
  const filter = await openFilter(`scale=${colour},format=${name}`, { shape, timeBase: { num: 1, den: 1000 } }, { threads: 1 });
  return { filter, name, full: family !== 'gbr' && isFull };
}

/** AV_FRAME_FLAG_INTERLACED and AV_FRAME_FLAG_TOP_FIELD_FIRST. */
const flagsOf = (frame: Frame): FrameFacts['flags'] => (!frame.hasFlags(8) ? '-' : frame.hasFlags(16) ? 't' : 'b');

/** About 160 pixels wide, chroma in step with luma. */
function reduce(planes: readonly Plane[], pixel: PixelFormat): readonly Plane[] {
  const side = Math.max(1, Math.ceil(planes[0]!.width / 160));
  const coloured = pixel.family === 'yuv' ? planes.slice(1, 3) : [];
  return [planes[0]!, ...coloured].map((plane) => shrink(plane, pixel.depth, Math.max(1, Math.min(side, plane.width, plane.height))));
}

function factsOf(seen: readonly Seen[], at: number, { depth }: PixelFormat): FrameFacts {
  const current = seen[at]!, before = seen[at - 1], earlier = seen[at - 2], after = seen[at + 1];
  const [luma, u, v] = current.small, combing = combOf(current.full.planes[0]!, depth).blocks;
  const fields = before ? fieldsOf(before.full.planes[0]!, current.full.planes[0]!, (after ?? current).full.planes[0]!, depth) : null;
  return {
    frame: current.frame, flags: current.flags, asked: current.asked, luma: statsOf(luma!).mean, saturation: u && v ? saturationOf(u, v).mean : 0,
    motion: before ? apart(luma!, before.small[0]!) : 0, motion2: earlier ? apart(luma!, earlier.small[0]!) : 0,
    peak: before ? peakError(luma!, before.small[0]!) : 0, colour: before && u && v ? apart(u, before.small[1]!) + apart(v, before.small[2]!) : 0,
    fields: fields && after ? typeOf(fields) : 'u', repeats: fields ? repeatOf(fields) : '-', ...leanOf(fields),
    combed: combing >= COMBED_BLOCKS, combing,
    blackLeft: current.edges.left, blackTop: current.edges.top, blackRight: current.edges.right, blackBottom: current.edges.bottom, straight: current.edges.straight,
    content: current.content, level: current.scene.level, histogram: before ? 1 - correlationOf(current.scene.histogram, before.scene.histogram) : 0, known: isSudden(seen, at) ? recognisedIn(current, before!) ?? -1 : -1, returns: returnsOf(seen, at), melt: meltOf(seen, at),
  };
}

/** PySceneDetect's frame score with its usual weights. */
const contentBetween = (a: SceneView, b: SceneView): number => (apart(a.hue, b.hue) + apart(a.saturation, b.saturation) + apart(a.value, b.value)) / 3;

/** A sudden change: so large, and so many times each of the two changes before it. */
const SUDDEN = { least: 8, times: 1.2 } as const;
/** Longest flash in frames; how far, at about 80 pixels across, patches are looked for: an eighth of the width. */
const FLASH = 4, REACH = 10;
/**
 * Share of patches from which two frames show one scene. On films spliced from real clips (test/bench/spliced.ts) at most 0.36 were found again across a cut and at least
 * 0.5 in 98 of 100 sudden changes within a shot, flashes among them.
 */
export const SAME_SCENE = 0.45;

const isSudden = (seen: readonly Seen[], at: number): boolean => at > 0 && seen[at]!.content >= SUDDEN.least
  && seen[at]!.content >= SUDDEN.times * Math.max(seen[at - 1]!.content, seen[at - 2]?.content ?? 0);

const recognisedIn = (later: Seen, earlier: Seen): number | null => recognised(later.tiny, earlier.tiny, REACH);

/** Looks only behind sudden changes, so that most frames cost nothing. */
function returnsOf(seen: readonly Seen[], at: number): FrameFacts['returns'] {
  const lags = Array.from({ length: FLASH }, (_, i) => i + 1).filter((lag) => at - lag - 1 >= 0 && isSudden(seen, at - lag));
  const back = lags.find((lag) => (recognisedIn(seen[at]!, seen[at - lag - 1]!) ?? 0) >= SAME_SCENE);
  return back === undefined ? '-' : (String(back) as FrameFacts['returns']);
}
/** Frames in each half of the change that a dissolve makes. */
export const MELT_HALF = 8;
/**
 * Both halves of a dissolve change every pixel the same way; movement changes others in each. So much is common to both, RMS in 8-bit code values, and so alike are they. On the films of
 * test/bench/spliced.ts dissolves of 12 frames have 28 to 45 and 0.5 to 0.97, of 25 frames 15 to 30 and up to 0.8; within shots whose scene is gone after sixteen frames nothing but fades comes to 0.5.
 */
const MELTS = { common: 12, alike: 0.5 } as const;

function meltOf(seen: readonly Seen[], at: number): number {
  const first = seen[at - 2 * MELT_HALF]?.tiny, middle = seen[at - MELT_HALF]?.tiny, last = seen[at]!.tiny;
  if (!first || !middle) return 0;
  const [early, late, whole] = [squaredError(first, middle), squaredError(middle, last), squaredError(first, last)];
  const common = (whole - early - late) / 2, alike = common / Math.sqrt(Math.max(1, early * late));
  if (common < MELTS.common ** 2 * last.data.length || alike < MELTS.alike) return 0;
  const known = recognised(last, first, REACH);
  return known !== null && known < SAME_SCENE ? alike : 0;
}

/** Share of visibly combed blocks that makes a frame combed. */
export const COMBED_BLOCKS = 0.01;

/** Mean absolute difference, 8-bit code values. */
const apart = (a: Plane, b: Plane): number => absoluteError(a, b) / a.data.length;

/**
 * The order in which fields fit. If the top field came first, this frame's top lines lie half a frame from the bottom lines before and its bottom
 * lines half a frame from the top lines after; the other two are one and a half away. idet's thresholds: 1.04 between the orders, 1.5 for one moment.
 * Unlike idet, two more things must hold, which graphics with all edges on even lines fail: both kinds of lines say the same, and the right order
 * fits nearly as well as the frame's own lines do, which are half a frame apart too.
 */
export function typeOf({ topBefore, topAfter, bottomBefore, bottomAfter, own }: Pick<FieldEvidence, 'topBefore' | 'topAfter' | 'bottomBefore' | 'bottomAfter' | 'own'>): FrameFacts['fields'] {
  const top = bottomBefore + topAfter, bottom = topBefore + bottomAfter;
  const woven = Math.min(top, bottom) < (own + Math.max(top, bottom)) / 2;
  if (woven && bottom > 1.04 * top && topBefore > 1.02 * topAfter && bottomAfter > 1.02 * bottomBefore) return 't';
  if (woven && top > 1.04 * bottom && topAfter > 1.02 * topBefore && bottomBefore > 1.02 * bottomAfter) return 'b';
  return Math.max(top, bottom) > 1.5 * own ? 'p' : 'u';
}

/**
 * A fit that is as good as none, 8-bit code values per pixel, and as a share of all movement: noise and coding move pixels too. Of nearly still film under noise of deviation 11,
 * fits come to 0.07 of the movement; where such film moves, to 0.2 and more.
 */
const FAINT = 0.04, OF_MOVEMENT = 0.12;

/** Direction and weight of what the lines that moved show. */
export function leanOf(evidence: Pick<FieldEvidence, 'fitTop' | 'fitBottom' | 'movedTop' | 'movedBottom'> | null): Pick<FrameFacts, 'lean' | 'proof'> {
  if (!evidence) return { lean: 45, proof: 0 };
  const { fitTop, fitBottom, movedTop, movedBottom } = evidence, fit = fitTop ** 2 + fitBottom ** 2;
  return { lean: Math.round((Math.atan2(fitTop, fitBottom) * 180) / Math.PI), proof: fit / (fit + (FAINT + OF_MOVEMENT * Math.min(movedTop, movedBottom)) ** 2) };
}

/** idet's threshold for a repeated field: the other one changed three times as much. */
export function repeatOf({ changeTop, changeBottom }: Pick<FieldEvidence, 'changeTop' | 'changeBottom'>): FrameFacts['repeats'] {
  if (changeBottom > 3 * changeTop) return 't';
  return changeTop > 3 * changeBottom ? 'b' : '-';
}
