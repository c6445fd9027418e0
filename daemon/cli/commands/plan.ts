// `framewright plan`: what would be done and why, before a frame is touched.
import { hardware as hardwareSchema, type Hardware } from '../../../shared/hardware.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Command, CommandContext } from '../command.ts';
import { oneFile } from '../files.ts';
import { wrap } from '../output.ts';
import { wishFrom, wishOptions } from '../wish.ts';

export const plan: Command = {
  name: 'plan', takes: 'path', usage: 'framewright plan <file> [options]', says: 'shows what would be done, and why', options: [...wishOptions, 'hardware', 'json'],
  async run(context) {
    const { client, output, args } = context;
    const config = args.text('config');
    const made = await client.plan({ path: oneFile(context), wish: wishFrom(args), config: config && context.absolute(config), hardware: await hardwareFile(context) });
    output.data(made);
    if (output.json) return 0;
    const columns = Math.min(output.terminal.columns ?? 100, 110);
    for (const { heading, lines } of await client.explain({ plan: made })) {
      output.line(output.paint('bold', heading));
      for (const line of lines) for (const piece of wrap(line, columns, '  ')) output.line(piece);
      output.line();
    }
    return 0;
  },
};

async function hardwareFile(context: CommandContext): Promise<Hardware | undefined> {
  const path = context.args.text('hardware');
  if (path === undefined) return undefined;
  try {
    return hardwareSchema.parse(JSON.parse(await context.readFile(context.absolute(path))));
  } catch (cause) {
    throw new FrameWrightError('bad-value', { key: '--hardware', value: path, why: `It is not a hardware profile: ${(cause as Error).message.split('\n')[0]}` }, { cause });
  }
}
