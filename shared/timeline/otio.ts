// OpenTimelineIO as JSON, of any writer: read into a timeline, and written again with other media. What is not understood stays as it came.
import { atLine, fault } from './fault.ts';
import { add, fraction, isWhole, multiply, one, subtract, zero, type Fraction } from './fraction.ts';
import { isObject, jsonObject, parseJson, writeJson, type Json, type JsonObject } from './json.ts';
import { dropsUsually, type Clip, type Document, type Item, type Link, type Marker, type Speed, type Timeline, type Track } from './model.ts';
import { activeReference, decimalOf, field, isOff, listOf, mediaOf, rangeOf, schemaOf, spanOf, textOf, timeOf, writeRange, type OtioRange } from './otio-values.ts';
import { addressOf } from './place.ts';

type Reading = { readonly lineOf: (object: JsonObject) => number; /** Objects of the clips, by id. */ readonly clips: JsonObject[] };

/** @throws FrameWrightError `timeline-unreadable` with the line. */
export function readOtio(text: string): Document {
  const { root, lineOf } = parseJson(text), reading: Reading = { lineOf, clips: [] };
  const timelines = timelinesIn(root).map((json) => readTimeline(json, reading));
  if (!timelines.length) throw fault(1, schemaOf(root) ? `It holds a ${schemaOf(root)} and no Timeline.` : 'It is JSON, but not of OpenTimelineIO: there is no OTIO_SCHEMA of a Timeline.');
  return {
    timelines,
    rewrite(links) {
      const instead = new Map([...links].map(([id, link]) => [reading.clips[id]!, relinked(reading.clips[id]!, link)]));
      return `${writeJson(root, (object) => instead.get(object) ?? object)}\n`;
    },
  };
}

/** A timeline, or those of a collection. */
function timelinesIn(json: Json): JsonObject[] {
  if (schemaOf(json) === 'Timeline') return [json as JsonObject];
  return schemaOf(json) === 'SerializableCollection' ? listOf(json, 'children').flatMap(timelinesIn) : [];
}

function readTimeline(json: JsonObject, reading: Reading): Timeline {
  return atLine(() => reading.lineOf(json), () => {
    const start = timeOf(field(json, 'global_start_time')), stack = field(json, 'tracks');
    if (schemaOf(stack) !== 'Stack') throw fault(reading.lineOf(json), 'The timeline has no tracks.');
    const tracks = listOf(stack, 'children').filter(isObject).map((child) => (schemaOf(child) === 'Track' ? readTrack(child, reading) : loneItem(child, reading)));
    const rate = start?.rate ?? firstRate(stack) ?? fraction(24);
    return { name: textOf(json, 'name'), rate, start: start?.seconds ?? zero, drop: dropsUsually(rate), size: null, tracks };
  });
}

/** The rate at which the first clip with a range is counted. */
function firstRate(json: Json | undefined): Fraction | null {
  const own = rangeOf(field(json, 'source_range'));
  if (own) return own.duration.rate;
  for (const child of listOf(json, 'children')) {
    const rate = firstRate(child);
    if (rate) return rate;
  }
  return null;
}

function readTrack(json: JsonObject, reading: Reading): Track {
  const kind = textOf(json, 'kind') === 'Audio' ? 'audio' : 'video', off = isOff(json);
  const items = listOf(json, 'children').filter(isObject).map((child) => readItem(child, reading));
  return { kind, name: textOf(json, 'name'), items: off ? items.map((item) => (item.kind === 'clip' ? { ...item, enabled: false } : item)) : items };
}

/** A clip that lies on the stack itself is a track of its own. */
const loneItem = (json: JsonObject, reading: Reading): Track => ({ kind: 'video', name: '', items: [readItem(json, reading)] });

function readItem(json: JsonObject, reading: Reading): Item {
  return atLine(() => reading.lineOf(json), () => {
    const schema = schemaOf(json), range = rangeOf(field(json, 'source_range'));
    if (schema === 'Clip') return readClip(json, range, reading);
    if (schema === 'Gap') return { kind: 'gap', duration: range?.duration.seconds ?? zero };
    if (schema === 'Transition') return { kind: 'transition', name: textOf(json, 'name'), before: timeOf(field(json, 'in_offset'))?.seconds ?? zero, after: timeOf(field(json, 'out_offset'))?.seconds ?? zero };
    const nested = schema === 'Stack' || schema === 'Track' || schema === 'Timeline';
    return { kind: 'other', name: textOf(json, 'name'), duration: range?.duration.seconds ?? zero, why: nested ? 'It is a timeline within the timeline; export it as one of its own.' : `It is a ${schema || 'thing'} that FrameWright does not know.` };
  });
}

function readClip(json: JsonObject, own: OtioRange | null, reading: Reading): Item {
  const name = textOf(json, 'name'), { reference } = activeReference(json), media = mediaOf(reference, name);
  const range = own ?? rangeOf(field(reference, 'available_range'));
  if (!range) return { kind: 'other', name, duration: zero, why: 'The timeline says neither how long it is nor how long its file is.' };
  const { start, duration } = spanOf(range), id = reading.clips.push(json) - 1;
  const clip: Clip = { kind: 'clip', id, name, enabled: !isOff(json), duration, source: start, speed: speedOf(json), media, markers: listOf(json, 'markers').filter(isObject).flatMap((marker) => readMarker(marker, start)) };
  return clip;
}

/** All time warps together; null for one that changes, or that is not known. */
function speedOf(clip: JsonObject): Speed {
  return listOf(clip, 'effects').filter((effect) => !isOff(effect)).reduce<Speed>((speed, effect) => {
    const schema = schemaOf(effect), scalar = decimalOf(effect, 'time_scalar');
    if (speed === null || !/Time|FreezeFrame/.test(schema)) return speed;
    if (schema === 'FreezeFrame') return zero;
    return schema === 'LinearTimeWarp' && scalar ? multiply(speed, scalar) : null;
  }, one);
}

function readMarker(json: JsonObject, start: Fraction): Marker[] {
  const range = rangeOf(field(json, 'marked_range'));
  return range ? [{ name: textOf(json, 'name'), at: subtract(range.start.seconds, start), duration: range.duration.seconds }] : [];
}

/** The clip with its active reference pointing at the link. Rates stay those in which it was counted; markers move with the pictures. */
function relinked(clip: JsonObject, link: Link): JsonObject {
  const { key, reference } = activeReference(clip), range = rangeOf(field(clip, 'source_range')) ?? rangeOf(field(reference, 'available_range'))!;
  const moved = subtract(link.source, range.start.seconds), made = new Map(clip), external = externalReference(reference, link);
  // In frames of the rate in which it was counted, unless only the result's own counts it in whole ones.
  const rate = [range.start.rate, link.rate].find((one) => isWhole(multiply(link.source, one))) ?? range.start.rate;
  made.set('source_range', writeRange({ start: link.source, duration: range.duration.seconds }, rate, range.duration.rate));
  if (key === null) made.set('media_reference', external);
  else made.set('media_references', new Map(field(clip, 'media_references') as JsonObject).set(key, external));
  if (moved.num !== 0n && made.has('markers')) made.set('markers', listOf(clip, 'markers').map((marker) => movedMarker(marker, moved)));
  return made;
}

function movedMarker(json: Json, by: Fraction): Json {
  const range = rangeOf(field(json, 'marked_range'));
  if (!range || !isObject(json)) return json;
  const { start, duration } = range;
  return new Map(json).set('marked_range', writeRange({ start: add(start.seconds, by), duration: duration.seconds }, start.rate, duration.rate));
}

/** Keeps what the old one said beside the file, and whether it wrote addresses or plain paths, as Resolve wants them. */
function externalReference(old: Json, link: Link): JsonObject {
  const isFile = schemaOf(old) === 'ExternalReference', path = textOf(old, 'target_url');
  const kept = isObject(old) ? [...old].filter(([name]) => isFile || name === 'metadata' || name === 'name') : [];
  const made = new Map([['OTIO_SCHEMA', 'ExternalReference.1'] as [string, Json], ...kept]);
  made.set('OTIO_SCHEMA', 'ExternalReference.1').set('target_url', /^file:/i.test(path) || !isFile ? addressOf(link.path) : link.path).set('available_range', writeRange(link.available, link.rate));
  if (made.get('name')) made.set('name', link.name);
  if (!made.has('metadata')) made.set('metadata', jsonObject({}));
  // It gives bounds of another picture.
  if (made.get('available_image_bounds')) made.set('available_image_bounds', null);
  return made;
}
