// How timelines name files: addresses, paths, Windows' and others'.

/** What a timeline names as a path of a file: `file:` addresses are taken apart, paths stay as they are; null for an address of something else. */
export function pathFrom(target: string): string | null {
  const file = /^file:(?:\/\/([^/]*))?(\/.*)?$/i.exec(target);
  if (!file) return /^[a-z][a-z0-9+.-]+:/i.test(target) ? null : target;
  const [, host = '', rest = ''] = file, path = decode(rest.replace(/[?#].*$/, ''));
  if (host !== '' && host.toLowerCase() !== 'localhost') return /^[a-z]:$/i.test(host) ? host + path : `//${decode(host)}${path}`;
  return /^\/[a-z]:[\\/]/i.test(path) ? path.slice(1) : path;
}

/** What stands after a stray % is left as it is. */
export const decode = (text: string): string => text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => { try { return decodeURIComponent(escaped); } catch { return escaped; } });

/** An absolute path as `file:` address, every character that is none of a path's own escaped. */
export function addressOf(path: string): string {
  const parts = path.replaceAll('\\', '/').split('/').map((part, i) => (i === 0 && /^[a-z]:$/i.test(part) ? part : encodeURIComponent(part)));
  return /^\/\//.test(path.replaceAll('\\', '/')) ? `file:${parts.join('/')}` : `file://${parts[0] === '' ? '' : '/'}${parts.join('/')}`;
}

/** `clip.mov` of a path by either kind of separator. */
export const fileName = (path: string): string => path.split(/[\\/]/).at(-1)!;
