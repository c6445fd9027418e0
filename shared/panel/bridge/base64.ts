// Bytes as text (RFC 4648, 4). Engines of editors' scripts do not all bring `btoa`.
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function toBase64(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const a = bytes[at]!, b = bytes[at + 1] ?? 0, c = bytes[at + 2] ?? 0, left = bytes.length - at;
    groups.push(digits[a >> 2]! + digits[((a & 3) << 4) | (b >> 4)]! + (left > 1 ? digits[((b & 15) << 2) | (c >> 6)]! : '=') + (left > 2 ? digits[c & 63]! : '='));
  }
  return groups.join('');
}

export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
