import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../shared/report-page.ts';
import { example } from '../shared/report-example.ts';
import { cli } from './support.ts';

const answers = { report: () => example };

describe('report', () => {
  it('tells it in the terminal, with what deserves a look', async () => {
    const { status, out, asked } = await cli(['report', 'abcd'], answers, { columns: 80 });
    expect(status).toBe(0);
    expect(asked).toEqual([{ name: 'report', request: { job: 'abcd' } }]);
    for (const words of ['720×576', 'Temporal consistency: From 0.79 to 1.00; 1 of 5 below 0.85.', 'Worth a look: frames 750 to 999, frames 1000 to 1249.', 'Whole job', 'GPL-3.0-or-later']) expect(out).toContain(words);
  });
  it('answers programs with all of it', async () => { expect(JSON.parse((await cli(['report', 'abcd', '--json'], answers)).out)).toEqual(example); });
  it('writes one page, and replaces nothing unasked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fw-cli-report-')), path = join(folder, 'report.html');
    const first = await cli(['report', 'abcd', '--html', path], answers);
    expect([first.status, first.out.trim()]).toEqual([0, `The report: ${path}`]);
    expect(await readFile(path, 'utf8')).toBe(reportPage(example));
    const again = await cli(['report', 'abcd', '--html', path], answers);
    expect([again.status, again.err.includes('--overwrite')]).toEqual([2, true]);
    expect((await cli(['report', 'abcd', '--html', path, '--overwrite'], answers)).status).toBe(0);
    expect((await cli(['report', 'abcd', '--html', join(folder, 'nowhere', 'report.html')], answers)).err).toContain('cannot be written');
    await rm(folder, { recursive: true });
  });
  it('asks for one job', async () => { expect((await cli(['report'], answers)).status).toBe(2); });
});
