// Adds a cover picture, or a second video, to a clip: streams copied with node-av, which makeClip does not do.
import { AV_CODEC_ID_PNG, AV_DISPOSITION_ATTACHED_PIC, AVMEDIA_TYPE_VIDEO, FFmpegError, FormatContext, Packet, Rational } from 'node-av';

/** Copies all streams of `from` to `to` with `png` as its cover. */
export async function addCover(from: string, to: string, png: Buffer, size: number): Promise<void> {
  const input = new FormatContext(), output = new FormatContext();
  FFmpegError.throwIfError(await input.openInput(from), 'open');
  await input.findStreamInfo();
  FFmpegError.throwIfError(output.allocOutputContext2(null, null, to), 'allocOutputContext2');
  for (const stream of input.streams) {
    const copy = output.newStream();
    stream.codecpar.copy(copy.codecpar);
    copy.codecpar.codecTag = 0;
    copy.timeBase = stream.timeBase;
  }
  const cover = output.newStream();
  Object.assign(cover.codecpar, { codecType: AVMEDIA_TYPE_VIDEO, codecId: AV_CODEC_ID_PNG, width: size, height: size });
  cover.timeBase = new Rational(1, 90000);
  cover.setDisposition(AV_DISPOSITION_ATTACHED_PIC);
  FFmpegError.throwIfError(await output.openOutput(), 'openOutput');
  FFmpegError.throwIfError(await output.writeHeader(null), 'writeHeader');
  const packet = new Packet();
  packet.alloc();
  packet.data = png;
  Object.assign(packet, { pts: 0n, dts: 0n, streamIndex: cover.index, isKeyframe: true });
  FFmpegError.throwIfError(await output.interleavedWriteFrame(packet), 'cover');
  for (packet.unref(); (await input.readFrame(packet)) >= 0; packet.unref()) {
    packet.rescaleTs(input.streams[packet.streamIndex]!.timeBase, output.streams[packet.streamIndex]!.timeBase);
    FFmpegError.throwIfError(await output.interleavedWriteFrame(packet), 'packet');
  }
  packet.free();
  FFmpegError.throwIfError(await output.writeTrailer(), 'writeTrailer');
  await output.closeOutput();
  output.freeContext();
  await input.closeInput();
}
