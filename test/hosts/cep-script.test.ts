// The host script: ES3 in syntax and in what it calls, and the literals and answers that go through CEP.
import { parse, type Node } from 'acorn';
import { simple } from 'acorn-walk';
import { expect, test } from 'vitest';
import { createContext, runInContext } from 'node:vm';
import { hostScript } from '../../plugin-premiere/cep/host-script.ts';
import { createScript, literal } from '../../plugin-premiere/cep/script.ts';

/** Methods that came after ES3. `bind` is Premiere's own on its objects, `indexOf` is one of texts. */
const later = new Set(['map', 'forEach', 'filter', 'some', 'every', 'reduce', 'reduceRight', 'find', 'findIndex', 'includes', 'trim', 'keys', 'entries', 'values', 'assign', 'create', 'isArray', 'startsWith', 'endsWith', 'padStart', 'repeat', 'lastIndexOf']);

type Member = Node & { computed: boolean; property: Node & { name?: string } };
type Named = Node & { name: string };
type Made = Node & { callee: Named; arguments: Node[] };

/** What of a script is no ES3, or a trap of Premiere's; none when it is fine. */
function lint(text: string): string[] {
  const found: string[] = [], tree = parse(text, { ecmaVersion: 3, sourceType: 'script', allowReserved: 'never', locations: true });
  const say = (node: Node, what: string): void => { found.push(`${(node as Node & { loc: { start: { line: number } } }).loc.start.line}: ${what}`); };
  simple(tree, {
    CallExpression(node) {
      const { computed, property } = (node as Made).callee as unknown as Member;
      if (!computed && property && later.has(property.name ?? '')) say(node, `.${property.name}`);
    },
    Identifier(node) { if (['JSON', 'Promise', 'Map', 'Set', 'eval', 'Function'].includes((node as Named).name)) say(node, (node as Named).name); },
    NewExpression(node) {
      const { callee, arguments: given } = node as Made;
      // A time written as text into the constructor is 0 without an error.
      if (callee.name === 'Time' && given.length > 0) say(node, 'new Time(…)');
    },
  });
  for (const [index, line] of text.split('\n').entries()) {
    if (/,\s*[}\]]/.test(line.replace(/\/\/.*|'(?:[^'\\]|\\.)*'/g, 's'))) found.push(`${index + 1}: trailing comma`);
    if (/\bqe\b|enableQE/.test(line.replace(/\/\/.*|\/\*.*\*\//g, '')) && !/app\.enableQE\(\)|qe\.project\.getActiveSequence\(\)/.test(line)) found.push(`${index + 1}: QE`);
  }
  return found;
}

test('is ES3, in syntax and in what it calls', async () => {
  expect(lint(await hostScript('1'))).toEqual([]);
});

test('the lint finds what it is there for', () => {
  expect(lint('var a = [1].map(f), t = new Time("0.5s"), j = JSON.stringify(a), q = qe.project.name;')).toHaveLength(4);
  for (const wrong of ['let a = 1;', 'var a = { get b() { return 1; } };', 'var f = () => 1;', 'var a = b.class;', 'var a = { default: 1 };', 'var a = [1, 2, ];\nvar b = `x`;']) expect(() => lint(wrong)).toThrow();
  expect(lint('var a = [1, 2, ];')).toEqual(['1: trailing comma']);
});

test('uses QE in two places alone: to look for it, and to add a track', async () => {
  const text = await hostScript('1');
  expect(text.match(/app\.enableQE\(\)/g)).toHaveLength(1);
  expect(text.match(/qe\.project\.getActiveSequence\(\)/g)).toHaveLength(2);
});

const odd = { text: 'a"b\\c\n\u2028\u2029é漢😀\u0000</script>', list: [1, -2.5, null, true, []], nested: { 'in': '1', empty: '' } };

test('arguments are literals of ES3 in ASCII, whatever is in them', () => {
  const code = literal(odd);
  expect(code).toMatch(/^[\x20-\x7e]+$/);
  parse(`(${code})`, { ecmaVersion: 3 });
  expect(JSON.parse(JSON.stringify(runInContext(`(${code})`, createContext({}))))).toEqual(odd);
});

test('its own JSON is what JSON.parse reads back', async () => {
  const context = createContext({ odd });
  runInContext((await hostScript('1')).replace('return { version', 'return { toJson: toJson, version'), context);
  const text = runInContext('FrameWright.toJson(odd)', context) as string;
  expect(text).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(text)).toEqual(odd);
  expect(runInContext('FrameWright.toJson([NaN, 1 / 0, undefined, new String("a")])', context)).toBe('[null,null,null,"a"]');
});

test('empty, failing, garbled and missing answers are failures, and calls go one after the other', async () => {
  const given: string[] = [], asked: string[] = [];
  let running = 0;
  const script = createScript((code, answer) => {
    expect(running++).toBe(0);
    asked.push(code);
    const next = given.shift();
    setTimeout(() => { running -= 1; if (next !== undefined) answer(next); }, 1);
  }, { path: '/x/host.jsx', patienceMs: 200 });
  given.push('', 'EvalScript error.', 'undefined', 'no json', '{"ok":false,"code":"gone","why":"x"}', '{"ok":false,"code":"cannot","why":"x"}', '{"ok":false,"code":"failed","why":"x"}', '{"ok":true,"value":[]}');
  const codes = await Promise.all(Array.from({ length: 8 }, () => script.ask('selection', {}).then(() => 'good', (error: { code: string }) => error.code)));
  expect(codes).toEqual(['host-failed', 'host-failed', 'host-failed', 'host-failed', 'clip-gone', 'host-cannot', 'host-failed', 'good']);
  await expect(script.ask('selection', {})).rejects.toMatchObject({ code: 'host-silent' });
  // It goes on after a call that never came back.
  given.push('unloaded', 'object', '{"ok":true,"value":[]}');
  expect(await script.ask('selection', {})).toEqual([]);
  expect(asked.at(-2)).toBe('$.evalFile("/x/host.jsx");typeof FrameWright');
});
