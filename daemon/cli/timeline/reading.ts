// A timeline with its files: which clips can be restored from which pictures, and which stay as they are.
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Media as Video } from '../../../shared/media.ts';
import { parseRatio } from '../../../shared/time.ts';
import { readTimeline } from '../../../shared/timeline/formats.ts';
import { compare, equal, fraction, fromRational, toFloat, type Fraction } from '../../../shared/timeline/fraction.ts';
import type { Document } from '../../../shared/timeline/model.ts';
import { isCountedAt, shownOf, useOf, type Footage, type Kept, type Shown, type Use } from '../../../shared/timeline/orders.ts';
import type { CutFile } from './cut-file.ts';
import type { FootageDesk, Found } from './footage.ts';

export type ReadCut = { readonly document: Document; readonly uses: readonly Use[]; readonly kept: readonly Kept[]; /** What was found out about each file, by path. */ readonly videos: ReadonlyMap<string, Video> };

/** @throws FrameWrightError `timeline-unreadable`, `bad-value`. */
export async function readClips(cut: CutFile, desk: FootageDesk, rateText: string | undefined): Promise<ReadCut> {
  if (rateText !== undefined && cut.format !== 'edl') throw new FrameWrightError('bad-value', { key: '--timeline-rate', value: rateText, why: 'Only an EDL does not say its rate; this timeline does.' });
  const rate = cut.format === 'edl' ? rateText === undefined ? await rateOfList(cut, desk) : rateFrom(rateText) : undefined;
  const document = readTimeline(cut.format, cut.text, cut.path, rate), uses: Use[] = [], kept: Kept[] = [], videos = new Map<string, Video>();
  for (const timeline of document.timelines) {
    const { shown, kept: unfit } = shownOf(timeline);
    const own: Kept[] = [...unfit];
    for (const one of shown) {
      const found = await desk.look(one.clip.media), use = 'why' in found ? found.why : placed(one, found, rate);
      if (typeof use === 'string') own.push({ name: one.clip.name, at: one.at, id: one.clip.id, why: use });
      else { uses.push(use); videos.set(use.footage.path, (found as Extract<Found, { video: Video }>).video); }
    }
    kept.push(...own.sort((a, b) => compare(a.at, b.at)));
  }
  return { document, uses, kept, videos };
}

/** Where the clip lies in its file; a sentence where it does nowhere. */
function placed(shown: Shown, { footage }: Extract<Found, { footage: Footage }>, listRate: Fraction | undefined): Use | string {
  if (listRate && !isCountedAt(listRate, footage)) return `Its file has ${toFloat(footage.rate).toFixed(3)} frames a second and the list counts ${toFloat(listRate).toFixed(3)}, and a list does not say which of them it means; export OpenTimelineIO instead.`;
  return useOf(shown, footage) ?? `What it shows does not lie within its file, which has ${footage.frames} frames${footage.timecode ? ' and a timecode of its own' : ''}: the file may have been replaced.`;
}

/** @throws FrameWrightError `bad-value`. */
function rateFrom(text: string): Fraction {
  try {
    const rate = fromRational(parseRatio(text));
    if (rate.num > 0n && toFloat(rate) <= 120) return rate;
  } catch { /* Said below, as for rates that are out of bounds. */ }
  throw new FrameWrightError('bad-value', { key: '--timeline-rate', value: text, why: 'Write frames per second up to 120, such as 24, 25 or 29.97.' });
}

/** Read at any rate, a list names its files; theirs is the rate at which it counts: that of most of its clips. Where none is found, what drop-frame tells, or 25. */
async function rateOfList(cut: CutFile, desk: FootageDesk): Promise<Fraction> {
  const [timeline] = readTimeline('edl', cut.text, cut.path, fraction(120)).timelines, counts: { readonly rate: Fraction; clips: number }[] = [];
  for (const { clip } of shownOf(timeline!).shown) {
    const found = await desk.look(clip.media);
    if ('why' in found) continue;
    const known = counts.find(({ rate }) => equal(rate, found.footage.rate));
    if (known) known.clips++;
    else counts.push({ rate: found.footage.rate, clips: 1 });
  }
  const [most] = counts.sort((a, b) => b.clips - a.clips);
  return most?.rate ?? (timeline!.drop ? fraction(30_000, 1001) : fraction(25));
}
