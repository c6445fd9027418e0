// `framewright preview`: renders a span and a before/after picture.
import type { Command } from '../command.ts';
import { oneFile } from '../files.ts';
import { rangeFrom, wishFrom, wishOptions } from '../wish.ts';
import { outputFrom } from './restore.ts';

export const preview: Command = {
  name: 'preview', takes: 'path', usage: 'framewright preview <file> --from 0:30 --duration 5', says: 'renders a span, with a before/after picture', options: [...wishOptions, 'output', 'json'],
  async run(context) {
    const { client, output, args } = context;
    const config = args.text('config');
    const made = await client.preview({ path: oneFile(context), wish: { ...wishFrom(args), range: null }, config: config && context.absolute(config), range: rangeFrom(args), output: outputFrom(context) });
    output.data(made);
    output.line(`The span:     ${made.video}`);
    if (made.picture) output.line(`Before/after: ${made.picture}   (frame ${made.frame} of the clip)`);
    return 0;
  },
};
