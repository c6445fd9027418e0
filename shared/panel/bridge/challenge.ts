// The panel's side of the proof in shared/proof.ts: a question that only those who know the panel's token can answer.
import { idBytes, idLabel, nonceBytes, proofMessage, provePrefix } from '../../proof.ts';
import { hmacSha256, join, sha256 } from './sha256.ts';

/** One question, for one port and one answer. */
export type Challenge = { /** The subprotocol that asks it. */ readonly protocol: string; /** Takes equally long wherever a proof differs. */ isMetBy(proof: string): boolean };

export function createChallenges(token: string): (port: number) => Challenge {
  const key = sha256(bytesOf(token)), id = hexOf(sha256(join(bytesOf(idLabel), key)).subarray(0, idBytes));
  return (port) => {
    const nonce = makeNonce(key), right = hexOf(hmacSha256(key, bytesOf(proofMessage(port, nonce))));
    return { protocol: `${provePrefix}.${id}.${nonce}`, isMetBy: (proof) => isSame(proof, right) };
  };
}

/**
 * Who could guess a nonce could ask the daemon beforehand, and answer once the daemon has ended and its port is free. The key keeps everybody else from guessing, so what goes in beside it only must not
 * repeat: where an engine offers no good randomness, the time to the microsecond and `Math.random` do not.
 */
function makeNonce(key: Uint8Array): string {
  const { crypto: source } = globalThis as { crypto?: Pick<Crypto, 'getRandomValues'> };
  const random = source ? hexOf(source.getRandomValues(new Uint8Array(nonceBytes))) : Math.random();
  return hexOf(hmacSha256(key, bytesOf(`framewright nonce v1:${Date.now()}:${performance.now()}:${random}`)).subarray(0, nonceBytes));
}

/** Tokens and labels are ASCII; engines of editors' scripts do not all bring `TextEncoder`. */
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function isSame(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
