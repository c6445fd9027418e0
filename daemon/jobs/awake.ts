// Keeps the machine from falling asleep while work runs on mains power. The inhibitor is a child that ends with this process, however that ends.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Awake = {
  /** Whether work runs. The power supply is looked at every minute while it does. */
  working(is: boolean): void;
  close(): void;
};
export type AwakeIo = {
  readonly platform: NodeJS.Platform;
  /** Whether settings want it. */ wanted(): Promise<boolean>;
  onMains(): Promise<boolean>;
  /** Starts the inhibitor; null where this system has none. */ inhibit(): { end(): void } | null;
};

const lookMs = 60_000;

export function createAwake(io: AwakeIo): Awake {
  let inhibitor: { end(): void } | null = null, timer: NodeJS.Timeout | null = null;
  const release = (): void => { inhibitor?.end(); inhibitor = null; };
  const look = async (): Promise<void> => {
    const hold = await io.wanted() && await io.onMains();
    // The work may have ended while the supply was looked at.
    if (timer === null || !hold) return release();
    inhibitor ??= io.inhibit();
  };
  const rest = (): void => {
    if (timer) clearInterval(timer);
    timer = null;
    release();
  };
  return {
    working(is) {
      if (!is) return rest();
      if (timer) return;
      timer = setInterval(() => void look(), lookMs).unref();
      void look();
    },
    close: rest,
  };
}

/** The command that keeps a system awake for as long as its standard input stays open, or this process lives. */
export function inhibitorCommand(platform: NodeJS.Platform, pid: number): readonly [string, ...string[]] | null {
  if (platform === 'linux') return ['systemd-inhibit', '--what=sleep:idle', '--who=FrameWright', '--why=A video is being restored', '--mode=block', 'cat'];
  if (platform === 'darwin') return ['caffeinate', '-i', '-w', String(pid)];
  if (platform === 'win32') return ['powershell.exe', '-NoProfile', '-NonInteractive', '-Command', windowsScript];
  return null;
}

/** ES_CONTINUOUS | ES_SYSTEM_REQUIRED lasts as long as the thread that asked for it (Win32 `SetThreadExecutionState`). */
const windowsScript = `$f = '[DllImport("kernel32.dll")] public static extern uint SetThreadExecutionState(uint state);'; $t = Add-Type -MemberDefinition $f -Name Power -Namespace FrameWright -PassThru; [void]$t::SetThreadExecutionState(2147483649); [void][Console]::In.ReadToEnd()`;

/** The real system's. A system without the program simply may fall asleep: jobs go on afterwards. */
export function systemAwake(wanted: () => Promise<boolean>, platform: NodeJS.Platform = process.platform): AwakeIo {
  return { platform, wanted, onMains: () => isOnMains(platform), inhibit: () => startInhibitor(platform) };
}

function startInhibitor(platform: NodeJS.Platform): { end(): void } | null {
  const command = inhibitorCommand(platform, process.pid);
  if (!command) return null;
  const [program, ...words] = command;
  const child: ChildProcess = spawn(program, words, { stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true });
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  child.unref();
  return { end: () => { child.stdin?.end(); child.kill(); } };
}

/** A machine that does not tell has no battery. */
export async function isOnMains(platform: NodeJS.Platform, supplies = '/sys/class/power_supply'): Promise<boolean> {
  if (platform === 'linux') return linuxOnMains(supplies);
  if (platform === 'darwin') return !/Battery Power/.test(await ask('pmset', ['-g', 'batt']));
  if (platform === 'win32') return (await ask('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', '(Get-CimInstance -Namespace root/wmi -ClassName BatteryStatus).PowerOnline'])).trim() !== 'False';
  return true;
}

/** The kernel's power_supply class: a supply of type Mains or USB is `online`; without one a battery that discharges means that there is none plugged in. */
async function linuxOnMains(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => []);
  const facts = await Promise.all(names.map(async (name) => Promise.all(['type', 'online', 'status'].map((file) => readFile(join(folder, name, file), 'utf8').then((text) => text.trim(), () => '')))));
  const plugs = facts.filter(([type]) => type === 'Mains' || type === 'USB');
  return plugs.some(([, online]) => online === '1') || !facts.some(([type, , status]) => type === 'Battery' && status === 'Discharging');
}

const ask = (program: string, words: readonly string[]): Promise<string> => promisify(execFile)(program, words, { timeout: 5000, windowsHide: true }).then(({ stdout }) => stdout, () => '');
