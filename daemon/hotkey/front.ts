// Which editor is in front: the key belongs to it, and to nobody else.
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Ids of hosts, as panels tell them. */
export type Editor = 'premiere' | 'resolve';
export type Front = { /** Null where another program is in front, or the system does not say. */ editor(): Promise<Editor | null>; close(): void };

const answerMs = 2000;

/** The editor that a system's answer names: a process on Windows, a bundle id on macOS, a window's class under X11. */
export function editorIn(platform: NodeJS.Platform, answer: string): Editor | null {
  const [premiere, resolve] = platform === 'win32' ? [/^Adobe Premiere(?: Pro)?(?: \(Beta\))?$/i, /^Resolve$/i]
    : platform === 'darwin' ? [/"com\.adobe\.PremierePro[\w.-]*"/, /"com\.blackmagic-design\.DaVinciResolve\w*"/] : [/"Adobe Premiere[^"]*"/i, /"(?:DaVinci )?resolve"/i];
  const text = answer.trim();
  return premiere.test(text) ? 'premiere' : resolve.test(text) ? 'resolve' : null;
}

/** Id of the window that has the focus (EWMH `_NET_ACTIVE_WINDOW`); null where none has. */
export const activeWindowIn = (answer: string): string | null => {
  const id = /(0x[0-9a-f]+)/i.exec(answer)?.[1];
  return id === undefined || Number(id) === 0 ? null : id;
};

export function openFront(platform: NodeJS.Platform = process.platform): Front {
  if (platform === 'win32') return windowsFront();
  const ask = platform === 'darwin' ? askMac : askX;
  return { editor: async () => editorIn(platform, await ask()), close: () => undefined };
}

/** What a program prints; nothing where it fails: then nobody is known to be in front. */
const run = (program: string, words: readonly string[]): Promise<string> => promisify(execFile)(program, words, { timeout: answerMs }).then(({ stdout }) => stdout, () => '');

async function askMac(): Promise<string> {
  const serial = (await run('lsappinfo', ['front'])).trim();
  return serial ? run('lsappinfo', ['info', '-only', 'bundleid', serial]) : '';
}

async function askX(): Promise<string> {
  const window = activeWindowIn(await run('xprop', ['-root', '32x', '_NET_ACTIVE_WINDOW']));
  return window === null ? '' : run('xprop', ['-id', window, 'WM_CLASS']);
}

/** PowerShell takes a second to begin, so one stays and names the process in front for each line that it reads. */
const windowsScript = `$f = '[DllImport("user32.dll")] public static extern System.IntPtr GetForegroundWindow(); [DllImport("user32.dll")] public static extern uint GetWindowThreadProcessId(System.IntPtr window, out uint process);'; $t = Add-Type -MemberDefinition $f -Name Front -Namespace FrameWright -PassThru; while ($null -ne [Console]::In.ReadLine()) { $id = 0; [void]$t::GetWindowThreadProcessId($t::GetForegroundWindow(), [ref]$id); [Console]::Out.WriteLine((Get-Process -Id $id -ErrorAction SilentlyContinue).ProcessName) }`;

function windowsFront(): Front {
  const child = spawn('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', windowsScript], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
  const waiting: ((answer: string) => void)[] = [];
  child.on('error', () => { for (const answer of waiting.splice(0)) answer(''); });
  child.stdin.on('error', () => undefined);
  createInterface(child.stdout).on('line', (line) => waiting.shift()?.(line)).on('error', () => undefined);
  return {
    editor: () => new Promise((resolve) => {
      const answer = (text: string): void => {
        clearTimeout(timer);
        resolve(editorIn('win32', text));
      };
      const timer = setTimeout(() => resolve(null), answerMs);
      waiting.push(answer);
      child.stdin.write('\n');
    }),
    close: () => { child.stdin.end(); child.kill(); },
  };
}
