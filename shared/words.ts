// Numbers as people say them.

/** `0.4 s`, `45 s`, `3 min`, `2 h 20 min`, `2 days 3 h`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} days${hours % 24 ? ` ${hours % 24} h` : ''}`;
}

/** `3 min` when the ends read alike, else `2 to 5 min`. */
export function interval({ low, high }: { readonly low: number; readonly high: number }): string {
  const from = duration(low), to = duration(high), unit = to.replace(/^[\d.]+ /, '');
  if (from === to) return to;
  return from.endsWith(` ${unit}`) && !/ \d/.test(unit) ? `${from.slice(0, -unit.length - 1)} to ${to}` : `${from} to ${to}`;
}

/** `512 bytes`, `3.4 MB`, `1.2 GB`: powers of ten, as disks are sold. */
export function bytes(count: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** `640 kbit/s`, `8 Mbit/s`, `1.4 Gbit/s`. */
export function bitRate(perSecond: number): string {
  const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'];
  const power = perSecond < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(perSecond) / 3));
  return `${Number((perSecond / 1000 ** power).toPrecision(3))} ${units[power]}`;
}

/** A path as one word of a command line: quoted only where it must be, for a POSIX shell or, with `windows`, for cmd and PowerShell. */
export function shellArgument(path: string, windows = false): string {
  if (/^[\w@%+=:,./-]+$/.test(path) && !path.startsWith('-')) return path;
  return windows ? `"${path}"` : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
