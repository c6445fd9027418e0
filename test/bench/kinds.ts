// Clips of every kind of footage: real ones as they are, and real ones degraded on purpose by FFmpeg the way each kind looks.
import type { ContentKind } from '../../shared/analysis.ts';
import { material } from '../fixtures/shared.ts';

/** `chain` makes the clip; without one `file` is looked at as it is. */
export type KindClip = { readonly name: string; readonly kind: ContentKind; readonly file: string | null; readonly chain: string | null; /** Whether no weight was chosen on it. */ readonly fresh: boolean };

const real: readonly (readonly [ContentKind, string])[] = [
  ['animation', 'testdata/video/bigbuckbunny.mp4'], ['camera', 'testdata/video/bikes.mp4'], ['camera', 'testdata/video/car-turn.mp4'], ['camera', 'testdata/video/carphone_pristine.mp4'],
  ['camera', 'testdata/fate/interlaced_crop.mp4'], ['camera', 'testdata/fate/mpeg2_field_encoding.mp4'], ['camera', 'sample/sample.mp4'],
  ['film', 'testdata/oldfilm/a-bomb_blast_effects_part.mp4'], ['film', 'testdata/fate/matrixbench_mpeg2.lq1.mp4'],
  ['screen', 'testdata/container/cursed-vfr.mp4'], ['screen', 'testdata/container/sar_2x1.mp4'],
];

const sources: readonly (readonly [string, string])[] = [['bikes', 'testdata/video/bikes.mp4'], ['car-turn', 'testdata/video/car-turn.mp4'], ['carphone', 'testdata/video/carphone_pristine.mp4'], ['crop', 'testdata/fate/interlaced_crop.mp4']];

const piece = (path: string, chain: string, rate: number, from = 0): string => `movie=${path},trim=start_frame=${from}:end_frame=${from + 60},settb=1/${rate},setpts=N,fps=${rate},${chain}`;

/** Luma of 240 lines, chroma of 40, noise before both as a tape has it, heads that switch eight lines above the bottom. */
const tape = (noise: number, width: number, height: number): string => `scale=${width}:${height},setsar=1,format=yuv444p,noise=c0s=${noise}:c0f=t:c1s=${2 * noise}:c1f=t:c2s=${2 * noise}:c2f=t,`
  + 'gblur=sigma=1.5:sigmaV=0.1:planes=1,gblur=sigma=7:sigmaV=0.8:planes=6,chromashift=cbh=5:crh=5,'
  + 'split[whole][switch];[switch]crop=iw:8:0:ih-8,scroll=hpos=0.12,noise=c0s=40:c0f=t[bottom];[whole][bottom]overlay=0:H-8:format=yuv444,format=yuv420p';

/** Grain of a scan: soft, in luma only, at 24 frames a second, with the gate's weave. */
const film = (grain: number): string => `scale=656:376,setsar=1,noise=c0s=${grain}:c0f=t,gblur=sigma=0.6:planes=1,crop=640:360:8+1.2*sin(n*1.3):8+1.4*sin(n*2.1)`;

/** Flat areas of few colours within dark lines, drawn on twos. */
const cartoon = (colours: number): string => `fps=12,scale=640:360,setsar=1,median=radius=4,format=gbrp,elbg=l=${colours}:seed=1,format=yuv444p,median=radius=2,`
  + 'split[flat][line];[line]edgedetect=low=0.06:high=0.15,format=gray,negate,gblur=sigma=0.5,format=yuv444p,lutyuv=u=128:v=128[ink];[flat][ink]blend=c0_mode=multiply:c1_mode=normal:c2_mode=normal,fps=24,format=yuv420p';

/** Rows of letters of hashed pixels beside a menu, still but for a cursor and a page that jumps. */
const screen = (paper: number, ink: number): string => {
  const line = '(floor(Y/14)+2*floor(N/40))', letter = `gt(sin(floor(mod(X,8)/2)*12.9+floor(mod(Y,14)/2)*78.2+floor(X/8)*3.7+${line}*5.1),0)`, written = `lt(mod(Y,14),10)*lt(mod(X,8),6)*gt(mod(floor(X/8)*7+${line}*13,11),2)*gt(X,120)`;
  return `nullsrc=size=640x360:rate=30,format=yuv420p,geq=lum='if(lt(Y,24),90,if(lt(X,120),${Math.round((paper + ink) / 2)},${paper}+(${ink}-${paper})*${written}*${letter}))':cb='if(lt(Y,24),150,128)':cr=128,drawbox=x='mod(t*270,500)+100':y=200:w=8:h=12:color=black:t=fill`;
};

/** Other pictures, noisier tapes, finer grain and other colours than the clips that the weights were set on. */
const unseen: readonly (readonly [string, string, readonly [number, number, number, number]])[] = [
  ['bunny', 'testdata/video/bigbuckbunny.mp4', [12, 720, 480, 16]], ['test video', 'testdata/scene/testvideo.mp4', [20, 640, 480, 12]], ['sample', 'sample/sample.clean.mkv', [9, 720, 576, 9]],
];

/** Every clip whose material is here. */
export function kindClips(): KindClip[] {
  const made = sources.flatMap(([name, file], i) => {
    const path = material(file);
    if (path === null) return [];
    return [
      { name: `${name} as tape`, kind: 'tape' as const, file: null, chain: piece(path, tape([10, 14, 8, 18][i]!, 720, i % 2 ? 480 : 576), 25), fresh: false },
      { name: `${name} as film`, kind: 'film' as const, file: null, chain: piece(path, film([14, 20, 10, 26][i]!), 24), fresh: false },
      { name: `${name} as drawing`, kind: 'animation' as const, file: null, chain: piece(path, cartoon([12, 8, 16, 10][i]!), 24), fresh: false },
    ];
  });
  const screens = ([[235, 30], [28, 200], [220, 60]] as const).map(([paper, ink], i) => ({ name: `screen ${i + 1}`, kind: 'screen' as const, file: null, chain: screen(paper, ink), fresh: false }));
  const fresh = unseen.flatMap(([name, file, [noise, width, height, grain]]) => {
    const path = material(file);
    const clip = (kind: ContentKind, as: string, chain: string, rate: number): KindClip => ({ name: `${name} as ${as}`, kind, file: null, chain: piece(path!, chain, rate, 40), fresh: true });
    return path === null ? [] : [clip('tape', 'tape', tape(noise, width, height), 25), clip('film', 'film', film(grain), 24), clip('animation', 'drawing', cartoon(grain), 24)];
  });
  const found = real.flatMap(([kind, file]) => { const path = material(file); return path === null ? [] : [{ name: file.split('/').at(-1)!, kind, file: path, chain: null, fresh: false }]; });
  return [...found, ...made, ...screens, ...fresh];
}
