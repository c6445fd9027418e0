// The lines of a CMX3600 list: events, speeds and the remarks that programs agree on.
import { timecodeAfter, timecodeFrames } from '../timecode.ts';
import { fault } from './fault.ts';
import { divide, fraction, parseDecimal, type Fraction } from './fraction.ts';
import { countOf } from './model.ts';

/** `line` is counted from 0. Times are frames. A dissolve or wipe takes `frames`. */
export type EdlEvent = {
  readonly line: number; readonly number: string; readonly reel: string; readonly channels: string; readonly edit: string; readonly frames: number;
  readonly source: readonly [number, number]; readonly record: readonly [number, number];
};
/** Remarks after an event, by their line. */
export type Remark = { readonly line: number; readonly kind: 'from' | 'to' | 'file' | 'marker'; readonly text: string };
export type EdlSpeed = { readonly line: number; readonly reel: string; readonly speed: Fraction };
/** What belongs to one event number's line. */
export type EdlEntry = { readonly event: EdlEvent; readonly remarks: Remark[]; speed: EdlSpeed | null };
export type Edl = { readonly title: string; readonly drop: boolean; readonly lines: readonly string[]; readonly end: string; readonly entries: readonly EdlEntry[] };

const clock = String.raw`\d{1,2}[:;]\d{2}[:;]\d{2}[:;.,]\d{2}`;
const eventLine = new RegExp(String.raw`^\s*(\d{1,6})\s+(\S+)\s+(\S+)\s+(C|D|W\d{1,3}|K\s?[BO]?)\s+(?:(\d{1,5})\s+)?(${clock})\s+(${clock})\s+(${clock})\s+(${clock})\s*$`, 'i');
const speedLine = new RegExp(String.raw`^\s*M2\s+(\S+)\s+(-?\d+(?:\.\d+)?)\s+${clock}\s*$`, 'i');
const remarkLine = /^\s*\*\s*(FROM CLIP NAME|TO CLIP NAME|SOURCE FILE(?: PATH)?|LOC)\s*:\s*(.*?)\s*$/i;
const kinds: Readonly<Record<string, Remark['kind']>> = { 'from clip name': 'from', 'to clip name': 'to', 'source file': 'file', 'source file path': 'file', loc: 'marker' };

/** At most so many events: the format has three digits, programs write up to six. */
const mostEvents = 100_000;

/** `rate` is that at which the list counts, which no list says. @throws FrameWrightError `timeline-unreadable` with the line. */
export function parseEdl(text: string, rate: Fraction): Edl {
  const end = text.includes('\r\n') ? '\r\n' : '\n', lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  let title = '', drop = false, entry: EdlEntry | null = null, isDropping = false;
  const entries: EdlEntry[] = [];
  lines.forEach((line, i) => {
    const event = eventLine.exec(line), speed = speedLine.exec(line), remark = remarkLine.exec(line);
    if (event) {
      if (entries.push(entry = { event: readEvent(event, i, rate, isDropping), remarks: [], speed: null }) > mostEvents) throw fault(i + 1, `There are more than ${mostEvents} events, which no timeline has.`);
    } else if (speed && entry) entry.speed = { line: i, reel: speed[1]!, speed: divide(parseDecimal(speed[2]!), fraction(countOf(rate))) };
    else if (remark && entry) entry.remarks.push({ line: i, kind: kinds[remark[1]!.toLowerCase()]!, text: remark[2]! });
    else if (/^\s*TITLE\s*:/i.test(line)) title = line.replace(/^\s*TITLE\s*:\s*/i, '').trim();
    else if (/^\s*FCM\s*:/i.test(line)) { isDropping = !/NON/i.test(line); drop ||= isDropping; }
    else if (/^\s*\d+\s/.test(line)) throw fault(i + 1, `This is no event of a CMX3600 list: "${line.trim().slice(0, 80)}".`);
    else if (/\0/.test(line)) throw fault(i + 1, 'This is no text.');
  });
  return { title, drop: drop || entries.some(({ event }) => lines[event.line]!.includes(';')), lines, end, entries };
}

function readEvent(found: RegExpExecArray, line: number, rate: Fraction, dropping: boolean): EdlEvent {
  const [, number, reel, channels, edit, frames = '0', ...times] = found as unknown as string[];
  const [sourceIn, sourceOut, recordIn, recordOut] = times.map((time) => framesOf(time, rate, dropping, line)) as [number, number, number, number];
  if (recordOut < recordIn) throw fault(line + 1, 'The event ends before it begins.');
  return { line, number: number!, reel: reel!, channels: channels!.toUpperCase(), edit: edit!.toUpperCase().replace(/\s/, ''), frames: Number(frames), source: [sourceIn, sourceOut], record: [recordIn, recordOut] };
}

function framesOf(text: string, rate: Fraction, dropping: boolean, line: number): number {
  const count = countOf(rate), drops = count % 30 === 0 && (dropping || text.includes(';'));
  const exact = `${text.replace(/[;.,]/g, ':').replace(/:(\d\d)$/, `${drops ? ';' : ':'}$1`)}`.padStart(11, '0'), frames = timecodeFrames(exact, count);
  const [, minutes, seconds, last] = exact.split(/[:;]/).map(Number) as [number, number, number, number];
  if (frames === null || minutes > 59 || seconds > 59 || last >= count) throw fault(line + 1, `${text} is no timecode at ${count} frames a second.`);
  return frames;
}

export const timecodeText = (frames: number, rate: Fraction, drop: boolean): string => timecodeAfter(drop ? '00:00:00;00' : '00:00:00:00', frames, countOf(rate));

/** One event as a line; columns as the standard has them, a longer reel takes what it needs. */
export function eventText({ number, reel, channels, edit, frames, source, record }: Omit<EdlEvent, 'line'>, rate: Fraction, drop: boolean): string {
  const times = [...source, ...record].map((time) => timecodeText(time, rate, drop));
  return `${number.padStart(3, '0')}  ${reel.padEnd(8)} ${channels.padEnd(5)} ${edit.padEnd(4)} ${(frames ? String(frames).padStart(3, '0') : '').padEnd(4)}${times.join(' ')}`;
}

export function speedText(reel: string, speed: Fraction, at: number, rate: Fraction, drop: boolean): string {
  const perSecond = (Number(speed.num) / Number(speed.den)) * countOf(rate), text = Math.abs(perSecond).toFixed(3).padStart(7, '0').replace(/0{0,2}$/, '');
  return `M2   ${reel.padEnd(8)}       ${perSecond < 0 ? '-' : ''}${text}                ${timecodeText(at, rate, drop)}`;
}

