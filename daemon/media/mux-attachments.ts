// Fonts, pictures of the cover and other files that travel inside a container.
import { AV_CODEC_ID_PNG, AV_DISPOSITION_ATTACHED_PIC, AVMEDIA_TYPE_ATTACHMENT, type Stream } from 'node-av';
import { streamMetadata, type Track } from './mux-track.ts';
import { readPacket, type EncodedPacket } from './parameters.ts';

/**
 * The track of an attachment. Matroska holds a cover as an attached file; MP4 and MOV as a picture whose one packet is `packet`. Other attachments
 * are their header.
 */
export function attachmentOf(stream: Stream, container: string): { readonly track: Track; readonly packet: EncodedPacket | null } {
  const metadata = streamMetadata(stream.metadata?.getAll() ?? {}, container);
  const shared = { source: stream.index, timeBase: { num: 1, den: 1000 }, copied: true };
  const picture = stream.attachedPic && readPacket(stream.attachedPic);
  if (!picture) {
    return { packet: null, track: { ...shared, metadata, disposition: 0, describe: (to) => { stream.codecpar.copy(to); to.codecTag = 0; } } };
  }
  if (container !== 'mkv') {
    const packet = { ...picture, pts: 0, dts: 0, duration: 0 };
    return { packet, track: { ...shared, metadata, disposition: AV_DISPOSITION_ATTACHED_PIC, describe: (to) => { stream.codecpar.copy(to); to.codecTag = 0; } } };
  }
  const png = stream.codecpar.codecId === AV_CODEC_ID_PNG;
  const described = { filename: png ? 'cover.png' : 'cover.jpg', mimetype: png ? 'image/png' : 'image/jpeg', ...metadata };
  return { packet: null, track: { ...shared, metadata: described, disposition: 0, describe: (to) => {
    to.codecType = AVMEDIA_TYPE_ATTACHMENT;
    to.codecId = stream.codecpar.codecId;
    to.extradata = picture.data;
  } } };
}
