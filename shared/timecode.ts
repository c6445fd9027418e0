// SMPTE timecode counted in frames. Drop-frame leaves numbers out, never pictures (SMPTE ST 12-1).

/**
 * The timecode of the frame `frames` after one that carries `timecode` (`HH:MM:SS:FF`, `;` before the frames for drop-frame) in a stream that counts
 * `perSecond` frames in a second (30 for 29.97). Wraps at 24 h.
 */
export function timecodeAfter(timecode: string, frames: number, perSecond: number): string {
  const number = timecodeFrames(timecode, perSecond);
  if (number === null) return timecode;
  const drop = droppedPerMinute(timecode, perSecond), day = 1440 * 60 * perSecond - drop * (1440 - 144);
  return write((((number + frames) % day) + day) % day, perSecond, drop, timecode.at(-3)!);
}

/** How many frames a timecode lies after 00:00:00:00; null for text that is none. */
export function timecodeFrames(timecode: string, perSecond: number): number | null {
  const parts = /^(\d\d):(\d\d):(\d\d)[:;.](\d\d)$/.exec(timecode);
  if (!parts) return null;
  const [hours, minutes, seconds, count] = parts.slice(1).map(Number) as [number, number, number, number];
  const minute = hours * 60 + minutes;
  return (minute * 60 + seconds) * perSecond + count - droppedPerMinute(timecode, perSecond) * (minute - Math.floor(minute / 10));
}

const droppedPerMinute = (timecode: string, perSecond: number): number => (timecode.at(-3) === ';' ? Math.round(perSecond / 15) : 0);

/**
 * The timecode of the same moment in a stream that counts `to` frames a second instead of `from`; text that is none stays. Only counts of 30 and its multiples
 * drop numbers: film out of drop-frame video counts all of its own, as its timecode always does.
 */
export function timecodeAtRate(timecode: string, from: number, to: number): string {
  const number = timecodeFrames(timecode, from);
  if (number === null || from === to) return timecode;
  const drop = timecode.at(-3) === ';' && to % 30 === 0 ? Math.round(to / 15) : 0;
  return write(Math.floor((number * to) / from), to, drop, drop > 0 || timecode.at(-3) !== ';' ? timecode.at(-3)! : ':');
}

/**
 * Frames from the one that carries `start` to the one that carries `wanted`, over midnight where that is earlier; null when there is no such number. Between the
 * seconds and the frames of `wanted` `:` stands for what the source counts by; `;` is refused where it drops nothing.
 */
export function framesToTimecode(start: string, wanted: string, perSecond: number): number | null {
  const separator = start.at(-3)!;
  if (wanted.at(-3) === ';' && separator !== ';') return null;
  const meant = `${wanted.slice(0, -3)}${separator}${wanted.slice(-2)}`, number = timecodeFrames(meant, perSecond), first = timecodeFrames(start, perSecond);
  // Numbers that do not exist (dropped ones, 61 seconds, frame 30 of 30) come out as another when they are written.
  if (number === null || first === null || write(number, perSecond, droppedPerMinute(start, perSecond), separator) !== meant) return null;
  const day = 1440 * 60 * perSecond - droppedPerMinute(start, perSecond) * (1440 - 144);
  return (((number - first) % day) + day) % day;
}

function write(number: number, perSecond: number, drop: number, separator: string): string {
  const perMinute = 60 * perSecond - drop, perTen = 10 * perMinute + drop;
  const tens = Math.floor(number / perTen), rest = number % perTen;
  const left = rest < perMinute + drop ? 0 : Math.floor((rest - drop) / perMinute);
  const whole = number + drop * (9 * tens + left);
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(whole / perSecond);
  return `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${separator}${two(whole % perSecond)}`;
}
