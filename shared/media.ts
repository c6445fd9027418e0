// What probing found: a Media, its streams and the index of its frames.
import { z } from 'zod';
import { rational } from './time.ts';

/** A binary table kept beside the JSON and named by its content. */
export const tableRef = z.object({ kind: z.enum(['index', 'cuts', 'icc', 'exif', 'xmp']).describe('What it holds.'), sha256: z.string().regex(/^[0-9a-f]{64}$/).describe('Its name in the folder of tables.'),
  bytes: z.int().describe('Its size.') }).readonly().describe('A binary table kept beside the JSON and named by its content.');
export type TableRef = z.infer<typeof tableRef>;

/** A part of the picture in whole pixels as the file stores them, before any rotation. */
export const rect = z.object({ left: z.int().nonnegative().describe('Pixels from the left edge.'), top: z.int().nonnegative().describe('Pixels from the upper edge.'), width: z.int().positive().describe('Pixels.'),
  height: z.int().positive().describe('Pixels.') }).readonly().describe('A part of the picture, whole pixels as stored, before any rotation.');
export type Rect = z.infer<typeof rect>;

/** Sampling of the picture. `name` is FFmpeg's pixel format (yuv420p10le); the rest is what it means. `depth` in bits per component. */
export const pixelFormat = z.object({
  name: z.string().describe('FFmpeg\'s pixel format.'),
  family: z.enum(['yuv', 'grey', 'gbr']).describe('Kind of components.'),
  chroma: z.enum(['420', '422', '444', '411', '410', '440', 'none']).describe('How often chroma is sampled.'),
  depth: z.int().min(1).max(32).describe('Bits per component.'),
  alpha: z.boolean().describe('Whether it has transparency.'),
}).readonly().describe('Sampling of the picture.');
export type PixelFormat = z.infer<typeof pixelFormat>;

/** FFmpeg's names (`bt709`, `smpte170m`, `bt2020nc`, `smpte2084` …) or `unspecified`; never guessed here. */
export const colourTags = z.object({
  range: z.enum(['limited', 'full', 'unspecified']).describe('Code values in use.'),
  matrix: z.string().describe('FFmpeg\'s name, or `unspecified`.'), primaries: z.string().describe('FFmpeg\'s name, or `unspecified`.'), transfer: z.string().describe('FFmpeg\'s name, or `unspecified`.'),
  chromaPosition: z.enum(['left', 'center', 'topleft', 'top', 'bottomleft', 'bottom', 'unspecified']).describe('Where chroma samples lie.'),
}).readonly().describe('What the file says about its colour; never guessed.');
export type ColourTags = z.infer<typeof colourTags>;

export const fieldOrder = z.enum(['progressive', 'tff', 'bff', 'unknown']).describe('`tff` and `bff` name the field that comes first.');
export type FieldOrder = z.infer<typeof fieldOrder>;

/** The stream between two steps. `rate` in frames per second is nominal: true times are in the map. `frames` is a count. */
export const streamShape = z.object({
  width: z.int().positive().describe('Pixels.'), height: z.int().positive().describe('Pixels.'), pixel: pixelFormat, sar: rational, rate: rational,
  frames: z.int().nonnegative().describe('Count.'), fieldOrder, colour: colourTags,
}).readonly().describe('The stream between two steps.');
export type StreamShape = z.infer<typeof streamShape>;

const streamBase = {
  index: z.int().nonnegative().describe('Number of the stream in the file.'), codec: z.string().describe('FFmpeg\'s name of the codec.'), codecTag: z.string().nullable().describe('Four characters of the container; null without them.'), timeBase: rational,
  startPts: z.int().nullable().describe('First time stamp, ticks of timeBase; null when the container does not say.'), duration: z.int().nullable().describe('Ticks of timeBase; null when the container does not say.'),
  language: z.string().nullable().describe('As the file tags it; null without a tag.'), title: z.string().nullable().describe('As the file names it; null without a name.'), disposition: z.array(z.string()).readonly().describe('FFmpeg\'s names: default, forced, hearing_impaired …'),
  metadata: z.record(z.string(), z.string()).readonly().describe('Tags of the stream.'),
};

/** Mastering display (SMPTE ST 2086, as fractions) and content light levels (cd/m²). */
export const hdrMetadata = z.object({
  masteringDisplay: z.object({ primaries: z.array(z.array(rational)).describe('CIE 1931 x and y of red, green and blue.'), whitePoint: z.array(rational).describe('CIE 1931 x and y.'),
    luminance: z.array(rational).describe('Least and most, cd/m².') }).nullable().describe('SMPTE ST 2086; null without it.'),
  contentLight: z.object({ maxCll: z.int().describe('Brightest pixel, cd/m².'), maxFall: z.int().describe('Brightest frame on average, cd/m².') }).nullable().describe('Light levels; null without them.'),
  dynamic: z.array(z.enum(['hdr10+', 'dolby-vision'])).describe('Metadata that changes with the picture.'),
}).readonly().describe('High dynamic range.');
export type HdrMetadata = z.infer<typeof hdrMetadata>;

/** How a player shows the stored picture: with left and right exchanged where `mirrored`, and then turned clockwise by `rotation` degrees: 0, 90, 180 or 270. */
export const turn = { rotation: z.number().describe('Clockwise degrees by which a player turns the picture: 0, 90, 180 or 270.'), mirrored: z.boolean().describe('Whether left and right are exchanged before that.') };
export type Turn = { readonly rotation: number; readonly mirrored: boolean };

export const videoStream = z.object({
  ...streamBase, profile: z.string().nullable().describe('FFmpeg\'s name; null without one.'), shape: streamShape,
  rate: z.object({ average: rational, nominal: rational, constant: z.boolean().describe('Whether all frames last equally long.') }).readonly().describe('Average rate from the index, exact; `constant` when every duration in the index is equal (within the time base\'s rounding).'),
  ...turn, hdr: hdrMetadata, closedCaptions: z.boolean().describe('Whether captions travel with the pictures.'),
  immersive: z.array(z.object({ kind: z.enum(['spherical', 'stereo-3d']).describe('Which of the two.'),
    data: z.string().describe('FFmpeg\'s AVSphericalMapping or AVStereo3D, base64.') }).readonly()).readonly().describe('How the picture lies around the viewer or before two eyes: FFmpeg\'s AVSphericalMapping and AVStereo3D, in base64.'),
  bitRate: z.int().nullable().describe('Bits per second; null when unknown.'),
  timecode: z.string().nullable().describe('Of the first frame, HH:MM:SS:FF, with ; before the frames when it drops; null without one.'),
}).readonly().describe('The picture of a file.');
export type VideoStream = z.infer<typeof videoStream>;

export const audioStream = z.object({
  ...streamBase, profile: z.string().nullable().describe('FFmpeg\'s name; null without one.'), sampleRate: z.int().positive().describe('Hertz.'), channels: z.int().positive().describe('Count.'), layout: z.string().describe('FFmpeg\'s name of the channel layout.'),
  sampleFormat: z.string().describe('FFmpeg\'s name.'), bitDepth: z.int().describe('Bits of a sample.'), bitRate: z.int().nullable().describe('Bits per second; null when unknown.'), initialPadding: z.int().describe('Samples before the first that is heard.'),
}).readonly().describe('A track of sound.');
export type AudioStream = z.infer<typeof audioStream>;

export const subtitleStream = z.object({ ...streamBase, kind: z.enum(['text', 'bitmap']).describe('Whether it is text or pictures.') }).readonly().describe('A track of subtitles.');
export type SubtitleStream = z.infer<typeof subtitleStream>;
/** Everything else that has packets: measurements, timecode; further pictures (`video`), and sound that says too little to be played (`audio`). */
export const dataStream = z.object({ ...streamBase, kind: z.enum(['data', 'video', 'audio']).describe('What it holds.') }).readonly().describe('A stream that is neither the main picture, sound nor subtitles.');
export type DataStream = z.infer<typeof dataStream>;
export const attachment = z.object({ index: z.int().describe('Number of the stream in the file.'), kind: z.enum(['attachment', 'cover']).describe('A file, or a cover.'), codec: z.string().describe('FFmpeg\'s name.'),
  filename: z.string().nullable().describe('Null without one.'), mimeType: z.string().nullable().describe('Null without one.'), bytes: z.int().describe('Its size.') }).readonly().describe('A file within the file.');
export type Attachment = z.infer<typeof attachment>;
/** Times in nanoseconds from the start of the media's own clock. */
export const chapter = z.object({ startNs: z.int().describe('Nanoseconds from the start of the media\'s clock.'), endNs: z.int().nullable().describe('The same; null where it ends with the next.'),
  title: z.string().describe('As the file names it.'), language: z.string().describe('Null without a tag.') }).readonly().describe('A chapter.');
export type Chapter = z.infer<typeof chapter>;

/** Something that changes midway: at frame `frame` of the index. */
export const change = z.object({ frame: z.int().describe('First frame of the index that is different.'),
  what: z.enum(['size', 'pixel-format', 'sar', 'field-order', 'colour', 'timestamp-jump', 'codec-parameters']).describe('What changes there.'), from: z.string().describe('As it was, for people.'),
  to: z.string().describe('As it is from there on, for people.') }).readonly().describe('Something that changes midway.');
export type Change = z.infer<typeof change>;

/** Identifies the bytes without reading them all: size, modification time (ms) and the SHA-256 of the first and last mebibyte. */
export const fingerprint = z.object({ size: z.int().describe('Bytes.'), mtimeMs: z.number().describe('Last change, milliseconds since 1970.'), edges: z.string().describe('SHA-256 of the first and last mebibyte.') }).readonly().describe('Identifies a file without reading it all.');
export type Fingerprint = z.infer<typeof fingerprint>;

/**
 * The files of a media that is more than one. `joined`: files that follow on each other, as one stream of bytes or packet by packet. `pictures`: a numbered run, one file a frame; `pattern` has one
 * `%d` or `%0Nd`; `missing` names the first numbers without a file, `gaps` what stands for them.
 */
export const mediaParts = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('joined'), by: z.enum(['bytes', 'packets']).describe('Whether they are one stream of bytes, or follow packet by packet.'), files: z.array(z.object({ path: z.string().describe('Absolute path.'), fingerprint }).readonly()).readonly().describe('In order.') }).readonly(),
  z.object({ kind: z.literal('pictures'), pattern: z.string().describe('Numbered name with one %d or %0Nd.'), first: z.int().describe('First number.'), last: z.int().describe('Last number.'),
    missing: z.array(z.int()).readonly().describe('The first numbers without a file.'), missingCount: z.int().describe('Count of all of them.'),
    gaps: z.enum(['hold', 'close']).nullable().describe('What stands for them; null when nothing is missing or nobody said.') }).readonly(),
]).describe('The files of a media that is more than one.');
export type MediaParts = z.infer<typeof mediaParts>;

/** What a picture file carries beside its pixels, kept as tables; of a sequence, its first file's. `orientation` as in EXIF: 1 upright, to 8. */
export const pictureFacts = z.object({ orientation: z.int().min(1).max(8).describe('As in EXIF, 1 upright to 8.'), icc: tableRef.nullable().describe('Colour profile; null without one.'),
  exif: tableRef.nullable().describe('Null without.'), xmp: tableRef.nullable().describe('Null without.') }).readonly().describe('What a picture file carries beside its pixels.');
export type PictureFacts = z.infer<typeof pictureFacts>;

export const media = z.object({
  path: z.string().describe('Absolute path; of joined files the first, of a picture sequence its pattern.'), fingerprint, container: z.string().describe('FFmpeg\'s name of the container.'),
  parts: mediaParts.nullable().describe('Its files when they are several; null for one.'),
  still: z.boolean().describe('Whether it is one picture that is no video.'), picture: pictureFacts.nullable().describe('Facts of picture files; null for video.'),
  durationSeconds: z.number().describe('Seconds, for display; exact times are in the streams and the index.'), bitRate: z.int().nullable().describe('Bits per second; null when unknown.'), metadata: z.record(z.string(), z.string()).readonly().describe('Tags of the file.'),
  video: videoStream, audio: z.array(audioStream).readonly().describe('Tracks of sound.'), subtitles: z.array(subtitleStream).readonly().describe('Tracks of subtitles.'),
  data: z.array(dataStream).readonly().describe('Other streams.'), attachments: z.array(attachment).readonly().describe('Files within the file.'), chapters: z.array(chapter).readonly().describe('In order.'),
  index: tableRef, changes: z.array(change).readonly().describe('What changes midway, in order.'), editList: z.boolean().describe('Whether an edit list decides what is shown.'), openGop: z.boolean().describe('Whether pictures lean on a group before them.'),
  notices: z.array(z.string()).readonly().describe('Sentences for people about what was odd in the file and how it was read.'),
}).readonly().describe('What probing found.');
export type Media = z.infer<typeof media>;

/** A sound file: at least one track in `audio` and no moving picture; covers are attachments. Seconds are counted from the first sample of `audio[0]`. */
export const soundMedia = z.object({ ...media.unwrap().shape, video: z.null().describe('There is none.'), index: z.null().describe('There is none.') }).readonly().describe('What probing found in a sound file.');
export type SoundMedia = z.infer<typeof soundMedia>;
/** What probing found; `video` is null for a sound file. */
export const anyMedia = z.union([media, soundMedia]);
export type AnyMedia = Media | SoundMedia;

/**
 * One entry per frame in presentation order. Columns are equally long. `pts` and `duration` in ticks of the video stream's time base;
 * `dts` NaN when unknown; `position` in bytes or -1; `coding` is the frame's place in coding order (0-based packet number).
 */
export type FrameIndex = {
  readonly frames: number;
  readonly pts: Float64Array; readonly dts: Float64Array; readonly duration: Float64Array;
  readonly position: Float64Array; readonly coding: Uint32Array; readonly flags: Uint8Array;
};
/** Bits of `FrameIndex.flags`. */
export const frameFlag = { key: 1, corrupt: 2, parameterChange: 4, discontinuity: 8, undecodable: 16 } as const;
