// `framewright wizard` and `framewright clip.mp4 --wizard`: a restoration by questions.
import type { Command } from '../command.ts';
import { wishOptions } from '../wish.ts';
import { runWizard } from '../wizard/wizard.ts';

export const wizard: Command = {
  stopsItself: true,
  name: 'wizard', takes: 'path', usage: 'framewright wizard [file]', says: 'looks at a file, recommends, shows a picture, and asks before it restores',
  options: [...wishOptions, 'output', 'overwrite', 'detach', 'priority', 'wizard', 'json'],
  async run(context) {
    await runWizard(context);
    return 0;
  },
};
