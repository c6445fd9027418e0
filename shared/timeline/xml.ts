// XML as it came: order, comments, white space and what is not understood stay. No document type with content, no entities of its own, nothing deeper than a timeline is.
import { SaxesParser } from 'saxes';
import { deepest, fault } from './fault.ts';

export type XmlNode = { readonly name: string; readonly attributes: ReadonlyMap<string, string>; readonly children: readonly XmlChild[]; readonly line: number };
/** Text, an element, or anything else as it is written. */
export type XmlChild = XmlNode | string | { readonly verbatim: string };
export type XmlDocument = { /** What stands before the root. */ readonly head: string; readonly root: XmlNode };

export const isNode = (child: XmlChild): child is XmlNode => typeof child === 'object' && 'name' in child;
export const nodesOf = (node: XmlNode): XmlNode[] => node.children.filter(isNode);
export const childOf = (node: XmlNode, name: string): XmlNode | null => nodesOf(node).find((child) => child.name === name) ?? null;
export const childrenOf = (node: XmlNode, name: string): XmlNode[] => nodesOf(node).filter((child) => child.name === name);
export const element = (name: string, attributes: Readonly<Record<string, string | null>>, children: readonly XmlChild[] = []): XmlNode =>
  ({ name, attributes: new Map(Object.entries(attributes).filter((pair): pair is [string, string] => pair[1] !== null)), children, line: 0 });
/** The node with some attributes set, or taken away by null. */
export function withAttributes(node: XmlNode, changed: Readonly<Record<string, string | null>>): XmlNode {
  const attributes = new Map(node.attributes);
  for (const [name, value] of Object.entries(changed)) {
    if (value === null) attributes.delete(name);
    else attributes.set(name, value);
  }
  return { ...node, attributes };
}

type Open = { readonly name: string; readonly attributes: Map<string, string>; readonly children: XmlChild[]; readonly line: number };

/** @throws FrameWrightError `timeline-unreadable` with the line. */
export function parseXml(text: string): XmlDocument {
  const parser = new SaxesParser({ xmlns: false });
  const open: Open[] = [], head: string[] = [];
  let root: XmlNode | null = null;
  const put = (child: XmlChild): void => {
    const parent = open.at(-1);
    if (parent) parent.children.push(child);
    else if (!root && !isNode(child) && typeof child !== 'string') head.push(child.verbatim);
  };
  parser.on('error', (error) => { throw fault(parser.line, `${error.message.replace(/^\d+:\d+: /, '').replace(/\.?$/, '.')}`, error); });
  parser.on('doctype', (doctype) => {
    if (doctype.includes('[')) throw fault(parser.line, 'Its document type declares entities or elements of its own, which no timeline needs; they can make a small file fill a memory.');
    head.push(`<!DOCTYPE${doctype}>`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length >= deepest) throw fault(parser.line, `Elements are nested more than ${deepest} deep, which no timeline is.`);
    open.push({ name, attributes: new Map(Object.entries(attributes)), children: [], line: parser.line });
  });
  parser.on('closetag', () => {
    const node = open.pop()!;
    if (open.length === 0) root = node;
    else put(node);
  });
  parser.on('text', (piece) => { if (open.length) put(piece); });
  parser.on('cdata', (piece) => { put(piece); });
  parser.on('comment', (comment) => { put({ verbatim: `<!--${comment}-->` }); });
  parser.on('processinginstruction', ({ target, body }) => { put({ verbatim: `<?${target} ${body}?>` }); });
  parser.write(text).close();
  if (!root) throw fault(1, 'There is no element in it.');
  return { head: head.join('\n'), root };
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');

export const writeXml = ({ head, root }: XmlDocument): string => `<?xml version="1.0" encoding="UTF-8"?>\n${head === '' ? '' : `${head}\n`}${writeNode(root)}\n`;

function writeNode(node: XmlNode): string {
  const attributes = [...node.attributes].map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
  if (!node.children.length) return `<${node.name}${attributes}/>`;
  return `<${node.name}${attributes}>${node.children.map((child) => (typeof child === 'string' ? escapeText(child) : isNode(child) ? writeNode(child) : child.verbatim)).join('')}</${node.name}>`;
}

/** White space between elements, so that people can read a new document. */
export function indented(node: XmlNode, indent = '\n'): XmlNode {
  if (!node.children.some(isNode)) return node;
  return { ...node, children: [...node.children.flatMap((child) => [`${indent}    `, isNode(child) ? indented(child, `${indent}    `) : child]), indent] };
}
