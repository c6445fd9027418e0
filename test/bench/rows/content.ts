// How often footage is taken for what it is: a confusion table over real clips and clips degraded on purpose.
import { join } from 'node:path';
import { glance } from '../../../daemon/analyse/glance.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { contentKind, type Content, type ContentKind } from '../../../shared/analysis.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { kindClips } from '../kinds.ts';
import type { Shop } from '../material.ts';
import type { Bench, Row } from '../row.ts';

type Judged = { readonly name: string; readonly kind: ContentKind; readonly fresh: boolean; readonly found: Content };

export const content: Bench = {
  name: 'content', title: 'Kinds of footage', long: true,
  async run(shop) {
    const judged: Judged[] = [];
    for (const { name, kind, file, chain, fresh } of kindClips()) judged.push({ name, kind, fresh, found: await judge(file ?? await made(shop, name, chain!), shop) });
    const all = contentKind.options.map((kind): Row => ({ what: `truly ${kind}`, holds: '', found: tally(judged.filter((one) => one.kind === kind)), ok: null, note: wrong(judged.filter((one) => one.kind === kind)) }));
    const sure = judged.filter(({ found }) => found.doubt === null), fresh = judged.filter((one) => one.fresh);
    const right = (some: readonly Judged[]): number => some.filter(({ kind, found }) => found.kind === kind).length;
    const misled = sure.filter(({ kind, found }) => found.kind !== kind && found.kind !== 'camera' && found.kind !== 'screen');
    return [
      { what: 'clips taken for what they are', holds: '', found: `${right(judged)} of ${judged.length}`, ok: null }, { what: 'the same where the verdict was sure', holds: '', found: `${right(sure)} of ${sure.length}`, ok: null },
      { what: 'the same of clips that no weight was chosen on', holds: '', found: `${right(fresh)} of ${fresh.length}`, ok: null, note: wrong(fresh) },
      { what: 'wrong styles chosen unasked', holds: '0', found: String(misled.length), ok: misled.length === 0 }, ...all,
    ];
  },
};

const tally = (some: readonly Judged[]): string => contentKind.options.map((kind) => [kind, some.filter(({ found }) => found.kind === kind).length] as const).filter(([, count]) => count > 0).map(([kind, count]) => `${kind} ${count}`).join(', ') || 'no clip';
const wrong = (some: readonly Judged[]): string => some.filter(({ kind, found }) => found.kind !== kind || found.doubt !== null).map(({ name, found }) => `${name}: ${found.kind} ${Math.round(found.probabilities[found.kind] * 100)} %${found.doubt === null ? '' : ', doubtful'}`).join('; ');

async function made(shop: Shop, name: string, chain: string): Promise<string> {
  const path = join(shop.folder, `${name.replaceAll(' ', '-')}.mkv`);
  await makeClip(path, { video: chain, frames: 48, codecOptions: { preset: 'veryfast', crf: '18' }, gop: 24 });
  return path;
}

async function judge(path: string, { home }: Shop): Promise<Content> {
  const { media, index } = await probe(path, { home });
  return (await glance(media, index, { home, budget: 60_000 })).content;
}
