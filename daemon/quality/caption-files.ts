// Captions that the result cannot hold, as the files that captioning tools read: Scenarist (.scc, line 21 of the first field) and MacCaption (.mcc, all).
import { writeFile } from 'node:fs/promises';
import type { Plan } from '../../shared/plan.ts';
import { toNumber, type Rational } from '../../shared/time.ts';
import { triplets } from '../media/captions.ts';
import type { CaptionTrack, SidecarFile } from '../media/mux-beside.ts';
import { captionTrackAt } from '../media/mux-captions.ts';
import { openOutput, writeAll } from '../media/mux-output.ts';
import type { Moving } from '../media/mux-track.ts';
import { timecodeAfter, timecodeFrames } from '../../shared/timecode.ts';

/** Rates of the caption distribution packets inside .mcc (SMPTE ST 334-2 table 3). */
const packetRates: readonly Rational[] = [[24000, 1001], [24, 1], [25, 1], [30000, 1001], [30, 1], [50, 1], [60000, 1001], [60, 1]].map(([num, den]) => ({ num: num!, den: den! }));
/** Half the distance between 29.97 and 30: a mean rate this close is that rate, on a coarse clock. */
const sameRate = 0.0005;
const packetRateOf = (rate: Rational): Rational | undefined => packetRates.find((one) => Math.abs(toNumber(rate) / toNumber(one) - 1) < sameRate);

/** Writes the files of every track that has captions; `into` is the unfinished result. @throws FrameWrightError `disk-full`, `output-unwritable`. */
export async function writeCaptionFiles(plan: Pick<Plan, 'delivery'>, tracks: readonly CaptionTrack[], into: string): Promise<SidecarFile[]> {
  const files: SidecarFile[] = [];
  for (const track of tracks.filter(({ cues }) => cues.length > 0)) {
    const { rate } = plan.delivery.video, start = plan.delivery.timecode, streams = track.stream === null ? [] : [track.stream];
    const beside = (ending: string): SidecarFile => ({ path: `${into}.${track.name}.${ending}`, suffix: `.${track.name}.${ending}`, streams, packed: false });
    const scc = beside('scc');
    await writeFile(scc.path, sccText(track.cues, sccStart(start, rate)), { flush: true });
    files.push(scc);
    const packetRate = packetRateOf(rate);
    if (!packetRate) continue;
    const mcc = beside('mcc');
    await writeMcc(track.cues, mcc.path, packetRate, start);
    files.push(mcc);
  }
  return files;
}

type Cues = CaptionTrack['cues'];

/** The result's timecode in 30 frames a second; without one, or at another rate, drop-frame, which keeps to the clock. */
function sccStart(timecode: string | null, rate: Rational): string {
  const count = Math.round(toNumber(rate)), frames = Number(timecode?.slice(-2) ?? 0), counted = count === 30 || count === 60;
  const label = timecode === null ? '00:00:00;' : counted ? timecode.slice(0, -2) : `${timecode.slice(0, 8)};`;
  return `${label}${String(Math.floor((frames * 30) / count)).padStart(2, '0')}`;
}

/** Line 21 goes at one pair of bytes for each frame of 29.97 a second; a line holds pairs that follow on each other. */
export function sccText(cues: Cues, start: string): string {
  const lines: { readonly from: number; readonly words: string[] }[] = [];
  for (const { seconds, captions } of cues) {
    const at = Math.max(0, Math.round((seconds * 30000) / 1001));
    for (const triplet of triplets(captions)) {
      if ((triplet[0]! & 7) !== 4 || ((triplet[1]! & 127) === 0 && (triplet[2]! & 127) === 0)) continue;
      let line = lines.at(-1);
      if (!line || at > line.from + line.words.length) lines.push(line = { from: at, words: [] });
      line.words.push(triplet.toString('hex', 1));
    }
  }
  return `Scenarist_SCC V1.0\n\n${lines.map(({ from, words }) => `${timecodeAfter(start, from, 30)}\t${words.join(' ')}\n\n`).join('')}`;
}

async function writeMcc(cues: Cues, path: string, rate: Rational, start: string | null): Promise<void> {
  const drops = rate.den === 1001 && rate.num % 30000 === 0, perSecond = Math.round(toNumber(rate));
  const label = start === null ? 0 : (timecodeFrames(drops ? start.replace(/[:;.](\d\d)$/, ';$1') : start, perSecond) ?? 0);
  // FFmpeg asks for a date, which would differ each time.
  const options = { creation_program: 'FrameWright', creation_time: '1970-01-01T00:00:00Z' };
  const output = await openOutput({ path, muxer: 'mcc', options, metadata: {}, tracks: [captionTrackAt(rate)] });
  await writeAll(packets(cues, rate, label), output);
}

async function* packets(cues: Cues, rate: Rational, first: number): AsyncGenerator<Moving> {
  for (const { seconds, captions } of cues) {
    const pts = first + Math.max(0, Math.round(seconds * toNumber(rate)));
    yield { track: 0, packet: { pts, dts: pts, duration: 1, flags: 1, data: captions, sideData: [] } };
  }
}
