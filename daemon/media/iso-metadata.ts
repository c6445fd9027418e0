// Tags by free names in MP4 and MOV (QuickTime File Format, "Metadata Item Keys Atom"), for those that FFmpeg's own boxes have no place for.
import { Dictionary, FormatContext } from 'node-av';
import { leaf, type Box } from './iso-tree.ts';

/** Those of `tags` that a finished file does not give back. */
export async function missingTags(path: string, tags: Readonly<Record<string, string>>): Promise<[string, string][]> {
  const context = new FormatContext();
  context.allocContext();
  const opened = await context.openInput(`file:${path}`, null, Dictionary.fromObject({ protocol_whitelist: 'file', format_whitelist: 'mov' })) >= 0;
  const held = new Set(opened ? Object.keys(context.metadata?.getAll() ?? {}).map((key) => key.toLowerCase()) : []);
  if (opened) await context.closeInput();
  return Object.entries(tags).filter(([key]) => !held.has(key.toLowerCase()));
}

/** Adds tags to the index: their names as a list, then each value as text with its name's number. MOV's box has no version, MP4's has one. */
export function addTags(moov: Box, tags: readonly (readonly [string, string])[], versioned: boolean): void {
  if (!tags.length) return;
  const handler = box('hdlr', Buffer.alloc(8), Buffer.from('mdta'), Buffer.alloc(13));
  const keys = box('keys', Buffer.alloc(4), number(tags.length), ...tags.map(([key]) => box('mdta', Buffer.from(key))));
  const items = box('ilst', ...tags.map(([, value], i) => numbered(i + 1, box('data', number(utf8), number(0), Buffer.from(value)))));
  moov.children!.push(leaf('meta', Buffer.concat([Buffer.alloc(versioned ? 4 : 0), handler, keys, items])));
}

/** "Well-Known Types": UTF-8 text. */
const utf8 = 1;

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([number(8 + content.length), Buffer.from(type, 'latin1'), content]);
}

const numbered = (index: number, content: Buffer): Buffer => Buffer.concat([number(8 + content.length), number(index), content]);

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
