// `framewright daemon`: the process behind every command.
import { errorFrom, FrameWrightError, type ErrorCode } from '../../../shared/errors.ts';
import type { DaemonInfo } from '../../../shared/daemon.ts';
import type { Command, CommandContext } from '../command.ts';
import { countFrom } from '../files.ts';
import { table } from '../output.ts';
import { installAsked, uninstallAsked } from './install.ts';

const actions = ['start', 'stop', 'status', 'logs', 'forget', 'install', 'uninstall'] as const;
/** Lines of the log that are shown unasked. */
const usualLines = 40;

export const daemon: Command = {
  name: 'daemon', topic: 'daemon', usage: 'framewright daemon [start|stop|status|logs|forget|install|uninstall]', says: 'starts, ends and shows the daemon; install is framewright install --service', options: ['limit', 'force', 'dry-run', 'json'],
  async run(context) {
    const [word = 'status', ...more] = context.args.positionals;
    const action = actions.find((one) => one === word);
    if (!action || more.length) throw new FrameWrightError('usage', { what: `daemon does not know "${context.args.positionals.join(' ')}".`, why: `Known: ${actions.join(', ')}.` });
    const part = { ...context, args: { ...context.args, positionals: [] } };
    if (action === 'install') return installAsked(part, ['service']);
    if (action === 'uninstall') return uninstallAsked(part, ['service']);
    const stray = (['dry-run', 'force'] as const).find((option) => context.args.flag(option));
    if (stray) throw new FrameWrightError('usage', { what: `daemon ${action} takes no --${stray}.`, why: 'daemon install and daemon uninstall do.' });
    return { start, stop, status, logs, forget }[action](context);
  },
};

async function start({ daemon: control, output }: CommandContext): Promise<number> {
  const running = await control.find();
  const client = running ?? await control.start();
  try {
    const info = await client.describe({});
    output.data(info);
    output.line(`The daemon ${running ? 'runs already' : 'runs'}: process ${info.pid}, port ${info.port}.${info.endsWhenIdle ? ' A command started it, so it ends itself when nobody needs it.' : ''}`);
    for (const notice of info.notices) output.line(`  ${notice}`);
    return 0;
  } finally { await client.close(); }
}

async function stop({ daemon: control, output }: CommandContext): Promise<number> {
  const pid = await control.stop();
  output.data({ stopped: pid });
  output.line(pid === null ? 'No daemon runs.' : `The daemon (process ${pid}) has ended. Unfinished jobs go on when it starts again.`);
  return 0;
}

async function status({ daemon: control, output }: CommandContext): Promise<number> {
  const client = await control.find();
  if (!client) {
    output.data(null);
    output.line('No daemon runs. The next command that needs one starts it.');
    return errorFrom({ code: 'daemon-gone' satisfies ErrorCode, values: {} }).row.exit;
  }
  try {
    const info = await client.describe({});
    output.data(info);
    for (const line of table(rowsOf(info), '')) output.line(line);
    for (const notice of info.notices) output.line(`  ${notice}`);
    return 0;
  } finally { await client.close(); }
}

function rowsOf(info: DaemonInfo): string[][] {
  const jobs = Object.entries(info.jobs).filter(([, count]) => count > 0).map(([state, count]) => `${count} ${state}`);
  return [
    ['daemon', `FrameWright ${info.version}, process ${info.pid}, since ${info.startedAt}`], ['address', info.port === null ? 'none' : `http://127.0.0.1:${info.port}`], ['home', info.home],
    ['jobs', jobs.join(', ') || 'none'], ...(info.hold === null ? [] : [['waits', info.hold]]), ['clients', String(info.clients)],
    ...info.hosts.map(({ host, state }) => ['editor', `${host}, ${state}`]), ['token', info.tokenPlace], ['ends', info.endsWhenIdle ? 'by itself, when nobody needs it' : 'with framewright daemon stop'],
  ];
}

async function logs({ daemon: control, output, args }: CommandContext): Promise<number> {
  const limit = args.text('limit'), lines = await control.logLines(limit === undefined ? usualLines : countFrom(limit, 10_000));
  output.data({ file: control.logFile, lines });
  for (const line of lines) output.line(line);
  output.line(lines.length ? `\nAll of it: ${control.logFile}` : `There is no log yet: ${control.logFile}`);
  return 0;
}

async function forget({ daemon: control, output }: CommandContext): Promise<number> {
  const forgotten = await control.forget();
  output.data({ forgotten });
  output.line(forgotten ? 'The token is forgotten. A daemon that starts makes another; panels that were paired keep theirs.' : 'There was no token.');
  return 0;
}
