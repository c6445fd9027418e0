// How well shots are found: PySceneDetect's detectors and ours on films with known cuts, spliced here, and on real ones.
import { join } from 'node:path';
import { findCuts } from '../../../daemon/analyse/cuts.ts';
import { byAdaptive, byContent, byHistogram, byThreshold } from '../../../daemon/analyse/detectors.ts';
import type { FrameFacts } from '../../../daemon/analyse/look.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { factsOf } from '../../fixtures/scene-facts.ts';
import { material } from '../../fixtures/shared.ts';
import type { Shop } from '../material.ts';
import type { Bench, Row } from '../row.ts';
import { addScores, ratesOf, realFilms, scoreCuts, splicedFilms, type Score, type Truth } from '../spliced.ts';

type Detector = (facts: readonly FrameFacts[]) => readonly number[];
const detectors: Readonly<Record<string, Detector>> = { default: findCuts, adaptive: byAdaptive(), content: byContent(), threshold: byThreshold(), histogram: byHistogram() };
const names = Object.keys(detectors);

/** Seeds 1 and 2 are those that the default's numbers were chosen on (and 5 and 6, for dissolves); 3 and 4 no number was chosen on. */
const seeds = [1, 2, 3, 4] as const, unseen: readonly number[] = [3, 4];

export const cuts: Bench = {
  name: 'cuts', title: 'Scene cuts', long: true,
  async run(shop) {
    const scores: { readonly kind: string; readonly fresh: boolean; readonly by: Readonly<Record<string, Score>> }[] = [];
    for (const seed of seeds) {
      for (const film of splicedFilms(seed)) {
        const path = join(shop.folder, `${film.name.replaceAll(' ', '-')}-${seed}.mkv`);
        await makeClip(path, { video: film.chain, frames: film.frames, codecOptions: { preset: 'ultrafast', crf: '20' }, gop: 50 });
        scores.push({ kind: film.name, fresh: unseen.includes(seed), by: score(await factsOf(path, shop.home), film.cuts) });
      }
    }
    for (const { file, cuts: at } of realFilms) {
      const path = material(file);
      if (path) scores.push({ kind: 'real films', fresh: false, by: score(await factsOf(path, shop.home), at.map((frame) => ({ from: frame, to: frame }))) });
    }
    const total = (which: typeof scores): Row['found'] => names.map((name) => `${name} ${words(which.map((one) => one.by[name]!))}`).join('; ');
    const f1 = (which: typeof scores, name: string): number => ratesOf(which.map((one) => one.by[name]!).reduce(addScores)).f1;
    const fresh = scores.filter((one) => one.fresh);
    const kinds = [...new Set(scores.map((one) => one.kind))].map((kind): Row => ({ what: kind, holds: '', found: total(scores.filter((one) => one.kind === kind)), ok: null }));
    return scores.length === 0 ? [] : [
      { what: 'all films: precision / recall / F1', holds: 'default at least as good as adaptive', found: total(scores), ok: f1(scores, 'default') >= f1(scores, 'adaptive') },
      { what: 'spliced films of seeds 3 and 4, which nothing was chosen on', holds: 'default at least as good as adaptive', found: total(fresh), ok: f1(fresh, 'default') >= f1(fresh, 'adaptive') },
      ...kinds, ...await golden(shop),
    ];
  },
};

const score = (facts: readonly FrameFacts[], truth: readonly Truth[]): Record<string, Score> => Object.fromEntries(names.map((name) => [name, scoreCuts(truth, detectors[name]!(facts))]));

const words = (scores: readonly Score[]): string => {
  const { precision, recall, f1 } = ratesOf(scores.reduce(addScores));
  return [precision, recall, f1].map((share) => share.toFixed(2)).join(' / ');
};

async function golden(shop: Shop): Promise<Row[]> {
  const path = material('testdata/scene/testvideo.mp4');
  if (!path) return [];
  const facts = await factsOf(path, shop.home);
  const found = names.map((name) => `${name} {${detectors[name]!(facts).join(', ')}}`).join('; ');
  return [{ what: "PySceneDetect's own clip", holds: 'content {30, 180, 394}', found, ok: detectors['content']!(facts).join() === '30,180,394' }];
}
