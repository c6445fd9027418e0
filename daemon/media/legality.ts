// What each container may hold: video by codec, container, sampling and depth; audio, subtitles, data and attachments by codec. Pure data.
import type { Container } from '../../shared/container.ts';
import type { PixelFormat } from '../../shared/media.ts';
import { attachmentEnding, besideKinds, besideOfData, captionEnding, type Beside } from './beside.ts';
import { containerTraits } from './containers.ts';

export type { Container } from '../../shared/container.ts';
export type StreamKind = 'video' | 'audio' | 'subtitle' | 'data' | 'attachment';
/** What becomes of a stream in a container: `becomes` is its codec there, or for a sidecar the ending of the file's name. */
export type Holding = { readonly action: 'copy' | 'convert' | 'encode' | 'sidecar' | 'regenerate' | 'drop'; readonly becomes: string; readonly why: string | null };

type VideoRow = { readonly title: string; readonly containers: readonly Container[]; readonly depths: readonly number[]; readonly chroma: readonly PixelFormat['chroma'][]; readonly alpha: boolean; readonly families: readonly PixelFormat['family'][] };

/** What our encoders take, by FFmpeg's codec name; `prores-4444` is prores with that profile. */
const video: Readonly<Record<string, VideoRow>> = {
  h264: { title: 'H.264', containers: ['mp4', 'mov', 'mkv', 'mxf'], depths: [8, 10], chroma: ['420', '422', '444'], alpha: false, families: ['yuv'] },
  hevc: { title: 'HEVC', containers: ['mp4', 'mov', 'mkv'], depths: [8, 10, 12], chroma: ['420', '422', '444'], alpha: false, families: ['yuv'] },
  av1: { title: 'AV1', containers: ['mp4', 'mkv'], depths: [8, 10], chroma: ['420'], alpha: false, families: ['yuv'] },
  prores: { title: 'ProRes 422', containers: ['mov', 'mxf', 'mkv'], depths: [10], chroma: ['422'], alpha: false, families: ['yuv'] },
  'prores-4444': { title: 'ProRes 4444', containers: ['mov', 'mxf', 'mkv'], depths: [10], chroma: ['444'], alpha: true, families: ['yuv'] },
  dnxhd: { title: 'DNxHD and DNxHR', containers: ['mov', 'mxf', 'mkv'], depths: [8, 10], chroma: ['422', '444'], alpha: false, families: ['yuv', 'gbr'] },
  ffv1: { title: 'FFV1', containers: ['mkv', 'mov', 'mxf'], depths: [8, 9, 10, 12, 14, 16], chroma: ['420', '422', '444', '411', '410', '440', 'none'], alpha: true, families: ['yuv', 'gbr', 'grey'] },
  png: { title: 'PNG', containers: ['pictures'], depths: [8, 16], chroma: ['444', 'none'], alpha: true, families: ['gbr', 'grey'] },
  tiff: { title: 'TIFF', containers: ['pictures'], depths: [8, 16], chroma: ['444', 'none'], alpha: true, families: ['gbr', 'grey'] },
  exr: { title: 'OpenEXR', containers: ['pictures'], depths: [32], chroma: ['444'], alpha: true, families: ['gbr'] },
  mjpeg: { title: 'JPEG', containers: ['pictures'], depths: [8], chroma: ['420', '422', '444'], alpha: false, families: ['yuv'] },
  webp: { title: 'WebP', containers: ['pictures'], depths: [8], chroma: ['420'], alpha: true, families: ['yuv'] },
};

/** Whether a codec may carry this picture in this container, and if not, why. ProRes with 4:4:4 or alpha is ProRes 4444. */
export function legalDelivery(codec: string, container: Container, pixel: PixelFormat): { readonly ok: boolean; readonly why: string } {
  const row = video[codec === 'prores' && (pixel.chroma === '444' || pixel.alpha) ? 'prores-4444' : codec];
  if (!row) return no(`${codec} is not written here; known are ${Object.keys(video).join(', ')}.`);
  if (!row.containers.includes(container)) return no(`${row.title} goes into ${row.containers.map((each) => containerTraits[each].name).join(' or ')}, not ${containerTraits[container].name}.`);
  if (!row.families.includes(pixel.family)) return no(`${row.title} holds ${row.families.join(', ')} pictures, not ${pixel.family} (${pixel.name}).`);
  if (!row.chroma.includes(pixel.chroma)) return no(`${row.title} holds ${row.chroma.join(', ')} sampling, not ${pixel.chroma}.`);
  if (!row.depths.includes(pixel.depth)) return no(`${row.title} holds ${row.depths.join(', ')} bits, not ${pixel.depth}.`);
  if (pixel.alpha && !row.alpha) return no(`${row.title} holds no transparency.`);
  // FFV1 takes GBR of 8 bits only as bgr0/bgra, the same values in another order.
  if (codec === 'ffv1' && /^gbra?p$/.test(pixel.name)) return no(`FFV1 takes 8-bit GBR as ${pixel.alpha ? 'bgra' : 'bgr0'}, which holds the same values.`);
  return { ok: true, why: '' };
}
const no = (why: string): { ok: false; why: string } => ({ ok: false, why });

/** A container with streams beside the picture. What accompanies pictures as files is put into Matroska. */
type Holder = Exclude<Container, 'pictures'>;
const holderOf = (container: Container): Holder => (container === 'pictures' ? 'mkv' : container);

const pcm = (names: string): string[] => names.split(' ').map((name) => `pcm_${name}`);
/** Audio that is copied packet by packet. What is missing is encoded anew. */
const audio: Readonly<Record<Holder, ReadonlySet<string>>> = {
  mp4: new Set(['aac', 'ac3', 'eac3', 'mp3', 'mp2', 'alac', 'flac', 'opus', 'dts']),
  mov: new Set(['aac', 'ac3', 'eac3', 'mp3', 'mp2', 'alac', 'adpcm_ima_qt', 'mace3', 'mace6', 'qdm2', 'amr_nb', 'amr_wb', ...pcm('u8 s8 s16le s16be s24le s24be s32le s32be f32le f32be f64le f64be alaw mulaw')]),
  mkv: new Set(['aac', 'ac3', 'eac3', 'mp3', 'mp2', 'mp1', 'alac', 'flac', 'opus', 'vorbis', 'dts', 'truehd', 'mlp', 'tta', 'wavpack', 'wmav1', 'wmav2', 'wmapro', 'ra_144', 'ra_288', 'cook', 'sipr', 'atrac3', ...pcm('u8 s16le s16be s24le s24be s32le s32be f32le f64le alaw mulaw')]),
  // Without times, sound is laid to the picture sample by sample, so all of it is written anew, PCM bit for bit.
  mxf: new Set(),
};
/** Data by its tag: GoPro's measurements. Everything else goes beside the result. */
const data: Readonly<Record<Holder, ReadonlySet<string>>> = { mp4: new Set(['gpmd']), mov: new Set(['gpmd']), mkv: new Set(), mxf: new Set() };
/** Moving pictures beside the restored one, which are copied untouched. */
const otherVideo: Readonly<Record<Holder, ReadonlySet<string>>> = {
  mp4: new Set(['h264', 'hevc', 'av1', 'vp9', 'mpeg4', 'mpeg2video', 'mpeg1video', 'mjpeg']), mov: new Set(['h264', 'hevc', 'prores', 'dnxhd', 'mpeg4', 'mjpeg', 'png', 'ffv1']), mxf: new Set(),
  mkv: new Set(['h264', 'hevc', 'av1', 'vp8', 'vp9', 'mpeg4', 'mpeg2video', 'mpeg1video', 'mjpeg', 'prores', 'dnxhd', 'ffv1', 'theora', 'msmpeg4v3', 'msmpeg4v2', 'h263', 'wmv3', 'vc1', 'dvvideo', 'png']),
};
const textSubtitles = new Set(['subrip', 'text', 'webvtt', 'mov_text', 'ass', 'ssa']);
const subtitles: Readonly<Record<Holder, ReadonlySet<string>>> = {
  mp4: new Set(['mov_text', 'ttml']), mov: new Set(['mov_text', 'eia_608']), mxf: new Set(),
  mkv: new Set(['subrip', 'ass', 'ssa', 'webvtt', 'hdmv_pgs_subtitle', 'hdmv_text_subtitle', 'dvd_subtitle', 'dvb_subtitle', 'text', 'arib_caption']),
};
/** What other text becomes; null where the container has no subtitles at all. */
const textOf: Readonly<Record<Holder, string | null>> = { mp4: 'mov_text', mov: 'mov_text', mkv: 'subrip', mxf: null };
const covers = new Set(['mjpeg', 'png', 'bmp']);

/** What is known of a stream: FFmpeg's codec name (of an attachment `ttf`, `mjpeg`, `bin_data` …), its tag in the source, an attachment's number and name. */
export type Kept = { readonly codec: string; readonly codecTag?: string | null; readonly index?: number; readonly filename?: string | null };

/** What a container does with a stream. For a sidecar `becomes` is the ending of the file's name after the result's. */
export function mayHold(into: Container, type: StreamKind, stream: Kept): Holding {
  const container = holderOf(into);
  const { codec } = stream, { name, timed } = containerTraits[container];
  if (type === 'audio') return audio[container].has(codec) ? copy(codec) : { action: 'encode', becomes: codec, why: timed ? `${name} cannot hold ${codec} audio.` : `${name} counts no times, so sound begins with the first picture, ends with the last, and is written as PCM.` };
  if (type === 'subtitle') return subtitle(container, stream);
  if (type === 'attachment') return attachment(into, stream);
  if (type === 'video') return furtherVideo(container, codec);
  const kind = stream.codecTag === 'tmcd' ? 'tmcd' : codec;
  if (kind === 'timecode' || kind === 'tmcd') return { action: 'regenerate', becomes: 'timecode', why: 'The timecode track is made anew for the result.' };
  if (kind === 'chapters') return { action: 'regenerate', becomes: 'chapters', why: 'The chapter track is written as the container\'s own chapters.' };
  if (data[container].has(stream.codecTag ?? '')) return copy(codec);
  return beside(besideOfData(codec, stream.codecTag ?? null), `${name} cannot hold this data stream (${dataName(stream)}); its packets are kept, with their times, in a file beside the result.`);
}

const copy = (codec: string): Holding => ({ action: 'copy', becomes: codec, why: null });
const beside = (kind: Beside, why: string): Holding => ({ action: 'sidecar', becomes: besideKinds[kind].ending, why });
const dataName = ({ codec, codecTag }: Kept): string => (/^(none|bin_data|unknown)$/.test(codec) ? (codecTag ?? codec) : codec);

function furtherVideo(container: Holder, codec: string): Holding {
  if (otherVideo[container].has(codec)) return { ...copy(codec), why: 'Only the main picture is restored; this one is copied as it is.' };
  if (otherVideo.mkv.has(codec)) return beside('video', `${containerTraits[container].name} cannot hold a further ${codec} picture; it is kept as it is in a file beside the result.`);
  return { action: 'drop', becomes: codec, why: `Only the main picture is restored, and no file written here can hold ${codec}; it stays in the source.` };
}

function subtitle(container: Holder, { codec, codecTag = null, index = 0 }: Kept): Holding {
  if (subtitles[container].has(codec)) return copy(codec);
  const becomes = textOf[container], { name } = containerTraits[container];
  if (textSubtitles.has(codec) && becomes !== null) {
    const loss = /^(ass|ssa)$/.test(codec) ? ' Fonts, positions and effects are not kept.' : '';
    return { action: 'convert', becomes, why: `${name} cannot hold ${codec} subtitles; the text becomes ${becomes}.${loss}` };
  }
  if (codec === 'eia_608') return { action: 'sidecar', becomes: captionEnding(index), why: `${name} has no caption track; captions are kept in files for captioning tools (.scc, .mcc) beside the result.` };
  return beside(subtitles.mkv.has(codec) ? 'subtitles' : besideOfData(codec, codecTag), `${name} cannot hold ${codec} subtitles; they are kept in a file beside the result.`);
}

/** Attached files that go in: pictures are no place for any, and a Matroska file of nothing else beside them could not be read again. */
const attaches: Readonly<Record<Container, 'all' | 'covers' | 'none'>> = { mkv: 'all', mp4: 'covers', mov: 'none', mxf: 'none', pictures: 'none' };

function attachment(container: Container, { codec, index = 0, filename = null }: Kept): Holding {
  if (attaches[container] === 'all' || (attaches[container] === 'covers' && covers.has(codec))) return copy(codec);
  const what = covers.has(codec) ? 'a cover picture' : 'attachments such as fonts';
  return { action: 'sidecar', becomes: attachmentEnding({ index, filename, codec }), why: `${containerTraits[container].name} cannot hold ${what}; it is kept as a file beside the result.` };
}
