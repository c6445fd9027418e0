// Numbers as people say them.

/** `45 s`, `3 min`, `1 h 20 min`, `2 days 3 h`. */
export function duration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} days${hours % 24 ? ` ${hours % 24} h` : ''}`;
}

/** `about 3 min`, or `2 to 5 min` when the interval is wide. */
export function interval(low: number, high: number): string {
  if (high <= low * 1.35 || high < 10) return `about ${duration((low + high) / 2)}`;
  const [from, to] = [duration(low), duration(high)];
  const unit = to.replace(/^[\d.]+ /, '');
  return from.endsWith(` ${unit}`) && !/ \d/.test(unit) ? `${from.slice(0, -unit.length - 1)} to ${to}` : `${from} to ${to}`;
}

/** `512 bytes`, `3.4 MB`, `1.2 GB` (powers of ten, as disks are sold). */
export function bytes(count: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[power]}`;
}

/** A path as a shell argument: quoted only where it must be. */
export const shellArgument = (path: string): string => (/^[\w@%+=:,./-]+$/.test(path) && !path.startsWith('-') ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`);
