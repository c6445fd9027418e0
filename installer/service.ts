// Starting the daemon at login, by what each system has for it: a systemd user unit, a LaunchAgent, a task of the Task Scheduler.
import { posix, win32 } from 'node:path';
import { FrameWrightError } from '../shared/errors.ts';
import type { Change } from '../shared/installing.ts';
import { sha256, type Look } from './look.ts';
import { windowsFolder, type Places, type Surroundings } from './places.ts';

const part = 'service', label = 'org.framewright.daemon', unit = 'framewright.service', task = 'FrameWright';

/** @throws FrameWrightError `login-missing` where systemd does not run for this user: in containers, and on Linux without it. */
export function demandLogin({ platform }: Surroundings, see: Look): void {
  if (platform === 'linux' && see.ask(['systemctl', '--user', 'show-environment']) === null) throw new FrameWrightError('login-missing', { why: 'It takes systemd, which does not run for this user.' });
}

/** What starting at login needs; systems without a row are not installed on. */
export function serviceWanted(surroundings: Surroundings, places: Places): Change[] {
  // Windows would show a window for as long as the daemon runs, so there a command starts it and ends.
  if (surroundings.platform === 'win32') return scheduledTask(surroundings, [places.node, places.main, 'daemon', 'start']);
  return (surroundings.platform === 'darwin' ? launchAgent : systemd)(surroundings, [places.node, ...surroundings.daemonFlags, places.daemon]);
}

type Words = readonly string[];
const run = (says: string, words: Words, text: string, undo: readonly Words[]): Change => ({ kind: 'run', part, says, words, setting: { name: says.replace(/:$/, '').toLowerCase(), value: sha256(text).slice(0, 12), undo } });

function systemd({ environment, home, userFolder }: Surroundings, command: Words): Change[] {
  const path = posix.join(environment.XDG_CONFIG_HOME || posix.join(userFolder, '.config'), 'systemd', 'user', unit);
  const text = `[Unit]
Description=FrameWright, which restores video

[Service]
ExecStart=${command.map(systemdWord).join(' ')}
Environment=${systemdWord(`FRAMEWRIGHT_HOME=${home}`)}
Restart=on-failure
Nice=5

[Install]
WantedBy=default.target
`;
  const systemctl = (...words: string[]): Words => ['systemctl', '--user', ...words];
  return [
    // Taken back in the opposite order, this is what lets systemd forget the unit.
    run('Let systemd read its units:', systemctl('daemon-reload'), text, [systemctl('daemon-reload')]),
    { kind: 'write', part, path, text, says: `Write ${path}:` },
    run('Start it now and at every login:', systemctl('enable', '--now', unit), text, [systemctl('disable', '--now', unit)]),
  ];
}

/** Quoted as systemd.syntax(7) and systemd.service(5) read it: `%` and `$` mean something there. */
const systemdWord = (word: string): string => `"${word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`;

function launchAgent({ home, userFolder }: Surroundings, command: Words): Change[] {
  const path = posix.join(userFolder, 'Library', 'LaunchAgents', `${label}.plist`);
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>${label}</string>
  <key>ProgramArguments</key>
  <array>
${command.map((word) => `    <string>${xmlText(word)}</string>`).join('\n')}
  </array>
  <key>EnvironmentVariables</key>
  <dict><key>FRAMEWRIGHT_HOME</key><string>${xmlText(home)}</string></dict>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
  <key>ProcessType</key><string>Background</string>
</dict>
</plist>
`;
  return [
    { kind: 'write', part, path, text, says: `Write ${path}:` },
    run('Start it now and at every login:', ['launchctl', 'load', '-w', path], text, [['launchctl', 'unload', '-w', path]]),
  ];
}

const xmlText = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The task's description as XML, because words given to schtasks cannot hold every path. */
function scheduledTask(surroundings: Surroundings, [program = '', ...words]: Words): Change[] {
  const { user } = surroundings, path = win32.join(windowsFolder(surroundings, 'LOCALAPPDATA'), 'Programs', 'FrameWright', 'login-task.xml');
  const text = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>FrameWright, which restores video</Description></RegistrationInfo>
  <Triggers><LogonTrigger><Enabled>true</Enabled><UserId>${xmlText(user)}</UserId></LogonTrigger></Triggers>
  <Principals><Principal id="Author"><UserId>${xmlText(user)}</UserId><LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Hidden>true</Hidden>
  </Settings>
  <Actions Context="Author"><Exec><Command>${xmlText(program)}</Command><Arguments>${xmlText(words.map(windowsWord).join(' '))}</Arguments></Exec></Actions>
</Task>
`;
  return [
    { kind: 'write', part, path, text, utf16: true, says: `Write ${path}:` },
    run('Make a task of it:', ['schtasks', '/Create', '/TN', task, '/XML', path, '/F'], text, [['schtasks', '/Delete', '/TN', task, '/F']]),
    run('Start it now:', ['schtasks', '/Run', '/TN', task], text, []),
  ];
}

/** As the C runtime of Windows takes a command line apart. */
const windowsWord = (word: string): string => (/^[\w:\\.-]+$/.test(word) && !word.endsWith('\\') ? word : `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`);
