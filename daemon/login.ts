// Starting the daemon at login, by what each system has for it: a systemd user unit, a LaunchAgent, a task of the Task Scheduler. Pure: what would be done, as data.
import { posix, win32 } from 'node:path';
import { FrameWrightError } from '../shared/errors.ts';
import type { Change } from './cli/command.ts';

export type LoginOptions = {
  readonly platform: NodeJS.Platform; /** The user's own folder and name; on Windows `DOMAIN\\name`. */ readonly userFolder: string; readonly user: string;
  /** The program and its words. */ readonly command: readonly string[]; readonly home: string;
  /** `XDG_CONFIG_HOME`, where it is set. */ readonly configFolder?: string;
};

const label = 'org.framewright.daemon', unit = 'framewright.service', task = 'FrameWright';

/** What starting at login changes, in order. @throws FrameWrightError `daemon-failed` for a system without a way. */
export function loginChanges(install: boolean, options: LoginOptions): Change[] {
  const make = { linux: systemd, darwin: launchAgent, win32: scheduledTask }[options.platform as string];
  if (!make) throw new FrameWrightError('daemon-failed', { why: `How ${options.platform} starts programs at login is not known here; let it run: ${options.command.join(' ')}` });
  return make(install, options);
}

function systemd(install: boolean, { command, home, userFolder, configFolder }: LoginOptions): Change[] {
  const path = posix.join(configFolder ?? posix.join(userFolder, '.config'), 'systemd', 'user', unit);
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
  const systemctl = (...words: string[]): Change['run'] => ['systemctl', '--user', ...words];
  return install
    ? [{ says: `Write ${path}:`, file: { path, text } }, { says: 'Let systemd read it:', run: systemctl('daemon-reload') }, { says: 'Start it now and at every login:', run: systemctl('enable', '--now', unit) }]
    : [{ says: 'End it, and start it at login no more:', run: systemctl('disable', '--now', unit) }, { says: `Remove ${path}.`, file: { path, text: null } }, { says: 'Let systemd forget it:', run: systemctl('daemon-reload') }];
}

/** Quoted as systemd.syntax(7) and systemd.service(5) read it: `%` and `$` mean something there. */
const systemdWord = (word: string): string => `"${word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`;

function launchAgent(install: boolean, { command, home, userFolder }: LoginOptions): Change[] {
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
  return install
    ? [{ says: `Write ${path}:`, file: { path, text } }, { says: 'Start it now and at every login:', run: ['launchctl', 'load', '-w', path] }]
    : [{ says: 'End it, and start it at login no more:', run: ['launchctl', 'unload', '-w', path] }, { says: `Remove ${path}.`, file: { path, text: null } }];
}

const xmlText = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The task's description as XML, because words given to schtasks cannot hold every path. */
function scheduledTask(install: boolean, { command: [program = '', ...words], home, user }: LoginOptions): Change[] {
  const path = win32.join(home, 'login-task.xml');
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
  return install
    ? [{ says: `Write ${path}:`, file: { path, text, utf16: true } }, { says: 'Make a task of it:', run: ['schtasks', '/Create', '/TN', task, '/XML', path, '/F'] }, { says: 'Start it now:', run: ['schtasks', '/Run', '/TN', task] }]
    : [{ says: 'Start it at login no more:', run: ['schtasks', '/Delete', '/TN', task, '/F'] }, { says: `Remove ${path}.`, file: { path, text: null } }];
}

/** As the C runtime of Windows takes a command line apart. */
const windowsWord = (word: string): string => (/^[\w:\\.-]+$/.test(word) && !word.endsWith('\\') ? word : `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`);
