// How a daemon shows a panel that it is the one with which the panel is paired, before the panel says its token: anybody can listen on a loopback port.
// The key is the SHA-256 of the token, which is all that a daemon keeps of it. The panel names the key by its id and sends a nonce; the proof is an HMAC-SHA-256 of nonce and port under the key. The port is
// in it, so that a listener that asks the real daemon, which has another one, gets a proof that is of no use to it. Each use of the key has a label of its own.

/** Subprotocol that a panel with a token offers beside that of a knock: the prefix, a dot, the id, a dot, the nonce. */
export const provePrefix = 'framewright.prove';
/** The id is so many first bytes of the SHA-256 of label and key. Both go as lowercase hexadecimal. */
export const idLabel = 'framewright proof id v1:', idBytes = 8, nonceBytes = 16;
/** What the proof is the HMAC-SHA-256 of, in ASCII. `port` is the one that was knocked at. */
export const proofMessage = (port: number, nonce: string): string => `framewright proof v1:${port}:${nonce}`;
