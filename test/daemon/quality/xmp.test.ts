import { expect, test } from 'vitest';
import { xmpOf } from '../../../daemon/quality/xmp.ts';
import { fakePlan } from '../jobs/fake-plan.ts';

/**
 * Elements of a document and their texts, by the rules of XML 1.0 that a writer can break: every tag is closed in order (§3), names are declared prefixes'
 * (Namespaces §3), `&` and `<` stand only for themselves' escapes (§2.4), characters are allowed ones (§2.2).
 */
function parse(text: string): [string, string][] {
  expect(text).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
  expect(text.isWellFormed()).toBe(true);
  const open: { name: string; text: string }[] = [], found: [string, string][] = [];
  const prefixes = new Set([...text.matchAll(/xmlns:(\w+)="[^"<&]+"/g)].map(([, prefix]) => prefix)), body = text.replaceAll(/<\?xpacket [^?]*\?>/g, '');
  for (const [, tag, between] of body.matchAll(/<([^<>]*)>([^<]*)/g)) {
    expect(between).toMatch(/^(?:[^&]|&(?:amp|lt|gt|quot|apos|#\d+);)*$/);
    const name = /^\/?([\w:]+)((?:\s[\w:]+="[^"<&]*")*)$/.exec(tag!)?.[1];
    expect(name, tag).toBeDefined();
    expect(prefixes).toContain(name!.split(':')[0]);
    if (tag!.startsWith('/')) {
      const closed = open.pop()!;
      expect(closed.name).toBe(name);
      found.push([closed.name, closed.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')]);
    } else open.push({ name: name!, text: between! });
  }
  expect(open).toEqual([]);
  return found;
}

test('an XMP file is well-formed whatever names and notices hold, and says them again when read', () => {
  const plan = fakePlan('/films/A & B <cut> "1" ]]> é.mp4', { size: 1, mtimeMs: 0, edges: '' }), notices = ['<script>&amp;', 'a\u0000b\u001f', 'half \ud83d of a pair'];
  const elements = parse(xmpOf({ plan: { ...plan, notices }, result: { name: 'A & B.mkv', sha256: 'ab', bytes: 1 }, seconds: 1.5 }));
  const texts = (name: string): string[] => elements.flatMap(([is, text]) => (is === name ? [text] : []));
  expect([texts('framewright:source'), texts('framewright:result'), texts('framewright:processing_time')]).toEqual([['/films/A & B <cut> "1" ]]> é.mp4'], ['A & B.mkv'], ['1.500']]);
  expect(texts('rdf:li').slice(-3)).toEqual(['<script>&amp;', 'a\ufffdb\ufffd', 'half \ufffd of a pair']);
  expect(elements.at(-1)![0]).toBe('x:xmpmeta');
});
