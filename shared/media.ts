// What probing found: a Media, its streams and the index of its frames.
import { z } from 'zod';
import { rational } from './time.ts';

/** A binary table kept beside the JSON and named by its content. */
export const tableRef = z.object({ kind: z.enum(['index', 'cuts', 'icc', 'exif', 'xmp']), sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int() }).readonly();
export type TableRef = z.infer<typeof tableRef>;

/** A part of the picture in whole pixels as the file stores them, before any rotation. */
export const rect = z.object({ left: z.int().nonnegative(), top: z.int().nonnegative(), width: z.int().positive(), height: z.int().positive() }).readonly();
export type Rect = z.infer<typeof rect>;

/** Sampling of the picture. `name` is FFmpeg's pixel format (yuv420p10le); the rest is what it means. `depth` in bits per component. */
export const pixelFormat = z.object({
  name: z.string(),
  family: z.enum(['yuv', 'grey', 'gbr']),
  chroma: z.enum(['420', '422', '444', '411', '410', '440', 'none']),
  depth: z.int().min(1).max(32),
  alpha: z.boolean(),
}).readonly();
export type PixelFormat = z.infer<typeof pixelFormat>;

/** FFmpeg's names (`bt709`, `smpte170m`, `bt2020nc`, `smpte2084` …) or `unspecified`; never guessed here. */
export const colourTags = z.object({
  range: z.enum(['limited', 'full', 'unspecified']),
  matrix: z.string(), primaries: z.string(), transfer: z.string(),
  chromaPosition: z.enum(['left', 'center', 'topleft', 'top', 'bottomleft', 'bottom', 'unspecified']),
}).readonly();
export type ColourTags = z.infer<typeof colourTags>;

export const fieldOrder = z.enum(['progressive', 'tff', 'bff', 'unknown']);
export type FieldOrder = z.infer<typeof fieldOrder>;

/** The stream between two steps. `rate` in frames per second is nominal: true times are in the map. `frames` is a count. */
export const streamShape = z.object({
  width: z.int().positive(), height: z.int().positive(), pixel: pixelFormat, sar: rational, rate: rational,
  frames: z.int().nonnegative(), fieldOrder, colour: colourTags,
}).readonly();
export type StreamShape = z.infer<typeof streamShape>;

const streamBase = {
  index: z.int().nonnegative(), codec: z.string(), codecTag: z.string().nullable(), timeBase: rational,
  /** Ticks of `timeBase`; null when the container does not say. */
  startPts: z.int().nullable(), duration: z.int().nullable(),
  language: z.string().nullable(), title: z.string().nullable(), disposition: z.array(z.string()).readonly(),
  metadata: z.record(z.string(), z.string()).readonly(),
};

/** Mastering display (SMPTE ST 2086, as fractions) and content light levels (cd/m²). */
export const hdrMetadata = z.object({
  masteringDisplay: z.object({ primaries: z.array(z.array(rational)), whitePoint: z.array(rational), luminance: z.array(rational) }).nullable(),
  contentLight: z.object({ maxCll: z.int(), maxFall: z.int() }).nullable(),
  dynamic: z.array(z.enum(['hdr10+', 'dolby-vision'])),
}).readonly();
export type HdrMetadata = z.infer<typeof hdrMetadata>;

/** How a player shows the stored picture: with left and right exchanged where `mirrored`, and then turned clockwise by `rotation` degrees: 0, 90, 180 or 270. */
export const turn = { rotation: z.number(), mirrored: z.boolean() };
export type Turn = { readonly rotation: number; readonly mirrored: boolean };

export const videoStream = z.object({
  ...streamBase, profile: z.string().nullable(), shape: streamShape,
  /** Average rate from the index, exact; `constant` when every duration in the index is equal (within the time base's rounding). */
  rate: z.object({ average: rational, nominal: rational, constant: z.boolean() }).readonly(),
  ...turn, hdr: hdrMetadata, closedCaptions: z.boolean(),
  /** How the picture lies around the viewer or before two eyes: FFmpeg's AVSphericalMapping and AVStereo3D, in base64. */
  immersive: z.array(z.object({ kind: z.enum(['spherical', 'stereo-3d']), data: z.string() }).readonly()).readonly(),
  bitRate: z.int().nullable(),
  /** `HH:MM:SS:FF`, with `;` before the frames when it drops; null without one. */
  timecode: z.string().nullable(),
}).readonly();
export type VideoStream = z.infer<typeof videoStream>;

export const audioStream = z.object({
  ...streamBase, profile: z.string().nullable(), sampleRate: z.int().positive(), channels: z.int().positive(), layout: z.string(),
  sampleFormat: z.string(), bitDepth: z.int(), bitRate: z.int().nullable(), initialPadding: z.int(),
}).readonly();
export type AudioStream = z.infer<typeof audioStream>;

export const subtitleStream = z.object({ ...streamBase, kind: z.enum(['text', 'bitmap']) }).readonly();
export type SubtitleStream = z.infer<typeof subtitleStream>;
/** Everything else that has packets: measurements, timecode; further pictures (`video`), and sound that says too little to be played (`audio`). */
export const dataStream = z.object({ ...streamBase, kind: z.enum(['data', 'video', 'audio']) }).readonly();
export type DataStream = z.infer<typeof dataStream>;
export const attachment = z.object({ index: z.int(), kind: z.enum(['attachment', 'cover']), codec: z.string(), filename: z.string().nullable(), mimeType: z.string().nullable(), bytes: z.int() }).readonly();
export type Attachment = z.infer<typeof attachment>;
/** Times in nanoseconds from the start of the media's own clock. */
export const chapter = z.object({ startNs: z.int(), endNs: z.int().nullable(), title: z.string(), language: z.string() }).readonly();
export type Chapter = z.infer<typeof chapter>;

/** Something that changes midway: at frame `frame` of the index. */
export const change = z.object({ frame: z.int(), what: z.enum(['size', 'pixel-format', 'sar', 'field-order', 'colour', 'timestamp-jump', 'codec-parameters']), from: z.string(), to: z.string() }).readonly();
export type Change = z.infer<typeof change>;

/** Identifies the bytes without reading them all: size, modification time (ms) and the SHA-256 of the first and last mebibyte. */
export const fingerprint = z.object({ size: z.int(), mtimeMs: z.number(), edges: z.string() }).readonly();
export type Fingerprint = z.infer<typeof fingerprint>;

/**
 * The files of a media that is more than one. `joined`: files that follow on each other, as one stream of bytes or packet by packet. `pictures`: a numbered run, one file a frame; `pattern` has one
 * `%d` or `%0Nd`; `missing` names the first numbers without a file, `gaps` what stands for them.
 */
export const mediaParts = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('joined'), by: z.enum(['bytes', 'packets']), files: z.array(z.object({ path: z.string(), fingerprint }).readonly()).readonly() }).readonly(),
  z.object({ kind: z.literal('pictures'), pattern: z.string(), first: z.int(), last: z.int(), missing: z.array(z.int()).readonly(), missingCount: z.int(), gaps: z.enum(['hold', 'close']).nullable() }).readonly(),
]);
export type MediaParts = z.infer<typeof mediaParts>;

/** What a picture file carries beside its pixels, kept as tables; of a sequence, its first file's. `orientation` as in EXIF: 1 upright, to 8. */
export const pictureFacts = z.object({ orientation: z.int().min(1).max(8), icc: tableRef.nullable(), exif: tableRef.nullable(), xmp: tableRef.nullable() }).readonly();
export type PictureFacts = z.infer<typeof pictureFacts>;

export const media = z.object({
  /** The file; of joined files the first; of a picture sequence its pattern. */
  path: z.string(), fingerprint, container: z.string(),
  parts: mediaParts.nullable(),
  /** One picture that is no video: a photo. */
  still: z.boolean(), picture: pictureFacts.nullable(),
  /** Seconds, for display; exact times are in the streams and the index. */
  durationSeconds: z.number(), bitRate: z.int().nullable(), metadata: z.record(z.string(), z.string()).readonly(),
  video: videoStream, audio: z.array(audioStream).readonly(), subtitles: z.array(subtitleStream).readonly(),
  data: z.array(dataStream).readonly(), attachments: z.array(attachment).readonly(), chapters: z.array(chapter).readonly(),
  index: tableRef, changes: z.array(change).readonly(), editList: z.boolean(), openGop: z.boolean(),
  /** Sentences for people about what was odd in the file and how it was read. */
  notices: z.array(z.string()).readonly(),
}).readonly();
export type Media = z.infer<typeof media>;

/** A sound file: at least one track in `audio` and no moving picture; covers are attachments. Seconds are counted from the first sample of `audio[0]`. */
export const soundMedia = z.object({ ...media.unwrap().shape, video: z.null(), index: z.null() }).readonly();
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
