// `framewright sample` (what `npm start` runs): restores the bundled clip and says where to look.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../command.ts';
import type { Arguments } from '../options.ts';
import { duration } from '../../../shared/words.ts';
import { wishOptions } from '../wish.ts';
import { restoreOne } from './restore.ts';

export const sample: Command = {
  stopsItself: true,
  name: 'sample', usage: 'framewright sample', says: 'restores the bundled sample clip', options: [...wishOptions, 'overwrite', 'detach', 'priority', 'json'],
  async run(context) {
    const { output, root } = context;
    output.line('Restoring the bundled sample: 6 seconds with blocking, noise, hiss and mains hum.\n');
    // Its own result may be replaced, and it is footage of the home-video kind: sound is mended too.
    const args: Arguments = {
      ...context.args, flag: (name) => name === 'overwrite' || context.args.flag(name),
      text: (name) => context.args.text(name) ?? (name === 'style' ? 'home-video' : undefined),
    };
    // A checkout is the user's folder; what is installed is not, and goes with the next version.
    const isInstalled = existsSync(join(root, '.installed.json'));
    const results = isInstalled ? context.absolute('results') : join(root, 'results');
    await restoreOne({ ...context, args }, join(root, 'sample', 'sample.mp4'), `${results}/`);
    const begun = Number(process.env.FRAMEWRIGHT_BEGUN);
    if (begun) output.line(`\nFrom the first command to this line: ${duration((Date.now() - begun) / 1000)}.`);
    output.line(`Your own: ${isInstalled ? 'framewright' : 'npm start --'} path/to/clip.mp4`);
    return 0;
  },
};
