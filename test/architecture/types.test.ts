// Everything compiles against the types of what it runs in: Node, browsers, and each editor's own.
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..'), compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const projects = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'tsconfig*.json', '**/tsconfig*.json'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);

it('there is a project for Node, for browsers, and for each editor', () => {
  expect(projects).toEqual(expect.arrayContaining(['tsconfig.json', 'tsconfig.browser.json', 'plugin-premiere/uxp/tsconfig.json', 'plugin-premiere/cep/tsconfig.json', 'plugin-resolve/tsconfig.json']));
});

it.each(projects)('%s compiles', async (project) => {
  const said = await promisify(execFile)(process.execPath, [compiler, '-p', project, '--pretty', 'false'], { cwd: root, maxBuffer: 1 << 24 }).then(({ stdout }) => stdout, (error: { stdout?: string; message: string }) => error.stdout || error.message);
  expect(said.trim()).toBe('');
}, 300_000);
