// Films with known cuts: pieces of real clips put together by FFmpeg, with flashes, fades, dissolves, whip pans and held frames between them.
import { existsSync } from 'node:fs';
import { material } from '../fixtures/shared.ts';

/** A cut that may be found anywhere in `[from, to]`: a hard one at one frame, a fade or dissolve within its length. */
export type Truth = { readonly from: number; readonly to: number };
export type Spliced = { readonly name: string; readonly chain: string; readonly frames: number; readonly cuts: readonly Truth[] };

/** Pieces without a cut inside: file below testdata, first frame and how many there are. */
const pieces: readonly (readonly [string, number, number])[] = [
  ['video/bigbuckbunny.mp4', 0, 132], ['video/bikes.mp4', 77, 60], ['video/bikes.mp4', 138, 49], ['video/car-turn.mp4', 0, 81], ['video/carphone_pristine.mp4', 0, 120], ['container/sar_2x1.mp4', 0, 150],
  ['fate/interlaced_crop.mp4', 0, 126], ['video/bikes.mp4', 188, 54], ['oldfilm/a-bomb_blast_effects_part.mp4', 140, 150], ['oldfilm/a-bomb_blast_effects_part.mp4', 50, 80],
];
const size = 'scale=320:180,setsar=1,format=yuv420p';

/** Numbers below 1 from a seed (mulberry32), so that the films are the same everywhere. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Shot = { readonly chain: string; readonly frames: number };
type Throw = (least: number, most: number) => number;

function shots(count: number, roll: Throw, between: readonly [number, number] = [22, 60], change: (frames: number) => string = () => ''): Shot[] {
  let last = -1;
  return Array.from({ length: count }, () => {
    let pick = roll(0, pieces.length - 1);
    if (pick === last) pick = (pick + 1) % pieces.length;
    last = pick;
    const [file, first, most] = pieces[pick]!, frames = Math.min(most, roll(...between)), from = first + roll(0, most - frames);
    return { frames, chain: `movie=${material(`testdata/${file}`)},trim=start_frame=${from}:end_frame=${from + frames},${size},settb=1/25,setpts=N,fps=25${change(frames)}` };
  });
}

const starts = (list: readonly Shot[]): number[] => list.map((_, i) => list.slice(0, i).reduce((sum, shot) => sum + shot.frames, 0));
const join = (list: readonly Shot[]): string => `${list.map((shot, i) => `${shot.chain}[s${i}]`).join(';')};${list.map((_, i) => `[s${i}]`).join('')}concat=n=${list.length}`;
const hard = (list: readonly Shot[]): Truth[] => starts(list).slice(1).map((at) => ({ from: at, to: at }));
const film = (name: string, list: readonly Shot[], cuts: readonly Truth[] = hard(list)): Spliced => ({ name, chain: join(list), frames: list.reduce((sum, shot) => sum + shot.frames, 0), cuts });

/** One film of each kind; empty where the material is not here. */
export function splicedFilms(seed: number): Spliced[] {
  if (pieces.some(([file]) => !existsSync(material(`testdata/${file}`) ?? ''))) return [];
  const random = dice(seed), roll: Throw = (least, most) => least + Math.floor(random() * (most - least + 1));
  const flash = (frames: number): string => [0.3, 0.7].map((part) => {
    const at = Math.floor(frames * part), length = roll(1, 3);
    return `,lutyuv=y='min(235,val*${(1.3 + random()).toFixed(2)}+${roll(20, 70)})':enable='between(n,${at},${at + length - 1})'`;
  }).join('');
  const fading = shots(8, roll, [36, 60], (frames) => `,fade=in:0:${roll(8, 14)},fade=out:${frames - 14}:${roll(8, 12)}`);
  const twos = shots(8, roll, [24, 60]).map((shot) => ({ ...shot, frames: 2 * shot.frames, chain: `${shot.chain},setpts=2*PTS,fps=25,tpad=stop_mode=clone:stop=2,trim=end_frame=${2 * shot.frames}` }));
  return [
    film('hard cuts', shots(14, roll)), film('flashes', shots(8, roll, [40, 60], flash)), film('whip pans', pans(8, roll)),
    film('fades', fading, starts(fading).slice(1).map((at) => ({ from: at - 14, to: at + 14 }))), film('held frames', twos), dissolves('dissolves', shots(8, roll, [40, 60]), 12),
    film('noise and shake', shots(10, roll, [22, 60], () => `,noise=c0s=${roll(10, 30)}:c0f=t,crop=iw-24:ih-24:12+12*sin(n*${(1 + random()).toFixed(2)}):12+10*cos(n*1.7),scale=320:180`)),
    dissolves('slow dissolves', shots(8, roll, [54, 80]), 25),
  ];
}

/** A window that rushes over a large picture, once in each shot. */
function pans(count: number, roll: Throw): Shot[] {
  return Array.from({ length: count }, (_, i) => {
    const frames = roll(30, 50), speed = roll(20, 70), from = roll(5, 20);
    const still = material('testdata/video/bigbuckbunny.mp4'), second = material('testdata/video/bikes.mp4');
    const x = `'min(iw-ow,max(0,(n-${from})*${speed}))'`;
    return { frames, chain: `movie=${i % 2 ? still : second},trim=start_frame=${roll(0, 20) + (i % 2 ? 0 : 80)},loop=loop=-1:size=1,trim=end_frame=${frames},scale=1280:720,crop=400:225:${x}:${roll(0, 400)},${size},settb=1/25,setpts=N,fps=25` };
  });
}

/** Each shot melts into the next over `length` frames. */
function dissolves(name: string, list: readonly Shot[], length: number): Spliced {
  let at = list[0]!.frames, chain = list.map((shot, i) => `${shot.chain},settb=1/25[d${i}]`).join(';'), before = 'd0';
  const cuts: Truth[] = [];
  list.slice(1).forEach((shot, i) => {
    at -= length;
    cuts.push({ from: at, to: at + length });
    chain += `;[${before}][d${i + 1}]xfade=transition=fade:duration=${length / 25}:offset=${at / 25}${i === list.length - 2 ? '' : `[x${i}]`}`;
    before = `x${i}`;
    at += shot.frames;
  });
  return { name, chain, frames: at, cuts };
}

/** Real films and where their cuts are, marked by eye. */
export const realFilms: readonly { readonly file: string; readonly cuts: readonly number[] }[] = [
  { file: 'testdata/video/bikes.mp4', cuts: [30, 76, 137, 187, 242] }, { file: 'testdata/oldfilm/a-bomb_blast_effects_part.mp4', cuts: [44, 134, 299] }, { file: 'sample/sample.mp4', cuts: [50, 100] },
  { file: 'testdata/video/bigbuckbunny.mp4', cuts: [] }, { file: 'testdata/video/car-turn.mp4', cuts: [] }, { file: 'testdata/container/sar_2x1.mp4', cuts: [] }, { file: 'testdata/fate/interlaced_crop.mp4', cuts: [] },
];

export type Score = { readonly found: number; readonly missed: number; readonly wrong: number };
/** Frames by which a hard cut may be missed. */
const TOLERANCE = 2;

/** Compares found cuts with the truth; one truth is found at most once, and further finds inside a fade or dissolve are wrong. */
export function scoreCuts(truths: readonly Truth[], cuts: readonly number[]): Score {
  const left = [...cuts];
  const found = truths.filter(({ from, to }) => {
    const at = left.findIndex((cut) => cut >= from - TOLERANCE && cut <= to + TOLERANCE);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  return { found, missed: truths.length - found, wrong: left.length };
}

export const addScores = (a: Score, b: Score): Score => ({ found: a.found + b.found, missed: a.missed + b.missed, wrong: a.wrong + b.wrong });
/** Precision, recall and their harmonic mean, 0 to 1. */
export function ratesOf({ found, missed, wrong }: Score): { readonly precision: number; readonly recall: number; readonly f1: number } {
  const precision = found + wrong === 0 ? 1 : found / (found + wrong), recall = found + missed === 0 ? 1 : found / (found + missed);
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
