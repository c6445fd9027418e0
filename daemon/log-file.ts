// The daemon's log: bounded, the file before it kept once.
import { appendFileSync, chmodSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes after which a new file is begun; twice this is on the disk at most. */
const usualMost = 2 ** 20;

export const logFileOf = (home: string): string => join(home, 'daemon.log');

export type LogFile = { say(line: string): void };

/** Lines are on their way to the disk when `say` returns. A log that cannot be written never ends the daemon. */
export function openLogFile(home: string, clock: () => string, most = usualMost): LogFile {
  const path = logFileOf(home);
  let bytes = sizeOf(path);
  const write = (text: string): void => {
    if (bytes > 0 && bytes + text.length > most) {
      renameSync(path, `${path}.1`);
      bytes = 0;
    }
    appendFileSync(path, text, { mode: 0o600 });
    if (bytes === 0) chmodSync(path, 0o600);
    bytes += Buffer.byteLength(text);
  };
  return {
    say(line) {
      const text = `${clock()} ${line.trimEnd()}`.slice(0, most / 4);
      try { write(`${text}\n`); } catch { /* Its home is gone, or the disk is full; whoever works there says so. */ }
    },
  };
}

const sizeOf = (path: string): number => { try { return statSync(path).size; } catch { return 0; } };

/** The newest lines, oldest first, from both files. */
export function readLogLines(home: string, most: number): string[] {
  const read = (path: string): string[] => { try { return readFileSync(path, 'utf8').split('\n').filter(Boolean); } catch { return []; } };
  const path = logFileOf(home);
  return [...read(`${path}.1`), ...read(path)].slice(-most);
}
