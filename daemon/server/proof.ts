// The daemon's side of the proof in shared/proof.ts: what a panel asks, and the answer.
import { createHash, createHmac } from 'node:crypto';
import { FrameWrightError } from '../../shared/errors.ts';
import { idBytes, idLabel, nonceBytes, proofMessage, provePrefix } from '../../shared/proof.ts';
import { sameDigest } from './guard.ts';

/** Both are lowercase hexadecimal, of `idBytes` and `nonceBytes`. */
export type Question = { readonly id: string; readonly nonce: string };

const asked = new RegExp(`^\\.([0-9a-f]{${2 * idBytes}})\\.([0-9a-f]{${2 * nonceBytes}})$`);

/** The question among the subprotocols that are offered; null where there is none. @throws FrameWrightError `message-malformed`. */
export function demandQuestion(protocols: readonly string[]): Question | null {
  const offered = protocols.find((name) => name.startsWith(provePrefix));
  if (offered === undefined) return null;
  const [, id, nonce] = asked.exec(offered.slice(provePrefix.length)) ?? [];
  if (id === undefined || nonce === undefined) throw new FrameWrightError('message-malformed', { why: `A panel that wants a proof offers ${provePrefix}, an id of ${idBytes} bytes and a nonce of ${nonceBytes}, in hexadecimal, with dots between.` });
  return { id, nonce };
}

/** Null where none of the keys has that id. Every key is looked at, so that it takes equally long whichever it is. */
export function prove({ id, nonce }: Question, port: number, keys: readonly Buffer[]): string | null {
  const wanted = Buffer.from(id, 'hex'), key = keys.reduce<Buffer | null>((found, one) => (sameDigest(idOf(one), wanted) ? one : found), null);
  return key && createHmac('sha256', key).update(proofMessage(port, nonce)).digest('hex');
}

const idOf = (key: Buffer): Buffer => createHash('sha256').update(idLabel).update(key).digest().subarray(0, idBytes);
