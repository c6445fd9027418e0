// `framewright preview`: renders a span and a before/after picture, or leads to the page that shows every change at once.
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Command, CommandContext } from '../command.ts';
import { oneFile } from '../files.ts';
import { rangeFrom, wishFrom, wishOptions } from '../wish.ts';
import { outputFrom } from './restore.ts';

export const preview: Command = {
  name: 'preview', topic: 'previews', takes: 'path', usage: 'framewright preview <file> --from 0:30 --duration 5', says: 'renders a span, with a before/after picture; --live opens the page with the slider', options: [...wishOptions, 'output', 'live', 'json'],
  async run(context) {
    const { client, output, args } = context, path = oneFile(context), config = args.text('config');
    if (args.flag('live')) return showLive(context, path);
    const made = await client.preview({ path, wish: { ...wishFrom(args), range: null }, config: config && context.absolute(config), range: rangeFrom(args), output: outputFrom(context) });
    output.data(made);
    output.line(`The span:     ${made.video}`);
    if (made.picture) {
      output.line(`Before/after: ${made.picture}   (frame ${made.frame} of the clip)`);
      output.line('With a slider and every setting at hand: the same command with --live.');
    }
    return 0;
  },
};

async function showLive({ client, output, openPage }: CommandContext, path: string): Promise<number> {
  const media = await client.probe({ path });
  if (media.video === null) throw new FrameWrightError('input-no-video', { path, why: 'It holds sound alone, so there is no picture to show.' });
  const { url, expiresAt } = await client.dashboardLink({}), page = pageOf(url, path);
  output.data({ url: page, expiresAt });
  output.line(page);
  const opened = !output.json && output.terminal.columns !== null && await openPage(page);
  output.line(opened ? 'It opens in your browser. The link works once.' : 'Open it in a browser of this machine; it works once, within a minute.');
  return 0;
}

/** A link that opens the dashboard, at a clip's page. The one-time code stays behind the #. */
export const pageOf = (url: string, path: string): string => url.replace(/#(code=.*)$/, (_, code: string) => `#/clip?${new URLSearchParams({ path })}&${code}`);
