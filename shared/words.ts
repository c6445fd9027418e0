// Numbers as people say them.

/** What a language says for parts that are not the same everywhere; `decimal` stands before tenths. */
export type Units = { readonly days: string; readonly to: string; readonly bytes: string; readonly decimal: string };
const english: Units = { days: 'days', to: 'to', bytes: 'bytes', decimal: '.' };

/** `0.4 s`, `45 s`, `3 min`, `2 h 20 min`, `2 days 3 h`. */
export function duration(seconds: number, units: Units = english): string {
  if (seconds < 10) return `${decimals(String(Number(seconds.toFixed(1))), units)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} ${units.days}${hours % 24 ? ` ${hours % 24} h` : ''}`;
}

/** `3 min` when the ends read alike, else `2 to 5 min`. */
export function interval({ low, high }: { readonly low: number; readonly high: number }, units: Units = english): string {
  const from = duration(low, units), to = duration(high, units), unit = to.replace(/^[\d.,]+ /, '');
  if (from === to) return to;
  return from.endsWith(` ${unit}`) && !/ \d/.test(unit) ? `${from.slice(0, -unit.length - 1)} ${units.to} ${to}` : `${from} ${units.to} ${to}`;
}

/** `512 bytes`, `3.4 MB`, `1.2 GB`: powers of ten, as disks are sold. */
export function bytes(count: number, units: Units = english): string {
  const names = [units.bytes, 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1000 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 10 ? Math.round(value) : decimals(value.toFixed(1), units)} ${names[power]}`;
}

/** `640 kbit/s`, `8 Mbit/s`, `1.4 Gbit/s`. */
export function bitRate(perSecond: number, units: Units = english): string {
  const names = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'];
  const power = perSecond < 1000 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(perSecond) / 3));
  return `${decimals(String(Number((perSecond / 1000 ** power).toPrecision(3))), units)} ${names[power]}`;
}

/** `number`, written with a point, as the language writes it. */
export const decimals = (number: string, { decimal }: Units): string => number.replace('.', decimal);

/** `0.50`, `3.142`: with just so many digits behind the point. */
export const fixed = (value: number, digits: number, units: Units = english): string => decimals(value.toFixed(digits), units);

/** A path as one word of a command line: quoted only where it must be, for a POSIX shell or, with `windows`, for cmd and PowerShell. */
export function shellArgument(path: string, windows = false): string {
  if (/^[\w@%+=:,./-]+$/.test(path) && !path.startsWith('-')) return path;
  return windows ? `"${path}"` : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
