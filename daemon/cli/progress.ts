// Draws a job's progress: two lines redrawn in place on a terminal, a line now and then elsewhere.
import { basename } from 'node:path';
import type { Progress } from '../../shared/events.ts';
import type { Output } from './output.ts';
import { duration, interval } from '../../shared/words.ts';

export type ProgressView = { show(progress: Progress): void; end(): void };

/** Seconds between two lines where nothing can be redrawn. */
const quietSeconds = 10;

export function createProgressView(output: Output, source: string, result: string): ProgressView {
  const { columns } = output.terminal;
  if (output.json) return { show: () => undefined, end: () => undefined };
  output.line(heading(basename(source), basename(result), columns ?? 100));
  return columns === null ? quietView(output) : liveView(output);
}

const heading = (source: string, result: string, columns: number): string => {
  const left = `Restoring ${source}`, right = `→ ${result}`;
  return left.length + right.length + 2 > columns ? `${left}\n  ${right}` : left.padEnd(Math.min(49, columns - right.length)) + right;
};

function liveView(output: Output): ProgressView {
  let drawn = 0;
  const clear = (): string => (drawn ? `\x1b[${drawn}A\x1b[0J` : '');
  return {
    show(progress) {
      const lines = progressLines(progress, output.terminal.columns ?? 80);
      output.terminal.write(`${clear()}${lines.join('\n')}\n`);
      drawn = lines.length;
    },
    end() { output.terminal.write(clear()); drawn = 0; },
  };
}

function quietView(output: Output): ProgressView {
  let tenth = -1, second = -Infinity, title = '';
  return {
    show(progress) {
      const nextTenth = Math.floor(progress.fraction * 10);
      const due = progress.title !== title || nextTenth > tenth || progress.secondsDone - second >= quietSeconds;
      if (!due) return;
      [tenth, second, title] = [Math.max(tenth, nextTenth), progress.secondsDone, progress.title];
      output.line(`${percent(progress.fraction).padStart(5)}  ${facts(progress).join('   ')}`);
    },
    end: () => undefined,
  };
}

/** The picture of one moment, never wider than `columns`. */
export function progressLines(progress: Progress, columns: number): string[] {
  const barWidth = columns >= 90 ? 24 : columns >= 60 ? 12 : 0;
  const bar = barWidth ? `${'█'.repeat(Math.floor(progress.fraction * barWidth)).padEnd(barWidth, '░')}  ` : '';
  const heads = narrower(progress).map((pieces) => [`${bar}${percent(progress.fraction)}`, ...pieces].join('   '));
  const first = heads.find((head) => head.length < columns) ?? heads.at(-1)!;
  const load = progress.load === null ? '' : `${progress.device}: ${loadWords(progress.load)}`;
  const next = progress.next ? `Next: ${progress.next}` : '';
  const second = load.length + next.length + 4 < columns ? `${load.padEnd(Math.min(49, columns - next.length - 1))}${next}`.trimEnd() : load.slice(0, columns - 1);
  return second ? [first.slice(0, columns - 1), second] : [first.slice(0, columns - 1)];
}

const facts = (progress: Progress): string[] => narrower(progress)[0]!;

/** What there is to say, then less and less of it: how long it still takes goes last but for the work's name. */
function narrower({ title, step, steps, fps, secondsDone, secondsLeft }: Progress): string[][] {
  const name = `${title} (${step} of ${steps})`, speed = fps === null ? '' : `${fps >= 10 ? fps.toFixed(0) : fps.toFixed(1)} fps`;
  const done = `${duration(secondsDone)} done`, left = secondsLeft ? `about ${interval(secondsLeft)} left` : '';
  const times = left ? `${done}, ${left}` : done;
  return [[name, speed, times], [name, times], [name, left], [name]].map((pieces) => pieces.filter(Boolean));
}

const percent = (fraction: number): string => `${Math.floor(fraction * 100)} %`;
const loadWords = (load: number): string => `${load > 0.6 ? 'working smoothly' : load > 0.2 ? 'partly busy' : 'waiting for data'} at ${Math.round(load * 100)} %`;
