// The FFmpeg objects that other folders hold but never look into.
export type { Frame, Packet } from 'node-av';
