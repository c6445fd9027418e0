// Every option of the command line: what it takes and what it means. Commands name the ones they understand.
import { parseArgs } from 'node:util';
import { FrameWrightError } from '../../shared/errors.ts';
import { nearest } from '../../shared/nearest.ts';

export type OptionName = keyof typeof options;
type Option = { readonly takes: string | null; readonly many?: boolean; readonly short?: string; readonly says: string };

export const options = {
  quality: { takes: 'fast|balanced|best', says: 'how much care to take (default: balanced)' },
  style: { takes: 'film|animation|home-video|archive|plain', says: 'what kind of footage it is' },
  preset: { takes: 'name', says: 'a preset of presets/' },
  config: { takes: 'my.yaml', says: 'a preset file of your own' },
  set: { takes: 'stage.key=value', many: true, says: 'one parameter of one stage; can be repeated' },
  scale: { takes: 'auto|2|1080p|1920x1080', says: 'a factor, display lines, or a size on screen (default: auto)' },
  'square-pixels': { takes: null, says: 'make pixels square; otherwise their shape is kept' },
  crop: { takes: 'auto|left:top:width:height', says: 'take black bars off, or keep this part of the source' },
  aspect: { takes: '16:9', says: 'what shape the source really is; with --fit the shape of the result' },
  fit: { takes: 'pad|blur|crop', says: 'how the picture gets into --aspect or --scale 1920x1080: bars, blurred edges, or cut' },
  speed: { takes: '30m|1h|unlimited', says: 'time it may take; the plan meets it or says that it cannot' },
  tile: { takes: 'auto|off|256', says: 'side of the tiles neural steps work in, 192 or more' },
  host: { takes: 'premiere|resolve', says: 'the editor whose panel is meant (default: the one that is connected)' },
  device: { takes: 'auto|cpu|…', says: 'where neural steps run' },
  delivery: { takes: 'match|h264|hevc|prores-422-hq|…', says: 'codec and settings of the result' },
  container: { takes: 'mp4|mov|mkv|mxf', says: 'container of the result' },
  for: { takes: 'editing|archive|web', says: 'what the result is for: picks a delivery and the settings that suit' },
  encoder: { takes: 'software|hardware|nvenc|…', says: 'who encodes (default: software, which gives more quality for each bit)' },
  crf: { takes: '18', says: 'constant quality in the encoder\'s scale; smaller is better' },
  size: { takes: '700MB', says: 'size of the whole file, which it does not exceed' },
  bitrate: { takes: '8M', says: 'mean bits per second of the picture' },
  xmp: { takes: null, says: 'an XMP file beside the result, too' },
  fps: { takes: '25|24000/1001', says: 'one constant rate: frames are repeated or left out; otherwise each keeps its time' },
  interpret: { takes: 'field-order=bff,range=full,…', many: true, says: 'what you know better than the file; can be repeated' },
  from: { takes: '0:30|120f|01:00:10:12', says: 'first moment to take: time, frame number with f, or the source\'s timecode' },
  to: { takes: '0:35|245f|01:00:20:00', says: 'first moment to leave out' },
  duration: { takes: '5|0:05|125f', says: 'length instead of --to' },
  handles: { takes: '12|12:24', says: 'frames to restore before and after the range, too' },
  extend: { takes: '24|12:24', says: 'frames to make after the last one, or before the first and after the last' },
  'no-sound': { takes: null, says: 'picture alone, without sound' },
  checkpoint: { takes: '60s', says: 'work between two checkpoints (default: 60s)' },
  output: { takes: 'file-or-folder/', short: 'o', says: 'where the result goes (default: beside the source)' },
  html: { takes: 'report.html', says: 'the report as one page that opens anywhere' },
  overwrite: { takes: null, says: 'replace an existing result' },
  presets: { takes: 'fast,balanced,best', says: 'qualities, styles or presets to compare' },
  methods: { takes: 'denoise=hqdn3d,denoise-lite', says: 'methods of one stage to compare' },
  frame: { takes: '120', says: 'the frame to look at, counted from 0' },
  at: { takes: '0:30|120f|01:00:10:12', says: 'the moment to look at' },
  live: { takes: null, says: 'no files, but a link to the page where sliders and settings show at once' },
  format: { takes: 'otio|fcpxml|edl', says: 'what kind of file the new timeline is (default: as the old one)' },
  media: { takes: 'folder', many: true, says: 'where files are looked for that are not where the timeline says; can be repeated' },
  'timeline-rate': { takes: '25|29.97', says: 'frames per second of an EDL, which does not say them (default: those of its files)' },
  hardware: { takes: 'profile.json', says: 'plan for another machine than this one' },
  depth: { takes: 'glance|survey', says: 'a quick look (default) or every frame' },
  search: { takes: 'words', says: 'find by words: help topics, or jobs by source, result and title' },
  detach: { takes: null, short: 'd', says: 'let the job run in the background' },
  priority: { takes: '0', says: 'from -100 to 100: higher goes first (default: 0)' },
  wizard: { takes: null, says: 'ask before anything is done, with a recommendation and a picture' },
  recursive: { takes: null, short: 'r', says: 'folders inside the folder, too' },
  watch: { takes: null, short: 'w', says: 'stay and show what changes' },
  state: { takes: 'running,failed', says: 'only jobs in these states' },
  limit: { takes: '20', says: 'the newest so many: jobs, or lines of a log' },
  premiere: { takes: null, says: 'the panel for Premiere Pro' },
  resolve: { takes: null, says: 'the panel for DaVinci Resolve Studio' },
  service: { takes: null, says: 'the daemon, started at login' },
  'keep-data': { takes: null, says: 'keep settings and jobs' },
  force: { takes: null, says: 'files, too, that are not as FrameWright wrote them' },
  'dry-run': { takes: null, says: 'say what would be changed, and change nothing' },
  json: { takes: null, says: 'answers as JSON, one value per line' },
  help: { takes: null, short: 'h', says: 'this help' },
  version: { takes: null, says: 'the version' },
} as const satisfies Record<string, Option>;

export type Arguments = {
  readonly positionals: readonly string[];
  /** Names of the options that were given. */
  readonly given: readonly OptionName[];
  text(name: OptionName): string | undefined;
  /** Its values, of one that can be repeated or not. */
  many(name: OptionName): readonly string[];
  flag(name: OptionName): boolean;
};

/** @throws FrameWrightError `unknown-name` for an unknown option (nearest offered), `usage` for a missing value. */
export function parseArguments(argv: readonly string[]): Arguments {
  const table = options as Record<string, Option>;
  const config = Object.fromEntries(Object.entries(table).map(([name, option]) => [name, {
    type: option.takes ? 'string' as const : 'boolean' as const, multiple: option.many ?? false, ...(option.short ? { short: option.short } : {}),
  }]));
  const parsed = parseSafely([...argv], config);
  const value = (name: string): unknown => (parsed.values as Record<string, unknown>)[name];
  return {
    positionals: parsed.positionals, given: Object.keys(parsed.values) as OptionName[],
    text: (name) => value(name) as string | undefined,
    many: (name) => [value(name) ?? []].flat().filter((one) => typeof one === 'string'),
    flag: (name) => value(name) === true,
  };
}

function parseSafely(args: string[], config: NonNullable<Parameters<typeof parseArgs>[0]>['options']) {
  try {
    return parseArgs({ args, options: config, allowPositionals: true, strict: true });
  } catch (cause) {
    const unknown = /^Unknown option '-{1,2}([^']+)'/.exec((cause as Error).message)?.[1];
    if (unknown) throw new FrameWrightError('unknown-name', { kind: 'option', name: `--${unknown}`, known: 'see framewright --help', nearest: `--${nearest(unknown, Object.keys(options)) ?? 'help'}` }, { cause });
    throw new FrameWrightError('usage', { what: 'The command could not be read.', why: (cause as Error).message.split('\n')[0]! }, { cause });
  }
}

/** The help lines of some options. */
export const describeOptions = (names: readonly OptionName[]): string[][] => names.map((name) => {
  const option: Option = options[name];
  return [`--${name}${option.takes ? ` ${option.takes}` : ''}`, option.says];
});

/** The same for programs. `takes` is null for a switch. */
export const optionData = (names: readonly OptionName[]): (Option & { name: OptionName })[] => names.map((name) => ({ name, ...options[name] }));
