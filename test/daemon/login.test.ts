// Starting at login, on systems that this test does not run on: what would be changed, as data.
import { expect, test } from 'vitest';
import { loginChanges, type LoginOptions } from '../../daemon/login.ts';

const options: LoginOptions = { platform: 'linux', userFolder: '/users/ann lee', user: 'ann', command: ['/opt/node 26/node', '--flag', '/opt/frame"wright/100%/daemon.ts'], home: '/users/ann lee/$data' };
const text = (platform: NodeJS.Platform, more: Partial<LoginOptions> = {}): string => loginChanges(true, { ...options, platform, ...more })[0]!.file!.text!;
const runs = (install: boolean, platform: NodeJS.Platform): string[] => loginChanges(install, { ...options, platform }).flatMap(({ run }) => (run ? [run.join(' ')] : []));

test('systemd: a user unit, quoted as systemd reads it', () => {
  expect(loginChanges(true, options)[0]!.file!.path).toBe('/users/ann lee/.config/systemd/user/framewright.service');
  expect(loginChanges(true, { ...options, configFolder: '/conf' })[0]!.file!.path).toBe('/conf/systemd/user/framewright.service');
  expect(text('linux')).toContain('ExecStart="/opt/node 26/node" "--flag" "/opt/frame\\"wright/100%%/daemon.ts"');
  expect(text('linux')).toContain('Environment="FRAMEWRIGHT_HOME=/users/ann lee/$$data"');
  expect(runs(true, 'linux')).toEqual(['systemctl --user daemon-reload', 'systemctl --user enable --now framewright.service']);
  expect(loginChanges(false, options).map(({ file, run }) => file ?? run)).toEqual([['systemctl', '--user', 'disable', '--now', 'framewright.service'], { path: '/users/ann lee/.config/systemd/user/framewright.service', text: null }, ['systemctl', '--user', 'daemon-reload']]);
});

test('macOS: a LaunchAgent', () => {
  expect(text('darwin')).toContain('<string>/opt/frame&#34;wright/100%/daemon.ts</string>');
  expect(text('darwin')).toContain('<key>FRAMEWRIGHT_HOME</key><string>/users/ann lee/$data</string>');
  expect(runs(true, 'darwin')).toEqual(['launchctl load -w /users/ann lee/Library/LaunchAgents/org.framewright.daemon.plist']);
  expect(runs(false, 'darwin')).toEqual(['launchctl unload -w /users/ann lee/Library/LaunchAgents/org.framewright.daemon.plist']);
});

test('Windows: a task of the user\'s own, with quoted words', () => {
  const windows = { user: 'PC\\ann', home: 'C:\\Users\\ann lee\\FrameWright', command: ['C:\\node\\node.exe', 'C:\\Program Files\\fw\\main.ts', 'daemon', 'start'] };
  const [first] = loginChanges(true, { ...options, ...windows, platform: 'win32' });
  expect(first!.file).toMatchObject({ path: 'C:\\Users\\ann lee\\FrameWright\\login-task.xml', utf16: true });
  expect(text('win32', windows)).toContain('<Command>C:\\node\\node.exe</Command><Arguments>&#34;C:\\Program Files\\fw\\main.ts&#34; daemon start</Arguments>');
  expect(text('win32', windows)).toContain('<UserId>PC\\ann</UserId>');
  expect(runs(false, 'win32')).toEqual(['schtasks /Delete /TN FrameWright /F']);
});

test('other systems are told how to do it themselves', () => {
  expect(() => loginChanges(true, { ...options, platform: 'freebsd' })).toThrow(/freebsd/);
});
