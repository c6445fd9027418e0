// `framewright report <job>`: what was done, measured and spent; with --html as one page.
import { writeFile } from 'node:fs/promises';
import { FrameWrightError } from '../../../shared/errors.ts';
import { summary } from '../../../shared/report-chart.ts';
import { reportPage } from '../../../shared/report-page.ts';
import type { Report } from '../../../shared/report.ts';
import { duration } from '../../../shared/words.ts';
import type { Command, CommandContext } from '../command.ts';
import { oneJob } from '../files.ts';
import { table, wrap } from '../output.ts';

export const report: Command = {
  name: 'report', takes: 'job', topic: 'daemon', usage: 'framewright report <job> [--html report.html]', says: 'tells what a job did, measured and took', options: ['html', 'overwrite', 'json'],
  async run(context) {
    const { client, output, args } = context, told = await client.report({ job: oneJob(context) }), html = args.text('html');
    output.data(told);
    if (html === undefined) printReport(context, told);
    else output.line(`The report: ${await writePage(context, html, told)}`);
    return 0;
  },
};

/** @throws FrameWrightError `bad-value` where the file cannot be written, or exists and may not be replaced. */
async function writePage({ absolute, args }: CommandContext, file: string, told: Report): Promise<string> {
  const path = absolute(file);
  await writeFile(path, reportPage(told), { flag: args.flag('overwrite') ? 'w' : 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    throw new FrameWrightError('bad-value', { key: '--html', value: file, why: cause.code === 'EEXIST' ? 'It exists already; name another file, or add --overwrite.' : `It cannot be written: ${cause.message}.` }, { cause });
  });
  return path;
}

function printReport({ output }: CommandContext, told: Report): void {
  const columns = Math.min(output.terminal.columns ?? 100, 110);
  const section = (heading: string, lines: readonly string[]): void => {
    if (lines.length === 0) return;
    output.line(output.paint('bold', heading));
    for (const line of lines) output.line(line);
    output.line();
  };
  section(`${told.job.id}: ${told.job.state}`, wrap(told.job.title, columns, '  '));
  section('Before and after', table(told.facts.map(({ name, before, after }) => [name, before || '–', after || '–'])));
  section('Measured', measured(told).flatMap((line) => wrap(line, columns, '  ')));
  section('Time', table([...told.timings.map(({ title, seconds }) => [title, duration(seconds)]), ['Whole job', duration(told.seconds)]]));
  for (const { heading, lines } of told.plan) section(heading, lines.flatMap((line) => wrap(line, columns, '  ')));
  section('Licences', table(told.licences.map(({ name, licence }) => [name, licence])));
  if (told.sidecar) output.line(`Everything else is in ${told.sidecar}`);
}

/** One line for each number; the segments that deserve a look by name. */
function measured({ quality, threshold, definitions }: Report): string[] {
  if (quality.length === 0) return [];
  const words = (value: number): string => value.toFixed(2), percent = (value: number): string => `${Number((100 * value).toPrecision(2))} %`;
  const points = (of: (row: Report['quality'][number]) => number | null) => quality.map((row) => ({ from: row.from, to: row.to, value: of(row) }));
  const rows = [
    summary(points((row) => row.consistency), threshold, words), summary(points((row) => row.similarity), threshold, words), summary(points((row) => row.clipped), null, percent),
  ];
  const low = quality.filter(({ consistency, similarity }) => (consistency ?? 1) < threshold || (similarity ?? 1) < threshold);
  return [
    ...rows.map((row, i) => `${definitions[i]?.name ?? ''}: ${row}`),
    ...(low.length ? [`Worth a look: ${low.slice(0, 8).map(({ from, to }) => `frames ${from} to ${to - 1}`).join(', ')}${low.length > 8 ? ` and ${low.length - 8} more segments` : ''}.`] : []),
  ];
}
