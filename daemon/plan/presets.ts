// Presets and deliveries as they lie on disk: YAML, checked by schema, named by file. Reading only; what they mean is decided in choice.ts.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isMap, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { FrameWrightError } from '../../shared/errors.ts';
import { nearest } from '../../shared/nearest.ts';
import { preset, type Preset } from '../../shared/preset.ts';
import { delivery, type Delivery } from './deliveries.ts';
import { matching, type Matching } from './matching.ts';
import { soundDelivery, type SoundDelivery, type SoundLibrary } from './sound-deliveries.ts';

/** Everything a wish may name. Names are file names without `.yaml`; qualities, styles and presets share one space of names. */
export type PresetLibrary = { readonly presets: Readonly<Record<string, Preset>>; readonly deliveries: Readonly<Record<string, Delivery>>; /** Deliveries of sound files. */ readonly sounds: SoundLibrary; /** Names that stand for the delivery nearest to the source. */ readonly matchings: Readonly<Record<string, Matching>> };

export type PresetInfo = { readonly name: string; readonly kind: 'quality' | 'style' | 'preset' | 'delivery'; readonly title: string; readonly description: string };

const shippedFolder = join(import.meta.dirname, '..', '..', 'presets');

/**
 * The shipped presets and those of further folders, which may replace shipped ones. A folder holds presets (`*.yaml`, in `qualities/` and `styles/`
 * too), `deliveries/*.yaml`, `deliveries/sound/*.yaml` and `deliveries/matching/*.yaml`; parts that are absent are empty. @throws FrameWrightError `bad-config` naming file, line and key.
 */
export async function loadPresets(extraFolders: readonly string[] = []): Promise<PresetLibrary> {
  const presets: Record<string, Preset> = {}, deliveries: Record<string, Delivery> = {}, sounds: Record<string, SoundDelivery> = {}, matchings: Record<string, Matching> = {};
  for (const folder of [shippedFolder, ...extraFolders]) {
    for (const part of ['.', 'qualities', 'styles']) {
      for (const path of await yamlFiles(join(folder, part))) presets[nameOf(path)] = await readYaml(path, preset);
    }
    for (const path of await yamlFiles(join(folder, 'deliveries'))) deliveries[nameOf(path)] = await readYaml(path, delivery);
    for (const path of await yamlFiles(join(folder, 'deliveries', 'sound'))) sounds[nameOf(path)] = await readYaml(path, soundDelivery);
    for (const path of await yamlFiles(join(folder, 'deliveries', 'matching'))) matchings[nameOf(path)] = await readYaml(path, matching);
  }
  return { presets, deliveries, sounds, matchings };
}

/** One preset file, as `--config` names it. @throws FrameWrightError `bad-config` naming line and key. */
export const loadPresetFile = (path: string): Promise<Preset> => readYaml(path, preset);

/** The library for people, deliveries last. @throws FrameWrightError `bad-config`. */
export async function describePresets(extraFolders: readonly string[] = []): Promise<PresetInfo[]> {
  const { presets, deliveries, sounds, matchings } = await loadPresets(extraFolders);
  const row = ([name, { title, description }]: [string, Preset | Delivery | SoundDelivery | Matching], kind: PresetInfo['kind']): PresetInfo => ({ name, kind, title, description });
  return [...Object.entries(presets).map((entry) => row(entry, entry[1].kind)), ...Object.entries({ ...matchings, ...deliveries, ...sounds }).map((entry) => row(entry, 'delivery'))];
}

/** The named row of a table. @throws FrameWrightError `unknown-name` with the nearest known name. */
export function named<Row>(kind: string, table: Readonly<Record<string, Row>>, name: string): Row {
  if (Object.hasOwn(table, name)) return table[name]!;
  throw unknownName(kind, name, Object.keys(table));
}

export const unknownName = (kind: string, name: string, known: readonly string[]): FrameWrightError =>
  new FrameWrightError('unknown-name', { kind, name, known: known.join(', ') || 'none', nearest: nearest(name, known) ?? 'none' });

const nameOf = (path: string): string => basename(path, '.yaml');

async function yamlFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new FrameWrightError('bad-config', { path: folder, why: `The folder cannot be read: ${error.message}.` }, { cause: error });
  });
  return names.filter((name) => name.endsWith('.yaml')).sort().map((name) => join(folder, name));
}

async function readYaml<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new FrameWrightError('bad-config', { path, why: error.code === 'ENOENT' ? 'There is no such file.' : `It cannot be read: ${error.message}.` }, { cause: error });
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken) throw new FrameWrightError('bad-config', { path, why: `${broken.message.split('\n')[0]!.replace(/:$/, '')}.` }, { cause: broken });
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) throw new FrameWrightError('bad-config', { path, why: sayIssue(parsed.error.issues[0]!, document, lines, schema) }, { cause: parsed.error });
  return parsed.data;
}

function sayIssue(issue: z.core.$ZodIssue, document: Document.Parsed, lines: LineCounter, schema: z.ZodType): string {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [...issue.path, ...(unknown === undefined ? [] : [unknown])];
  const near = unknown !== undefined && issue.path.length === 0 && 'shape' in schema ? nearest(unknown, Object.keys(schema.shape as object)) : null;
  const says = unknown === undefined ? `${issue.message}.` : `There is no such key${near ? `; the nearest is ${near}` : ''}.`;
  return `Line ${lineOf(document, lines, path)}, ${path.join('.') || 'the whole file'}: ${says}`;
}

/** The line of the key at `path`, or of the nearest key around it. */
function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === String(path[length - 1])) : undefined;
    const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range;
    if (range) return lines.linePos(range[0]).line;
  }
  return 1;
}
