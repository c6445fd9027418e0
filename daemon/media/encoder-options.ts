// The plan's encoder settings in each encoder's own words.
import type { ColourTags, HdrMetadata } from '../../shared/media.ts';
import type { VideoEncoder } from '../../shared/plan.ts';
import type { Rational } from '../../shared/time.ts';

type Options = Record<string, string>;
type Writer = (settings: VideoEncoder, hdr: HdrMetadata | null) => Options;
/** One of two passes over the same pictures; `stats` is the file by which the first tells the second what it saw. */
export type Pass = { readonly number: 1 | 2; readonly stats: string };

/** Options of an FFmpeg encoder for these settings; the plan's own `options` win over what is derived here. */
export function encoderOptions(settings: VideoEncoder, colour: ColourTags, hdr: HdrMetadata | null, pass: Pass | null = null): Options {
  const written = writers[settings.encoder]?.(settings, hdr) ?? {}, passed = pass ? passes[settings.encoder]?.(pass) ?? {} : {};
  const derived = { ...written, ...Object.fromEntries(Object.entries(passed).map(([key, value]) => [key, written[key] ? `${written[key]}:${value}` : value])) };
  const fieldOrder = { progressive: 'progressive', tff: 'tt', bff: 'bb' }[settings.fieldOrder];
  const joined = Object.fromEntries(Object.entries(settings.options).map(([key, value]) => [key, joins(key) && derived[key] ? `${derived[key]}:${value}` : value]));
  return { ...derived, field_order: fieldOrder, ...chroma(colour), ...joined };
}

/** How encoders are told of a pass, beside FFmpeg's own flag. A path in a list of options is written with its separators escaped. */
const passes: Readonly<Record<string, (pass: Pass) => Options>> = {
  libx264: ({ stats }) => ({ stats }),
  libx265: ({ number, stats }) => ({ 'x265-params': `pass=${number}:stats=${stats.replace(/[\\:=']/g, (sign) => `\\${sign}`)}` }),
};

/** Options that are lists themselves: the plan's are appended, and the later one wins. */
const joins = (key: string): boolean => key.endsWith('-params');
const chroma = (colour: ColourTags): Options => (colour.chromaPosition === 'unspecified' ? {} : { chroma_sample_location: colour.chromaPosition });

/** Encoders of graphics devices, by the end of their names: constant quality in each family's own words, and the profile where one is asked for. */
const devices: Readonly<Record<string, Writer>> = {
  nvenc: (settings) => ({ ...profile(settings), cq: `${settings.rateControl.value}`, 'forced-idr': '1' }),
  qsv: (settings) => ({ ...profile(settings), global_quality: `${settings.rateControl.value}`, forced_idr: '1' }),
  videotoolbox: profile,
  vaapi: (settings) => ({ ...profile(settings), global_quality: `${settings.rateControl.value}` }),
  amf: (settings) => ({ ...profile(settings), qp_i: `${settings.rateControl.value}`, qp_p: `${settings.rateControl.value}`, forced_idr: '1' }),
};
function profile({ profile: name }: VideoEncoder): Options {
  return name === null ? {} : { profile: name };
}

const writers: Readonly<Record<string, Writer>> = {
  libx264: (settings, hdr) => ({
    profile: settings.profile!, level: tenths(settings.level!), ...quality(settings, 'qp'), ...x264Light(hdr), 'forced-idr': '1',
  }),
  libx265: (settings, hdr) => ({
    profile: settings.profile!, ...(settings.rateControl.kind === 'crf' ? { crf: `${settings.rateControl.value}` } : {}),
    // Told a level, x265 holds the picture to that level's bit rate, whatever the quality; untold, it signals the same level by size and rate.
    'x265-params': list({
      pools: `${settings.threads}`, 'frame-threads': `${Math.min(settings.threads, 4)}`, 'open-gop': '0', 'log-level': 'error', info: '0',
      ...(settings.rateControl.kind === 'lossless' ? { lossless: '1' } : {}), ...x265Light(hdr),
    }),
  }),
  libsvtav1: (settings, hdr) => ({
    ...(settings.rateControl.kind === 'crf' ? { crf: `${settings.rateControl.value}` } : {}),
    // Levels of parallelism above 6 only cost memory; the bytes do not depend on it.
    'svtav1-params': list({ lp: `${Math.min(settings.threads, 6)}`, ...(settings.rateControl.kind === 'lossless' ? { lossless: '1' } : {}), ...svtLight(hdr) }),
  }),
  prores_ks: (settings) => ({ profile: settings.profile!, vendor: 'apl0' }),
  dnxhd: (settings) => ({ profile: settings.profile! }),
  ffv1: (settings) => ({ level: `${settings.level!}` }),
  ...Object.fromEntries(['h264', 'hevc', 'av1'].flatMap((codec) => Object.entries(devices).map(([device, writer]) => [`${codec}_${device}`, writer] as const))),
};


function quality(settings: VideoEncoder, lossless: string): Options {
  if (settings.rateControl.kind === 'lossless') return { [lossless]: '0' };
  return settings.rateControl.kind === 'crf' ? { crf: `${settings.rateControl.value}` } : {};
}

const tenths = (level: number): string => (level / 10).toFixed(1);
const list = (values: Options): string => Object.entries(values).map(([key, value]) => `${key}=${value}`).join(':');

/** Chromaticity in units of 0.00002 and luminance of 0.0001 cd/m², as HEVC's SEI message counts (H.265 D.3.28). */
const units = (value: Rational, perUnit: number): number => Math.round((value.num / value.den) * perUnit);
function x265Light(hdr: HdrMetadata | null): Options {
  return { ...master(hdr, 'master-display'), ...(hdr?.contentLight ? { 'max-cll': `${hdr.contentLight.maxCll},${hdr.contentLight.maxFall}` } : {}) };
}
function x264Light(hdr: HdrMetadata | null): Options {
  const light = { ...master(hdr, 'mastering-display'), ...(hdr?.contentLight ? { cll: `${hdr.contentLight.maxCll},${hdr.contentLight.maxFall}` } : {}) };
  return Object.keys(light).length ? { 'x264-params': list(light) } : {};
}
function master(hdr: HdrMetadata | null, key: string): Options {
  const display = hdr?.masteringDisplay;
  if (!display) return {};
  const point = (pair: readonly Rational[]): string => `(${units(pair[0]!, 50000)},${units(pair[1]!, 50000)})`;
  const [red, green, blue] = display.primaries, [least, most] = display.luminance;
  return { [key]: `G${point(green!)}B${point(blue!)}R${point(red!)}WP${point(display.whitePoint)}L(${units(most!, 10000)},${units(least!, 10000)})` };
}
function svtLight(hdr: HdrMetadata | null): Options {
  const display = hdr?.masteringDisplay;
  const point = (pair: readonly Rational[]): string => `(${number(pair[0]!)},${number(pair[1]!)})`;
  const number = (value: Rational): string => (value.num / value.den).toFixed(5);
  return {
    ...(display ? { 'mastering-display': `G${point(display.primaries[1]!)}B${point(display.primaries[2]!)}R${point(display.primaries[0]!)}WP${point(display.whitePoint)}L(${number(display.luminance[1]!)},${number(display.luminance[0]!)})` } : {}),
    ...(hdr?.contentLight ? { 'content-light': `${hdr.contentLight.maxCll},${hdr.contentLight.maxFall}` } : {}),
  };
}
