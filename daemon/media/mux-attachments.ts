// Fonts, pictures of the cover and other files that travel inside a container.
import { AV_DISPOSITION_ATTACHED_PIC, AV_PKT_FLAG_KEY, AVMEDIA_TYPE_ATTACHMENT, type CodecParameters, type Stream } from 'node-av';
import type { Attachment } from '../../shared/media.ts';
import { streamMetadata, type Track } from './mux-track.ts';
import type { InputRef } from './open.ts';
import { readAttachment } from './packets.ts';
import type { EncodedPacket } from './parameters.ts';

const pictures: Readonly<Record<string, { readonly ending: string; readonly mime: string }>> = {
  mjpeg: { ending: 'jpg', mime: 'image/jpeg' }, png: { ending: 'png', mime: 'image/png' }, gif: { ending: 'gif', mime: 'image/gif' }, bmp: { ending: 'bmp', mime: 'image/bmp' },
  webp: { ending: 'webp', mime: 'image/webp' }, tiff: { ending: 'tiff', mime: 'image/tiff' },
};

/**
 * The track of an attachment. Matroska holds a cover as an attached file; MP4 and MOV as a picture whose one packet is `packet`. Other attachments
 * are their header. @throws FrameWrightError as `readAttachment`.
 */
export async function attachmentOf(source: InputRef, stream: Stream, attachment: Attachment, container: string): Promise<{ readonly track: Track; readonly packet: EncodedPacket | null }> {
  const own = { source: stream.index, timeBase: { num: 1, den: 1000 }, metadata: streamMetadata(stream.metadata?.getAll() ?? {}, container), disposition: 0 };
  const asItIs = (to: CodecParameters): void => {
    stream.codecpar.copy(to);
    to.codecTag = 0;
  };
  const data = await readAttachment(source, attachment);
  if (attachment.kind !== 'cover') return { packet: null, track: { ...own, attached: data, describe: asItIs } };
  if (container !== 'mkv') {
    const packet = { pts: 0, dts: 0, duration: 0, flags: AV_PKT_FLAG_KEY, data, sideData: [] };
    return { packet, track: { ...own, disposition: AV_DISPOSITION_ATTACHED_PIC, describe: (to) => {
      asItIs(to);
      // The file holds no size of a cover, but the muxer demands one.
      if (!to.width || !to.height) Object.assign(to, { width: 1, height: 1 });
    } } };
  }
  const kind = pictures[attachment.codec] ?? pictures['mjpeg']!;
  const metadata = { filename: `cover.${kind.ending}`, mimetype: kind.mime, ...own.metadata };
  return { packet: null, track: { ...own, metadata, attached: data, describe: (to) => {
    to.codecType = AVMEDIA_TYPE_ATTACHMENT;
    to.codecId = stream.codecpar.codecId;
    to.extradata = data;
  } } };
}
