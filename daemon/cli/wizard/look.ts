// The look before a decision: the moment that tells most, before and after, as a picture in a temporary folder.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Moment } from '../../../shared/pictures.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { WishInput } from '../../../shared/preset.ts';
import { duration } from '../../../shared/words.ts';
import type { CommandContext } from '../command.ts';

/** Longest side of either picture, pixels: both fit on a wide screen. */
const longest = 1280;

export type Look = {
  /** Draws and shows it. Awaits everything through `halting`, so that an interrupt leaves no file. */
  show(path: string, asked: { readonly wish: WishInput; readonly config?: string | undefined }, plan: Plan): Promise<void>;
  /** Removes every picture. */
  clear(): Promise<void>;
};

export function createLook({ client, output, openPage }: Pick<CommandContext, 'client' | 'output' | 'openPage'>, halting: <Value>(work: Promise<Value>) => Promise<Value>): Look {
  let folder: string | null = null, drawn = 0;
  const isWatched = !output.json && output.terminal.columns !== null;
  const offerDashboard = async (): Promise<void> => {
    const { port } = await halting(client.describe({}));
    if (port !== null) output.line(`  To look around in the browser: ${(await halting(client.dashboardLink({}))).url} (works once, within a minute; then: framewright dashboard)`);
  };
  return {
    async show(path, asked, plan) {
      const moment = bestMoment(await halting(client.moments({ path, interpretation: plan.interpretation })), plan);
      output.line(`  Making a before/after picture at ${duration(moment.seconds)} …`);
      const { sheet, columns: [column] } = await halting(client.compare({ path, config: asked.config, frame: moment.frame, draft: false, size: longest, wishes: [{ title: 'restored', wish: asked.wish }], sheet: true }));
      const picture = await halting(client.bytes(sheet!.id));
      folder ??= await mkdtemp(join(tmpdir(), 'framewright-look-'));
      const file = join(folder, `${basename(path, extname(path))}.before-after${drawn++ ? `-${drawn}` : ''}.png`);
      await writeFile(file, picture);
      const opened = isWatched && await openPage(pathToFileURL(file).href);
      output.data({ kind: 'preview', picture: file, frame: moment.frame, seconds: moment.seconds, why: moment.why });
      output.line(`  Before/after at ${duration(moment.seconds)} (frame ${moment.frame}): ${moment.why}`);
      output.line(`    ${file}${opened ? '   (it opens now)' : ''}`);
      for (const notice of column?.preview.notices ?? []) output.line(`    ${notice}`);
      if (isWatched && drawn === 1) await offerDashboard();
    },
    clear: async () => { if (folder !== null) await rm(folder, { recursive: true, force: true }); },
  };
}

/** The worst moment inside the range that was asked for, or else its middle. */
export function bestMoment(moments: readonly Moment[], { clip, source }: Pick<Plan, 'clip' | 'source'>): Pick<Moment, 'frame' | 'seconds' | 'why'> {
  const inside = moments.find(({ frame }) => frame >= clip.in && frame < clip.out), middle = (clip.in + clip.out) >> 1;
  return inside ?? { frame: middle, seconds: middle * source.rate.den / source.rate.num, why: 'The middle of the range.' };
}
