// Short names for people.

/** The last part of a path of either kind of system. */
export const fileName = (path: string): string => path.split(/[/\\]/).filter(Boolean).pop() ?? path;
/** Everything before the last part; empty where there is nothing before it. */
export const folderName = (path: string): string => path.slice(0, Math.max(0, path.length - fileName(path).length)).replace(/(.)[/\\]$/, '$1');

/** `14:05` of today, `3 May, 14:05` of another day of this year, with the year before. */
export function momentName(iso: string, language: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
  if (at.toDateString() === now.toDateString()) return time;
  const day = at.toLocaleDateString(language, { day: 'numeric', month: 'short', year: at.getFullYear() === now.getFullYear() ? undefined : 'numeric' });
  return `${day}, ${time}`;
}
