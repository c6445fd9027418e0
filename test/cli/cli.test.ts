import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { mendingCommands } from '../../daemon/cli/failure.ts';
import { commands } from '../../daemon/cli/commands/index.ts';
import { parseArguments } from '../../daemon/cli/options.ts';
import { progressLines } from '../../daemon/cli/progress.ts';
import { readTopics } from '../../daemon/cli/topics.ts';
import { rangeFrom, wishFrom } from '../../daemon/cli/wish.ts';
import { bytes, duration, interval, shellArgument } from '../../shared/words.ts';
import { errorCatalogue, fill, FrameWrightError, type ErrorCode } from '../../shared/errors.ts';
import type { JobEvent, Progress } from '../../shared/events.ts';
import { cli, doneJob, splitShell, strayOptions } from './support.ts';

const moment: Progress = {
  kind: 'progress', job: 'j1', fraction: 0.459, title: 'Cleaning up noise', step: 2, steps: 4, next: 'Doubling the resolution', frames: 45, framesTotal: 100,
  fps: 6.2, secondsDone: 120, secondsLeft: { low: 160, high: 200 }, device: 'CPU', load: 0.96,
};
const restoring = {
  submit: () => ({ ...doneJob, state: 'running' }), jobs: () => [], picture: () => ({ picture: '/clips/a.restored.png', frame: 3 }),
  job: () => ({ ...doneJob, plans: [], units: [], sidecar: '/clips/a.restored.framewright.json', log: [] }),
  follow: (_: never, emit: (event: JobEvent) => void) => { emit(moment); emit({ kind: 'revision', job: 'j1', revision: 2, why: 'the whole film was seen' }); return doneJob; },
};

describe('framewright <file>', () => {
  it('submits, follows and says where everything is', async () => {
    const said = await cli(['a.mp4', '--quality', 'best', '--set', 'denoise.strength=0.4', '--set', 'denoise.method=nlmeans', '--scale', '1080p', '-o', 'out/'], restoring);
    expect(said).toMatchObject({ status: 0, err: '' });
    expect(said.asked[0]).toMatchObject({ name: 'submit', request: { path: '/clips/a.mp4', output: '/clips/out/', overwrite: false, wish: { quality: 'best', scale: '1080p', stages: { denoise: { strength: 0.4, method: 'nlmeans' } } } } });
    expect(said.out).toContain('Restoring a.mp4');
    expect(said.out).toContain('45 %  Cleaning up noise (2 of 4)   6.2 fps   2 min done, about 3 min left');
    expect(said.out).toContain('revision 2');
    expect(said.out).toContain('/clips/a.restored.mp4');
    expect(said.out).toContain('/clips/a.restored.png');
  });

  it('draws in place on a terminal and leaves nothing behind', async () => {
    const { out } = await cli(['a.mp4'], restoring, { columns: 100 });
    expect(out).toContain('███████████░░░░░░░░░░░░░  45 %');
    expect(out.indexOf('\x1b[2A\x1b[0J')).toBeGreaterThan(0);
  });

  it('answers as JSON lines only', async () => {
    const { out } = await cli(['a.mp4', '--json'], restoring);
    const values = out.trim().split('\n').map((line) => JSON.parse(line) as { kind: string });
    expect(values.map((value) => value.kind)).toEqual(['progress', 'revision', 'result']);
  });

  it('turns a failed job into its lesson and exit status', async () => {
    const failed = { ...doneJob, state: 'failed', error: { code: 'disk-full', values: { path: '/clips', needed: '2 GB', free: '0 bytes' } } };
    const said = await cli(['a.mp4'], { ...restoring, follow: () => failed });
    expect(said.status).toBe(4);
    expect(said.err).toContain('The disk of /clips is full.');
    expect(said.err).toContain('framewright resume j1');
  });

  it('cancels on Ctrl-C and says how to go on', async () => {
    const interrupt = new AbortController();
    let cancelled!: () => void;
    const asked = new Promise<void>((resolve) => { cancelled = resolve; });
    const running = cli(['a.mp4'], {
      ...restoring, cancel: () => { cancelled(); return doneJob; }, follow: async () => { interrupt.abort(); await asked; return { ...doneJob, state: 'cancelled' }; },
    }, { interrupted: interrupt.signal });
    expect(await running).toMatchObject({ status: 130, err: expect.stringContaining('framewright resume j1') });
  });
});

describe('mistakes', () => {
  it.each([
    [['a.mp4', '--qualty', 'best'], 2, '--quality'], [['a.mp4', '--scale'], 2, 'scale'], [['a.mp4', 'b.mp4'], 2, 'More than one file'],
    [['a.mp4', '--set', 'denoise=3'], 2, 'stage.key=value'], [['a.mp4', '--interpret', 'feld-order=bff'], 2, 'field-order'],
    [['a.mp4', '--interpret', 'field-order=up'], 2, 'tff'], [['a.mp4', '--from', '10f', '--to', '0:20'], 2, 'mixes'], [['a.mp4', '--to', '5', '--duration', '5'], 2, 'same thing'],
    [['a.mp4', '--tile', '191'], 2, 'at least 192'], [['a.mp4', '--container', 'mpv'], 2, 'mp4'], [['a.mp4', '--speed', 'soon'], 2, '1h30m'],
    [['help', 'preset'], 2, 'presets'], [['plan'], 2, 'No file'], [['resume'], 2, 'No job'], [['jobs', 'delete'], 2, 'delete'], [['batch', 'tapes'], 2, '--output'],
    [['analyze', 'a.mp4', '--depth', 'deep'], 2, 'survey'],
    [['a.mp4', '--interpret', 'rate=0'], 2, '--interpret rate'], [['a.mp4', '--interpret', 'sar=0:1'], 2, 'larger than 0'],
    [['a.mp4', '--speed', '0'], 2, '"0" is not a value for --speed'], [['a.mp4', '--checkpoint', '0s'], 2, '--checkpoint'],
    [['plan', 'a.mp4', '--overwrite'], 2, 'plan takes no --overwrite'], [['doctor', '--search', 'x'], 2, 'doctor takes no --search'], [['a.mp4', '--depth', 'survey'], 2, 'restore takes no --depth'],
  ])('%j → %i', async (argv, status, says) => {
    const said = await cli(argv);
    expect(said.status).toBe(status);
    expect(said.err).toContain(says);
    expect(said.asked).toEqual([]);
  });

  it('shows an internal fault with its stack and exit 70', async () => {
    const said = await cli(['plan', 'a.mp4']);
    expect(said.status).toBe(70);
    expect(said.err).toContain('the test has no answer for plan');
  });
});

describe('the error catalogue', () => {
  it('quotes as the shell at hand does, and never takes a job for a file', async () => {
    const changed = { resume: () => { throw new FrameWrightError('input-changed', { path: '/clips/a b.mp4', why: 'It is shorter.' }); } };
    expect((await cli(['resume', 'j1'], changed)).err).toContain("framewright '/clips/a b.mp4'");
    expect((await cli(['resume', 'j1'], changed, { windows: true })).err).toContain('framewright "/clips/a b.mp4"');
    const full = { resume: () => { throw new FrameWrightError('disk-full', { path: '/clips', needed: '2 GB', free: '0 bytes' }); } };
    expect((await cli(['resume', 'j1'], full)).err).toContain('framewright resume j1');
  });

  const values = { path: '/clips/a b.mp4', job: 'j1', override: 'field-order=progressive', other: 'b.mp4', folder: 'clips', leastArgument: '1.2MB' };
  it.each(Object.keys(errorCatalogue) as ErrorCode[])('%s: its commands parse and its topic exists', async (code) => {
    const error = new FrameWrightError(code, values);
    const mending = mendingCommands(error, { path: "/clips/it's a.mp4", job: 'j1' });
    expect(mending.length).toBe(error.row.mend.length);
    for (const command of mending) {
      const words = splitShell(command);
      expect(words.shift()).toBe('framewright');
      const args = parseArguments(words);
      const named = commands.some((one) => one.name === args.positionals[0]);
      expect(strayOptions(words)).toEqual([]);
      expect(named || args.positionals.length === 1 || args.flag('help')).toBe(true);
      wishFrom(args);
    }
    expect((await readTopics()).map((topic) => topic.name)).toContain(error.row.topic);
  });

  it('fills every placeholder it is given and leaves others visible', () => {
    expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}');
  });
});

describe('help', () => {
  it('lists commands, options and every exit status', async () => {
    const { out } = await cli(['--help']);
    for (const command of commands) expect(out).toContain(command.usage);
    for (const row of Object.values(errorCatalogue)) expect(out).toMatch(new RegExp(`^  ${row.exit} +\\w`, 'm'));
  });
  it('answers programs too', async () => {
    const { out, status } = await cli(['--help', '--json']);
    const help = JSON.parse(out) as { commands: { name: string; options: { name: string; takes: string | null }[] }[]; exits: { status: number }[] };
    expect(help.commands.map((command) => command.name)).toEqual(commands.map((command) => command.name));
    expect(help.commands[0]!.options).toContainEqual(expect.objectContaining({ name: 'overwrite', takes: null }));
    expect(help.exits.map((exit) => exit.status)).toContain(130);
    expect(status).toBe(0);
    expect(await cli(['--json'])).toMatchObject({ out, status: 2 });
    expect(JSON.parse((await cli(['plan', '--help', '--json'])).out)).toMatchObject({ name: 'plan' });
  });
  it('says nothing when its reader has gone', async () => {
    const child = spawn(process.execPath, ['daemon/main.ts', 'help', 'formats']);
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (text) => { err += String(text); });
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(err).toBe('');
  });
  it('explains each command and each topic, and finds words', async () => {
    expect((await cli(['plan', '--help'])).out).toContain('--scale');
    expect((await cli(['help'])).out).toContain('gpu-memory');
    expect((await cli(['help', 'presets'])).out).toContain('--set denoise.strength');
    expect((await cli(['help', '--search', 'VRAM'])).out).toContain('gpu-memory');
    expect((await cli(['--version'])).out).toBe('1.2.3\n');
    expect((await cli([])).status).toBe(2);
  });
});

describe('reading options', () => {
  it('reads ranges as frames or exact seconds', () => {
    expect(rangeFrom(parseArguments(['--from', '10f', '--duration', '5f']))).toEqual({ unit: 'frames', in: 10, out: 15 });
    expect(rangeFrom(parseArguments(['--from', '0:00.5', '--duration', '1.25']))).toEqual({ unit: 'seconds', in: { num: 1, den: 2 }, out: { num: 7, den: 4 } });
    expect(rangeFrom(parseArguments(['--to', '1m']))).toEqual({ unit: 'seconds', in: { num: 0, den: 1 }, out: { num: 60, den: 1 } });
    expect(rangeFrom(parseArguments([]))).toBeNull();
  });
  it('takes an option as often as it may be repeated', () => {
    expect(wishFrom(parseArguments(['--interpret', 'field-order=bff', '--interpret', 'range=full'])).interpretation).toEqual({ fieldOrder: 'bff', range: 'full' });
    expect(parseArguments(['a.mp4', '--json', '--scale', '2']).given).toEqual(['json', 'scale']);
  });
  it('reads interpretations', () => {
    expect(wishFrom(parseArguments(['--interpret', 'field-order=bff,range=pc,matrix=601,sar=8:9,rate=23.976,start-tc=01:00:00;02'])).interpretation)
      .toEqual({ fieldOrder: 'bff', range: 'full', matrix: 'smpte170m', sar: { num: 8, den: 9 }, rate: { num: 24000, den: 1001 }, startTimecode: '01:00:00;02' });
  });
});

describe('progress', () => {
  it.each([30, 45, 60, 80, 120])('fits %i columns', (columns) => {
    for (const line of progressLines(moment, columns)) expect(line.length).toBeLessThan(columns);
  });
});

describe('words', () => {
  it('says numbers as people do', () => {
    expect([0.25, 45, 200, 9000, 4800, 200000].map((seconds) => duration(seconds))).toEqual(['0.3 s', '45 s', '3 min', '2 h 30 min', '80 min', '2 days 7 h']);
    expect([duration(0.25, { days: 'Tage', to: 'bis', bytes: 'Byte', decimal: ',' }), interval({ low: 30, high: 600 }, { days: 'Tage', to: 'bis', bytes: 'Byte', decimal: ',' })]).toEqual(['0,3 s', '30 s bis 10 min']);
    expect([[160, 200], [120, 300], [30, 600]].map(([low, high]) => interval({ low: low!, high: high! }))).toEqual(['3 min', '2 to 5 min', '30 s to 10 min']);
    expect([512, 3_400_000, 120_000_000].map((count) => bytes(count))).toEqual(['512 bytes', '3.4 MB', '120 MB']);
    expect(["it's.mp4", '-x.mp4', 'a b'].map((path) => shellArgument(path))).toEqual([String.raw`'it'\''s.mp4'`, "'-x.mp4'", "'a b'"]);
  });
});

describe('words that were meant otherwise', () => {
  const missing = { submit: ({ path }: { path: string }) => { throw new FrameWrightError('input-missing', { path, why: 'Check the spelling and the folder.' }); } };
  it('offers the command that was mistyped', async () => {
    const said = await cli(['restor', 'a.mp4']);
    expect(said).toMatchObject({ status: 2, asked: [] });
    expect(said.err).toContain('There is no command called "restor".');
    expect(said.err).toContain('Nearest: restore.');
    expect((await cli(['dashbord'], missing)).err).toContain('framewright dashboard --help');
    expect((await cli(['tape.mp4'], missing)).err).not.toContain('--help');
  });

  it('explains a command by the word help, too', async () => {
    const [by, option] = [await cli(['help', 'jobs']), await cli(['jobs', '--help'])];
    expect(by.status).toBe(0);
    expect(by.out).toBe(option.out);
    expect(by.out).toContain('--state running,failed');
    expect((await cli(['help', 'daemon'])).out).toContain('# The daemon');
    expect((await cli(['settings', '--help'])).out).toContain('idleMinutes');
  });

  it('leads from a misread command to its own help', async () => {
    for (const [line, leads] of [[['jobs', '--limit', '0'], 'framewright jobs --help'], [['report'], 'framewright report --help'], [['settings', 'retries=many'], 'framewright settings --help'], [['plan'], 'framewright plan --help']] as const) {
      const said = await cli(line);
      expect(said.status).toBe(2);
      expect(said.err).toContain(`Try:\n  ${leads}\n`);
    }
    expect((await cli(['settings', 'retries=many'])).err).toContain('Write a number. Tries of a job');
    expect((await cli(['a.mp4', '--scale', '9x', '--tile', '3'])).err).toContain('framewright help presets');
  });

  it('says the command once more with what was typed', async () => {
    const exists = { submit: () => { throw new FrameWrightError('output-exists', { path: '/clips/-a b.restored.mp4', pathArgument: "'/clips/-a b.mp4'", other: "'/clips/-a b.restored-2.mp4'" }); } };
    const { err } = await cli(['--quality', 'fast', '-o', 'out dir/', '--set', 'denoise.strength=0.2', '--set', 'deband.strength=0.1', '--', '-a b.mp4'], exists);
    expect(err).toContain("  framewright './-a b.mp4' --overwrite --quality fast --output 'out dir/' --set denoise.strength=0.2 --set deband.strength=0.1\n");
    expect(err).toContain("  framewright './-a b.mp4' --output '/clips/-a b.restored-2.mp4' --quality fast --set denoise.strength=0.2 --set deband.strength=0.1\n");
  });

  it.each([70, 80, 100])('in %i columns tells how long it still takes', (columns) => {
    expect(progressLines(moment, columns)[0]).toContain(`about ${interval(moment.secondsLeft!)} left`);
  });
});
