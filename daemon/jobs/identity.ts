// Which process is which, across reboots and reused process ids.
import { readFileSync } from 'node:fs';
import os from 'node:os';

/** `boot` names this run of the system, `start` this run of the process. */
export type Identity = { readonly pid: number; readonly boot: string; readonly start: string };

const read = (path: string): string | null => { try { return readFileSync(path, 'utf8'); } catch { return null; } };

/** Linux names each boot; elsewhere the second of the start stands for it. */
const bootId = (): string => read('/proc/sys/kernel/random/boot_id')?.trim() ?? String(Math.round(Date.now() / 1000 - os.uptime()));

/** Field 22 of `/proc/<pid>/stat`, clock ticks from boot to the process's start; empty where there is no /proc. The name before it may hold spaces. */
const startOf = (pid: number): string => read(`/proc/${pid}/stat`)?.replace(/^.*\) /s, '').split(' ')[19] ?? '';

export const identify = (pid: number = process.pid): Identity => ({ pid, boot: bootId(), start: startOf(pid) });

/** Whether that very process still runs. */
export function isAlive(who: Identity): boolean {
  if (!sameBoot(who.boot, bootId())) return false;
  try { process.kill(who.pid, 0); } catch (error) {
    // Someone else's process: it is there, but may not be signalled.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return who.start === '' || who.start === startOf(who.pid);
}

/** Clocks that were set since may move the computed second of the start a little. */
const sameBoot = (one: string, other: string): boolean => one === other || Math.abs(Number(one) - Number(other)) < 120;

export const sameProcess = (one: Identity, other: Identity): boolean => one.pid === other.pid && one.start === other.start && sameBoot(one.boot, other.boot);
