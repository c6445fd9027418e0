// A timeline as a new OpenTimelineIO file.
import { add, fraction, isWhole, multiply, zero, type Fraction } from './fraction.ts';
import { jsonObject, writeJson, type Json, type JsonObject } from './json.ts';
import { isPlain, type Clip, type Item, type Media, type Timeline, type Track } from './model.ts';
import { writeNumber, writeRange, writeTime } from './otio-values.ts';
import { addressOf } from './place.ts';

const none = jsonObject({});

export function writeOtio(timeline: Timeline): string {
  const { name, rate, start, tracks } = timeline;
  const stack = jsonObject({ OTIO_SCHEMA: 'Stack.1', metadata: none, name: 'tracks', source_range: null, effects: [], markers: [], enabled: true, children: tracks.map((track) => writeTrack(track, rate)) });
  return `${writeJson(jsonObject({ OTIO_SCHEMA: 'Timeline.1', metadata: none, name, global_start_time: writeTime(start, rate), tracks: stack }))}\n`;
}

const writeTrack = ({ kind, name, items }: Track, rate: Fraction): JsonObject =>
  jsonObject({ OTIO_SCHEMA: 'Track.1', metadata: none, name, source_range: null, effects: [], markers: [], enabled: true, kind: kind === 'audio' ? 'Audio' : 'Video', children: items.map((item) => writeItem(item, rate)) });

function writeItem(item: Item, rate: Fraction): Json {
  if (item.kind === 'clip') return writeClip(item, rate);
  if (item.kind === 'transition') return jsonObject({ OTIO_SCHEMA: 'Transition.1', metadata: none, name: item.name, transition_type: 'SMPTE_Dissolve', in_offset: writeTime(item.before, rate), out_offset: writeTime(item.after, rate) });
  return jsonObject({ OTIO_SCHEMA: 'Gap.1', metadata: none, name: item.kind === 'other' ? item.name : '', source_range: writeRange({ start: zero, duration: item.duration }, rate), effects: [], markers: [], enabled: true });
}

function writeClip(clip: Clip, rate: Fraction): JsonObject {
  const { name, source, duration, enabled, media, markers } = clip, counted = rateThatFits(source, rate, media);
  return jsonObject({
    OTIO_SCHEMA: 'Clip.2', metadata: none, name, source_range: writeRange({ start: source, duration }, counted, rate), effects: warp(clip), enabled,
    markers: markers.map((marker) => jsonObject({ OTIO_SCHEMA: 'Marker.2', metadata: none, name: marker.name, color: 'RED', comment: '', marked_range: writeRange({ start: add(source, marker.at), duration: marker.duration }, counted, rate) })),
    media_references: jsonObject({ DEFAULT_MEDIA: writeReference(media, name, rate) }), active_media_reference_key: 'DEFAULT_MEDIA',
  });
}

const warp = ({ speed }: Clip): Json[] => {
  if (isPlain(speed)) return [];
  const kind: Record<string, Json> = speed === null ? { OTIO_SCHEMA: 'TimeEffect.1' } : { OTIO_SCHEMA: 'LinearTimeWarp.1', time_scalar: writeNumber(speed) };
  return [jsonObject({ ...kind, metadata: none, name: '', effect_name: '', enabled: true })];
};

/** A rate at which the time is a whole number of frames, where one is known: the timeline's, the media's, or one that its fraction gives. */
function rateThatFits(time: Fraction, rate: Fraction, media: Media): Fraction {
  const known = [rate, ...(media.kind === 'pictures' ? [media.rate] : []), fraction(time.den)];
  return known.find((candidate) => isWhole(multiply(time, candidate))) ?? rate;
}

function writeReference(media: Media, name: string, rate: Fraction): JsonObject {
  const plain = { metadata: none, name: '', available_image_bounds: null };
  const range = (available: Extract<Media, { kind: 'file' }>['available']): Json => available && writeRange(available, rateThatFits(available.start, rate, media), rateThatFits(available.duration, rate, media));
  switch (media.kind) {
    case 'file': return jsonObject({ OTIO_SCHEMA: 'ExternalReference.1', ...plain, available_range: range(media.available), target_url: /^([\\/]|[a-z]:[\\/])/i.test(media.path) ? addressOf(media.path) : media.path });
    case 'pictures': return writePictures(media, plain, range(media.available));
    case 'generator': return jsonObject({ OTIO_SCHEMA: 'GeneratorReference.1', ...plain, available_range: null, generator_kind: media.name, parameters: none });
    case 'missing': return jsonObject({ OTIO_SCHEMA: 'MissingReference.1', ...plain, name: media.names.find((one) => one !== name) ?? '', available_range: null });
  }
}

function writePictures({ path, first, rate }: Extract<Media, { kind: 'pictures' }>, plain: Readonly<Record<string, Json>>, available: Json): JsonObject {
  const [, folder = '', prefix = '', padding = '', suffix = ''] = /^(.*[\\/])?([^\\/]*?)%(?:0(\d+))?d(.*)$/.exec(path) ?? [];
  return jsonObject({
    OTIO_SCHEMA: 'ImageSequenceReference.1', ...plain, available_range: available, target_url_base: /^([\\/]|[a-z]:[\\/])/i.test(folder) ? addressOf(folder) : folder, name_prefix: prefix, name_suffix: suffix,
    start_frame: { literal: String(first) }, frame_step: { literal: '1' }, rate: writeNumber(rate), frame_zero_padding: { literal: padding || '0' }, missing_frame_policy: 'error',
  });
}
