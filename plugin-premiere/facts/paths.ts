// Paths as Premiere writes them: with either slash, in Windows' long form, in letters of any case where there is a drive.

/** Whether both name one file; no path names none. */
export const samePath = (a: string, b: string): boolean => a !== '' && plain(a) === plain(b);

function plain(path: string): string {
  const clean = path.replace(/^\\\\\?\\/, '').replace(/\\/g, '/');
  return /^[a-z]:/i.test(clean) ? clean.toLowerCase() : clean;
}
