// Fonts, pictures of the cover and other files that travel inside a container.
import { AV_CODEC_ID_PNG, AV_DISPOSITION_ATTACHED_PIC, AV_PKT_FLAG_KEY, AVMEDIA_TYPE_ATTACHMENT, type CodecParameters, type Stream } from 'node-av';
import type { Attachment } from '../../shared/media.ts';
import { streamMetadata, type Track } from './mux-track.ts';
import type { InputRef } from './open.ts';
import { readAttachment } from './packets.ts';
import type { EncodedPacket } from './parameters.ts';

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
  if (attachment.kind !== 'cover') return { packet: null, track: { ...own, describe: asItIs } };
  const data = await readAttachment(source, attachment);
  if (container !== 'mkv') {
    const packet = { pts: 0, dts: 0, duration: 0, flags: AV_PKT_FLAG_KEY, data, sideData: [] };
    return { packet, track: { ...own, disposition: AV_DISPOSITION_ATTACHED_PIC, describe: (to) => {
      asItIs(to);
      // The file holds no size of a cover, but the muxer demands one.
      if (!to.width || !to.height) Object.assign(to, { width: 1, height: 1 });
    } } };
  }
  const png = stream.codecpar.codecId === AV_CODEC_ID_PNG;
  const metadata = { filename: png ? 'cover.png' : 'cover.jpg', mimetype: png ? 'image/png' : 'image/jpeg', ...own.metadata };
  return { packet: null, track: { ...own, metadata, describe: (to) => {
    to.codecType = AVMEDIA_TYPE_ATTACHMENT;
    to.codecId = stream.codecpar.codecId;
    to.extradata = data;
  } } };
}
