// The panel's SHA-256 and HMAC, against Node's own.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { hmacSha256, join, sha256 } from '../../../shared/panel/bridge/sha256.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const nodeHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const nodeMac = (key: Uint8Array, bytes: Uint8Array): string => createHmac('sha256', key).update(bytes).digest('hex');

it('gives the examples of FIPS 180-4 and RFC 4231', () => {
  expect(hex(sha256(Buffer.from('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(hex(hmacSha256(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?')))).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
});

it('hashes random bytes of every length to 300, and long ones', () => {
  for (const length of [...Array(301).keys(), 4095, 4096, 65_537, 1_000_003]) {
    const bytes = new Uint8Array(randomBytes(length)), before = hex(bytes);
    expect([length, hex(sha256(bytes))]).toEqual([length, nodeHash(bytes)]);
    expect(hex(bytes)).toBe(before);
  }
});

it('takes extremes and a part of a longer buffer', () => {
  for (const value of [0, 0x7f, 0x80, 0xff]) expect(hex(sha256(new Uint8Array(119).fill(value)))).toBe(nodeHash(new Uint8Array(119).fill(value)));
  const part = new Uint8Array(randomBytes(400)).subarray(37, 250);
  expect([hex(sha256(part)), hex(hmacSha256(part, part))]).toEqual([nodeHash(part), nodeMac(part, part)]);
});

it('authenticates under keys of every length to 200', () => {
  for (let length = 0; length <= 200; length++) {
    const key = new Uint8Array(randomBytes(length)), message = new Uint8Array(randomBytes((length * 7) % 300));
    expect([length, hex(hmacSha256(key, message))]).toEqual([length, nodeMac(key, message)]);
  }
  const key = new Uint8Array(randomBytes(32)), long = new Uint8Array(randomBytes(100_000));
  expect(hex(hmacSha256(key, long))).toBe(nodeMac(key, long));
  expect(hex(join(key, long))).toBe(hex(Buffer.concat([key, long])));
});
