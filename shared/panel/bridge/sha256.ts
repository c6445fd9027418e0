// SHA-256 (FIPS 180-4) and HMAC (RFC 2104) for panels: not every engine of an editor's scripts brings WebCrypto. For short messages; everybody else takes the platform's own.

/** FIPS 180-4, 4.2.2. */
const constants = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];
/** FIPS 180-4, 5.3.3. */
const initial: Words = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
/** A to H. */
type Words = [number, number, number, number, number, number, number, number];
/** Of a block, and of the length at the end of the last one. */
const blockBytes = 64, lengthBytes = 8;

/** 32 bytes. `message` is shorter than 2^32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const padded = pad(message);
  let state = initial;
  for (let at = 0; at < padded.length; at += blockBytes) state = digestBlock(state, padded, at);
  return Uint8Array.from(state.flatMap((word) => [word >>> 24, word >>> 16, word >>> 8, word]));
}

/** 32 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(blockBytes);
  block.set(key.length > blockBytes ? sha256(key) : key);
  const under = (mask: number, text: Uint8Array): Uint8Array => sha256(join(block.map((byte) => byte ^ mask), text));
  return under(0x5c, under(0x36, message));
}

export function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** FIPS 180-4, 5.1.1: a one, zeros, and the length in bits fill the last block. */
function pad(message: Uint8Array): Uint8Array {
  const { length } = message, padded = new Uint8Array(Math.ceil((length + 1 + lengthBytes) / blockBytes) * blockBytes), bits = new DataView(padded.buffer, padded.length - lengthBytes);
  padded.set(message);
  padded[length] = 0x80;
  bits.setUint32(0, Math.floor(length / 2 ** 29));
  bits.setUint32(4, length << 3);
  return padded;
}

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** FIPS 180-4, 6.2.2. Sums stay below 2^53 and lose what is above 32 bits at the end. */
function digestBlock(state: Words, bytes: Uint8Array, at: number): Words {
  const schedule = scheduleOf(bytes, at);
  let [a, b, c, d, e, f, g, h] = state;
  for (const [round, constant] of constants.entries()) {
    const first = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constant + schedule[round]!;
    const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + state[index]!) | 0) as Words;
}

function scheduleOf(bytes: Uint8Array, at: number): number[] {
  const block = new DataView(bytes.buffer, at, blockBytes), words = Array.from({ length: 16 }, (_, index) => block.getInt32(4 * index));
  for (let index = 16; index < constants.length; index++) {
    const near = words[index - 2]!, far = words[index - 15]!;
    words.push((words[index - 16]! + (turn(far, 7) ^ turn(far, 18) ^ (far >>> 3)) + words[index - 7]! + (turn(near, 17) ^ turn(near, 19) ^ (near >>> 10))) | 0);
  }
  return words;
}
