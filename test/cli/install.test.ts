// What install, uninstall and status ask and print.
import { expect, test } from 'vitest';
import type { Change, Installer, InstallStatus } from '../../shared/installing.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { cli } from './support.ts';

const changes: readonly Change[] = [
  { kind: 'copy', part: 'resolve', from: '/a', path: '/b c', says: 'Copy a.' }, { kind: 'run', part: 'link', words: ['tell', 'b c'], says: 'Tell the system:' },
  { kind: 'write', part: 'program', path: '/x', text: 'one\r\ntwo\r\n', says: 'Write x:' }, { kind: 'note', part: 'program', says: 'Something to know.' },
];
const noting = (): { asked: unknown[]; made: string[]; installer: Partial<Installer> } => {
  const asked: unknown[] = [], made: string[] = [];
  return { asked, made, installer: {
    installChanges: async (wish) => { asked.push(wish); return changes; }, uninstallChanges: async (wish) => { asked.push(wish); return changes; },
    make: async (all, said) => { for (const change of all) { said(change); made.push(change.says); } },
  } };
};

test('--dry-run prints every change as it would be made, and makes none', async () => {
  const { asked, made, installer } = noting();
  const said = await cli(['install', '--premiere', '--resolve', '--dry-run'], {}, { installer });
  expect(said.out).toBe('Would: Copy a.\nWould: Tell the system:\n    tell \'b c\'\nWould: Write x:\n    one\n    two\nSomething to know.\n\nNothing was changed.\n');
  expect({ asked, made, status: said.status }).toEqual({ asked: [{ parts: ['premiere', 'resolve'], force: false }], made: [], status: 0 });
  expect(JSON.parse((await cli(['install', '--dry-run', '--json'], {}, { installer })).out)).toEqual({ kind: 'changes', made: false, changes });
});

test('install and uninstall make them in order', async () => {
  const { asked, made, installer } = noting();
  expect((await cli(['install'], {}, { installer })).out).toContain('Installed.');
  expect(await cli(['uninstall', '--keep-data', '--force'], {}, { installer })).toMatchObject({ status: 0, out: expect.stringContaining('Videos and their results') });
  expect(asked).toEqual([{ parts: null, force: false }, { parts: null, force: true, keepData: true }]);
  expect(made).toHaveLength(8);
  expect((await cli(['install'], {}, { installer: { installChanges: async () => [] } })).out).toContain('Everything is as it should be');
});

test('what cannot be done is refused with its reason and status', async () => {
  const refuse = async (): Promise<never> => { throw new FrameWrightError('editor-missing', { editor: 'DaVinci Resolve', why: 'It is not here.' }); };
  expect(await cli(['install', '--resolve'], {}, { installer: { installChanges: refuse } })).toMatchObject({ status: 5, err: expect.stringContaining('It is not here.') });
  expect(await cli(['install', 'premiere'])).toMatchObject({ status: 2, err: expect.stringContaining('--premiere') });
  expect(await cli(['status', '--premiere'])).toMatchObject({ status: 2 });
});

test('status says what is installed, and what is not current', async () => {
  const found: InstallStatus = { version: '1.2.3', installed: '1.2.0', folder: '/program', parts: [
    { part: 'program', installed: true, current: false, says: ['It is not as this version would have it.'] }, { part: 'service', installed: false, current: false, says: ['It starts when needed.'] },
  ] };
  const { out } = await cli(['status'], {}, { installer: { status: async () => found } });
  expect(out).toMatch(/1\.2\.0 is installed in \/program\. This is 1\.2\.3\.[\s\S]*Program {2}installed, not current[\s\S]*Start at login {2}not installed/);
  expect(JSON.parse((await cli(['status', '--json'], {}, { installer: { status: async () => found } })).out)).toEqual({ kind: 'installed', ...found });
});
