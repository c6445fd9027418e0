// What an FCPXML document says before its story: formats, assets, and its way of writing times.
import { fault } from './fault.ts';
import { divide, equal, fraction, one, type Fraction } from './fraction.ts';
import type { Media, Span } from './model.ts';
import { pathFrom } from './place.ts';
import { childOf, childrenOf, type XmlNode } from './xml.ts';

export type Format = { readonly id: string; readonly rate: Fraction | null; readonly width: number | null; readonly height: number | null };
export type Asset = { readonly id: string; readonly name: string; readonly media: Media; readonly start: Fraction; readonly hasVideo: boolean; readonly format: string | null };
export type Resources = { readonly formats: ReadonlyMap<string, Format>; readonly assets: ReadonlyMap<string, Asset>; readonly ids: ReadonlySet<string> };

/** `1001/30000s`, `5s`. @throws FrameWrightError `timeline-unreadable`. */
export function secondsFrom(node: XmlNode, name: string): Fraction | null {
  const text = node.attributes.get(name);
  if (text === undefined) return null;
  const [, num, den = '1'] = /^\s*(-?\d{1,19})(?:\/(\d{1,10}))?s\s*$/.exec(text) ?? [];
  if (num === undefined || /^0+$/.test(den)) throw fault(node.line, `${name}="${text.slice(0, 50)}" is no time; times are written like 5s or 1001/30000s.`);
  return fraction(BigInt(num), BigInt(den));
}

export const secondsText = ({ num, den }: Fraction): string => (equal({ num: den, den: 1n }, one) ? `${num}s` : `${num}/${den}s`);

const attribute = (node: XmlNode, name: string): string | null => node.attributes.get(name) ?? null;
/** @throws FrameWrightError `timeline-unreadable`. */
export function demand(node: XmlNode, name: string): string {
  const found = attribute(node, name);
  if (found === null) throw fault(node.line, `The element ${node.name} has no ${name}.`);
  return found;
}

/** Of elements that nobody knows, the ids are known, so that no new one is like them. */
export function readResources(root: XmlNode): Resources {
  const resources = childOf(root, 'resources'), all = resources ? [...resources.children].filter((child) => typeof child === 'object' && 'name' in child) as XmlNode[] : [];
  const named = <Value>(name: string, read: (node: XmlNode) => Value): Map<string, Value> => new Map((resources ? childrenOf(resources, name) : []).map((node) => [demand(node, 'id'), read(node)]));
  return { formats: named('format', readFormat), assets: named('asset', readAsset), ids: new Set(all.flatMap((node) => attribute(node, 'id') ?? [])) };
}

function readFormat(node: XmlNode): Format {
  const frame = secondsFrom(node, 'frameDuration'), size = (name: string): number | null => (/^\d{1,6}$/.test(attribute(node, name) ?? '') ? Number(attribute(node, name)) : null);
  if (frame && frame.num <= 0n) throw fault(node.line, 'Its frames take no time.');
  return { id: demand(node, 'id'), rate: frame && divide(one, frame), width: size('width'), height: size('height') };
}

function readAsset(node: XmlNode): Asset {
  const name = attribute(node, 'name') ?? '', start = secondsFrom(node, 'start') ?? fraction(0), duration = secondsFrom(node, 'duration');
  const reps = childrenOf(node, 'media-rep'), original = reps.find((rep) => (rep.attributes.get('kind') ?? 'original-media') === 'original-media') ?? reps[0];
  const src = original ? demand(original, 'src') : attribute(node, 'src');
  const available: Span | null = duration && duration.num > 0n ? { start, duration } : null;
  return { id: demand(node, 'id'), name, media: mediaOf(src, name, available), start, hasVideo: attribute(node, 'hasVideo') === '1', format: attribute(node, 'format') };
}

function mediaOf(src: string | null, name: string, available: Span | null): Media {
  if (src === null || src === '') return { kind: 'missing', names: name === '' ? [] : [name] };
  const path = pathFrom(src);
  return path === null ? { kind: 'generator', name: `the address ${src}` } : { kind: 'file', path: /^file:/i.test(src) ? path : decodeRelative(path), available };
}

/** A src is always an address, also a relative one. */
const decodeRelative = (path: string): string => { try { return decodeURIComponent(path); } catch { return path; } };
