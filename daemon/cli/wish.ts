// Options of the command line as a Wish. Values are checked here only for form; what stages take is checked by the planner.
import { anyContainer, type AnyContainer } from '../../shared/container.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { nearest } from '../../shared/nearest.ts';
import type { Interpretation, Range, StageWish, WishInput } from '../../shared/preset.ts';
import { parseRatio, parseSeconds, ratio, toNumber, type Rational } from '../../shared/time.ts';
import { encodingFrom } from './encoding.ts';
import type { Arguments, OptionName } from './options.ts';

export const wishOptions = ['quality', 'style', 'preset', 'config', 'set', 'scale', 'square-pixels', 'crop', 'aspect', 'fit', 'speed', 'tile', 'device', 'delivery', 'container', 'for', 'encoder', 'crf', 'size', 'bitrate', 'xmp', 'fps', 'interpret', 'from', 'to', 'duration', 'handles', 'extend', 'no-sound', 'checkpoint'] as const satisfies readonly OptionName[];

/** @throws FrameWrightError `bad-value` or `unknown-name` naming the option. */
export function wishFrom(args: Arguments): WishInput {
  const speed = args.text('speed'), tile = args.text('tile'), checkpoint = args.text('checkpoint');
  return {
    quality: args.text('quality'), style: args.text('style'), preset: args.text('preset'), scale: args.text('scale'),
    squarePixels: args.flag('square-pixels'), crop: cropFrom(args.text('crop')), aspect: aspectFrom(args.text('aspect')), fit: fitFrom(args.text('fit')), device: args.text('device'),
    withinSeconds: speed === undefined || speed === 'unlimited' ? null : toNumber(someSeconds(speed, '--speed')),
    tile: tile === undefined ? undefined : tileFrom(tile),
    checkpointSeconds: checkpoint === undefined ? undefined : toNumber(someSeconds(checkpoint, '--checkpoint')),
    delivery: args.text('delivery') ?? null, container: containerFrom(args.text('container')),
    ...encodingFrom(args), constantRate: rateFrom(args.text('fps')),
    interpretation: interpretationFrom(args.many('interpret').join(',')), range: rangeFrom(args), handles: handlesFrom(args.text('handles')), extend: extendFrom(args.text('extend')), sound: !args.flag('no-sound'), stages: stagesFrom(args.many('set')),
  };
}

/** `stage.key=value` pairs; numbers and booleans are recognised. */
function stagesFrom(pairs: readonly string[]): Record<string, StageWish> {
  const stages: Record<string, StageWish> = {};
  for (const pair of pairs) {
    const match = /^([\w-]+)\.([\w-]+)=(.*)$/s.exec(pair);
    if (!match) throw new FrameWrightError('bad-value', { key: '--set', value: pair, why: 'Write stage.key=value, for example denoise.strength=0.4.' });
    const [, stage, key, value] = match as unknown as [string, string, string, string];
    stages[stage] = { ...stages[stage], [key]: scalar(value) } as StageWish;
  }
  return stages;
}

const scalar = (text: string): string | number | boolean => (text === 'true' || text === 'false' ? text === 'true' : text !== '' && Number.isFinite(Number(text)) ? Number(text) : text);

type Reader = (value: string) => Partial<Interpretation>;
const oneOf = (key: string, known: readonly string[], value: string): never => { throw new FrameWrightError('bad-value', { key: `--interpret ${key}`, value, why: `Known: ${known.join(', ')}.` }); };
const pick = <Value extends string>(key: string, known: readonly Value[], value: string): Value => known.find((one) => one === value) ?? oneOf(key, known, value);
const ratioOf = (key: string, value: string): Rational => {
  const refuse = (why: string, cause?: unknown): FrameWrightError => new FrameWrightError('bad-value', { key: `--interpret ${key}`, value, why }, { cause });
  let read: Rational;
  try { read = parseRatio(value); } catch (cause) { throw refuse(`${(cause as Error).message}.`, cause); }
  if (read.num <= 0) throw refuse('It must be larger than 0.');
  return read;
};
/** The short names people use for a matrix, with FFmpeg's. */
const matrices: Readonly<Record<string, string>> = { 601: 'smpte170m', 709: 'bt709', 2020: 'bt2020nc' };
const interpretationKeys: Readonly<Record<string, Reader>> = {
  'field-order': (value) => ({ fieldOrder: pick('field-order', ['progressive', 'tff', 'bff'] as const, value) }),
  cadence: (value) => ({ cadence: pick('cadence', ['off', '3:2', '2:3:3:2', '2:2', '24:25'] as const, value) }),
  cuts: (value) => ({ cuts: pick('cuts', ['content', 'adaptive', 'threshold', 'histogram', 'none'] as const, value) }),
  range: (value) => ({ range: pick('range', ['limited', 'full'] as const, { tv: 'limited', pc: 'full' }[value] ?? value) }),
  matrix: (value) => ({ matrix: matrices[value] ?? value }), primaries: (value) => ({ primaries: value }), transfer: (value) => ({ transfer: value }),
  sar: (value) => ({ sar: ratioOf('sar', value) }), rate: (value) => ({ rate: ratioOf('rate', value) }),
  'start-tc': (value) => (/^\d\d:\d\d:\d\d[:;]\d\d$/.test(value) ? { startTimecode: value } : oneOf('start-tc', ['HH:MM:SS:FF', 'HH:MM:SS;FF'], value)),
  parts: (value) => ({ parts: pick('parts', ['joined', 'single'] as const, value) }), gaps: (value) => ({ gaps: pick('gaps', ['hold', 'close'] as const, value) }),
};

/** `field-order=bff,range=full,matrix=601,sar=8:9,rate=24000/1001,start-tc=01:00:00:00`. */
function interpretationFrom(text: string): Interpretation {
  const result: Record<string, unknown> = {};
  for (const pair of text ? text.split(',') : []) {
    const [key = '', ...rest] = pair.split('=');
    const reader = interpretationKeys[key];
    const known = Object.keys(interpretationKeys);
    if (!reader) throw new FrameWrightError('unknown-name', { kind: 'interpretation', name: key, known: known.join(', '), nearest: nearest(key, known) ?? known[0]! });
    Object.assign(result, reader(rest.join('=')));
  }
  return result as Interpretation;
}

/** `12` on both sides, or `12:24`. */
function handlesFrom(text: string | undefined): WishInput['handles'] {
  const counts = /^(\d{1,4})(?::(\d{1,4}))?$/.exec(text ?? '0');
  if (!counts) throw new FrameWrightError('bad-value', { key: '--handles', value: text!, why: 'Write a number of frames for both sides, or two: 12:24.' });
  return { before: Number(counts[1]), after: Number(counts[2] ?? counts[1]) };
}

/** `24` after the last frame, or `12:24`. */
function extendFrom(text: string | undefined): WishInput['extend'] {
  const [, one, other] = /^(\d{1,5})(?::(\d{1,5}))?$/.exec(text ?? '0') ?? [];
  const before = other === undefined ? 0 : Number(one), after = Number(other ?? one);
  if (one === undefined || before > mostExtended || after > mostExtended) throw new FrameWrightError('bad-value', { key: '--extend', value: text!, why: `Write how many frames are to be made after the last one, or two numbers, before the first and after the last: 12:24; at most ${mostExtended} each.` });
  return { before, after };
}
const mostExtended = 10_000;

/** The half-open range of --from, --to and --duration; null when none is given. Frame numbers end in f. */
export function rangeFrom(args: Arguments): Range | null {
  const [from, to, length] = [args.text('from'), args.text('to'), args.text('duration')];
  if (from === undefined && to === undefined && length === undefined) return null;
  if (to !== undefined && length !== undefined) throw new FrameWrightError('usage', { what: 'Both --to and --duration were given.', why: 'They say the same thing; give one.' });
  const given = [from, to, length].filter((text) => text !== undefined);
  if (given.every((text) => /^\d+f$/.test(text))) {
    const start = from ? Number.parseInt(from, 10) : 0;
    return { unit: 'frames', in: start, out: to ? Number.parseInt(to, 10) : length ? start + Number.parseInt(length, 10) : null };
  }
  if ([from, to, length].some((text) => text !== undefined && timecode.test(text))) return timecodeRange(from, to, length);
  if (given.some((text) => /^\d+f$/.test(text))) throw new FrameWrightError('usage', { what: 'The range mixes frames and times.', why: 'Write all of --from, --to and --duration as times, or all as frame numbers such as 120f.' });
  const start = from ? seconds(from, '--from') : ratio(0, 1);
  const end = to ? seconds(to, '--to') : length ? add(start, seconds(length, '--duration')) : null;
  return { unit: 'seconds', in: start, out: end };
}

/** The source's own count: hours, minutes, seconds, frames; `;` or `:` before the frames. */
const timecode = /^\d\d:\d\d:\d\d[:;]\d\d$/;

function timecodeRange(from: string | undefined, to: string | undefined, length: string | undefined): Range {
  const other = [from, to, length].find((text) => text !== undefined && !timecode.test(text)) ?? length;
  if (other === undefined) return { unit: 'timecode', in: from ?? null, out: to ?? null };
  throw new FrameWrightError('usage', { what: 'The range mixes timecode and something else.', why: `Write --from and --to as timecodes such as 01:00:10:12, or none of them; "${other}" ${other === length ? 'is a length' : 'is none'}.` });
}

function rateFrom(text: string | undefined): Rational | null {
  if (text === undefined) return null;
  try {
    const rate = parseRatio(text);
    if (rate.num <= 480 * rate.den && 10 * rate.num >= rate.den) return rate;
  } catch { /* Said below, as for rates that are out of bounds. */ }
  throw new FrameWrightError('bad-value', { key: '--fps', value: text, why: 'Write frames per second from 0.1 to 480, such as 25, 23.976 or 24000/1001.' });
}

const add = (a: Rational, b: Rational): Rational => ratio(BigInt(a.num) * BigInt(b.den) + BigInt(b.num) * BigInt(a.den), BigInt(a.den) * BigInt(b.den));

function seconds(text: string, key: string): Rational {
  try { return parseSeconds(text); } catch (cause) { throw new FrameWrightError('bad-value', { key, value: text, why: 'Write a time such as 90, 1:30, 0:01:30.5 or 1h30m.' }, { cause }); }
}

/** A time to work in, which is more than none. */
function someSeconds(text: string, key: string): Rational {
  const read = seconds(text, key);
  if (read.num > 0) return read;
  throw new FrameWrightError('bad-value', { key, value: text, why: `It must be longer than 0${key === '--speed' ? '; write unlimited for no limit' : ''}.` });
}

function tileFrom(text: string): 'auto' | 'off' | number {
  if (text === 'auto' || text === 'off') return text;
  const side = Number(text);
  if (!Number.isInteger(side) || side < 192) throw new FrameWrightError('bad-value', { key: '--tile', value: text, why: 'Write auto, off, or a side in pixels of at least 192.' });
  return side;
}

function containerFrom(text: string | undefined): AnyContainer | null {
  if (text === undefined) return null;
  const known = anyContainer.options, named = known.find((one) => one === text);
  if (named) return named;
  throw new FrameWrightError('unknown-name', { kind: 'container', name: text, known: known.join(', '), nearest: nearest(text, known) ?? 'mkv' });
}

/** `off`, `auto`, or `left:top:width:height` in source pixels. */
function cropFrom(text: string | undefined): WishInput['crop'] {
  if (text === undefined || text === 'auto' || text === 'off') return text;
  const sides = /^(\d+):(\d+):(\d+):(\d+)$/.exec(text)?.slice(1).map(Number);
  const refuse = (why: string): FrameWrightError => new FrameWrightError('bad-value', { key: '--crop', value: text, why });
  if (!sides) throw refuse('Write auto, off, or left:top:width:height in source pixels, for example 0:60:720:360.');
  const [left, top, width, height] = sides as [number, number, number, number];
  if (width === 0 || height === 0) throw refuse('Nothing of the picture would be left.');
  return { left, top, width, height };
}

function aspectFrom(text: string | undefined): string | undefined {
  if (text === undefined || /^[1-9]\d{0,4}:[1-9]\d{0,4}$/.test(text)) return text;
  throw new FrameWrightError('bad-value', { key: '--aspect', value: text, why: 'Write width:height on screen, for example 16:9, 4:3 or 239:100.' });
}

const fits = ['pad', 'blur', 'crop'] as const;
function fitFrom(text: string | undefined): WishInput['fit'] {
  const known = fits.find((one) => one === text);
  if (text === undefined || known) return known;
  throw new FrameWrightError('unknown-name', { kind: 'fit', name: text, known: fits.join(', '), nearest: nearest(text, fits) ?? 'pad' });
}
