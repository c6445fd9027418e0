// Which process is which, across reboots and reused process ids.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

/** `boot` names this run of the system, `start` this run of the process. Where `start` is a time of day, which no later process shares, `boot` is empty. */
export type Identity = { readonly pid: number; readonly boot: string; readonly start: string };

const read = (path: string): string | null => { try { return readFileSync(path, 'utf8'); } catch { return null; } };

/** Linux names each boot, and clocks that are set do not change the name; elsewhere the second of the start stands for it. */
const bootId = (): string => read('/proc/sys/kernel/random/boot_id')?.trim() ?? String(Math.round(Date.now() / 1000 - os.uptime()));

/** When a process started, as the system wrote it down then; empty when it does not tell. Never moved by a clock that is set later. */
export function startOf(pid: number, platform: NodeJS.Platform): string {
  // Field 22, clock ticks since boot. The name before it may hold spaces.
  if (platform === 'linux') return read(`/proc/${pid}/stat`)?.replace(/^.*\) /s, '').split(' ')[19] ?? '';
  if (platform === 'win32') return ask('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`]);
  return ask('ps', ['-o', 'lstart=', '-p', String(pid)]);
}

function ask(command: string, words: readonly string[]): string {
  const { status, stdout } = spawnSync(command, words, { encoding: 'utf8', windowsHide: true, timeout: 5000, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' }, stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.trim() : '';
}

export function identify(pid: number = process.pid, platform: NodeJS.Platform = process.platform): Identity {
  const start = startOf(pid, platform);
  return { pid, boot: platform === 'linux' || start === '' ? bootId() : '', start };
}

/** Whether that very process still runs. One that is there but does not show its start is taken for it: two owners are worse than a wait. */
export function isAlive(who: Identity, platform: NodeJS.Platform = process.platform): boolean {
  if (who.boot !== '' && !sameBoot(who.boot, bootId())) return false;
  try { process.kill(who.pid, 0); } catch (error) {
    // Someone else's process: it is there, but may not be signalled.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return who.start === '' || ['', who.start].includes(platform === 'linux' ? startOf(who.pid, platform) : recentStart(who.pid, platform));
}

/** Answers that cost a program are good for this long, ms: a waiting process asks five times a second. */
const recentMs = 5000;
const answers = new Map<number, { readonly start: string; readonly at: number }>();

function recentStart(pid: number, platform: NodeJS.Platform): string {
  const known = answers.get(pid), at = performance.now();
  if (known && at - known.at < recentMs) return known.start;
  const start = startOf(pid, platform);
  answers.set(pid, { start, at });
  return start;
}

/** Clocks that were set since may move the computed second of the start a little. */
const sameBoot = (one: string, other: string): boolean => one === other || Math.abs(Number(one) - Number(other)) < 120;

export const sameProcess = (one: Identity, other: Identity): boolean => one.pid === other.pid && one.start === other.start && sameBoot(one.boot, other.boot);
