// Codecs that nobody can decode without the header kept beside their packets: whether it is there.

type Check = (header: Buffer) => boolean;
const longer = (bytes: number): Check => (header) => header.length >= bytes;

/** STREAMINFO is 34 bytes (RFC 9639 §8.2), with or without `fLaC` and its block's header. */
const flac: Check = (header) => header.length >= (header.toString('latin1', 0, 4) === 'fLaC' ? 42 : 34);
/** Three packets (Vorbis I §4.2, Theora §6.1), laced as in Ogg, which Matroska keeps, or each behind its length of two bytes. */
const threePackets: Check = (header) => header.length > 60 && (header[0] === 2 || header.readUInt16BE(0) < header.length);

const checks: Readonly<Record<string, Check>> = { flac, vorbis: threePackets, theora: threePackets, /** RFC 7845 §5.1. */ opus: longer(19), /** Apple's ALACSpecificConfig behind its atom's head. */ alac: longer(36), tta: longer(22) };

/** True for codecs that need none. */
export const hasHeader = (codec: string, header: Buffer | null): boolean => checks[codec]?.(header ?? Buffer.alloc(0)) ?? true;
