// The JSON beside a result: what was done to which bytes, why, how long it took, and what the check found.
import type { AnyPlan } from '../../shared/plan.ts';
import type { Unit } from '../run/segment-writer.ts';
import type { KeptStream } from './streams-kept.ts';

type FileHash = { readonly path: string; readonly sha256: string };
/** Hashes of every file of the source before and after the work, and of every frame of the result, in order, as FFmpeg's framemd5 counts. */
export type Proof = { readonly sourceBefore: readonly FileHash[]; readonly sourceAfter: readonly FileHash[]; readonly framemd5: readonly string[] };

export type SidecarFacts = {
  readonly plan: AnyPlan;
  /** What was made, in any order, with its seconds of work. */
  readonly units: readonly Pick<Unit, 'unit' | 'sha256' | 'bytes' | 'seconds' | 'quality'>[];
  /** The finished file. */
  readonly result: { readonly name: string; readonly sha256: string; readonly bytes: number; /** Of a folder, whose hash is that of a list as `sha256sum` writes it. */ readonly pictures?: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[] | undefined };
  /** SHA-256 over the payloads of every stream in the result, by source stream index. */
  readonly streamHashes: Readonly<Record<number, string>>;
  /** What became of every stream of the source. */
  readonly streams: readonly KeptStream[];
  /** Index frames shown in place of damaged ones' own pictures. */
  readonly concealed: readonly number[];
  /** Places of encoded tracks where nothing could be decoded, or nothing was: gaps. They are silent; milliseconds in the source. */
  readonly silenced: readonly { readonly stream: number; readonly milliseconds: readonly number[] }[];
  /** Reasons of plan revisions, oldest first. */
  readonly revisions: readonly string[];
  /** Wall seconds of the whole job. */
  readonly seconds: number;
  /** Of archives. */
  readonly proof?: Proof;
  /** Of results of a fixed size: every encoding with its outcome, bytes of the coded picture or of the file, and why it stayed smaller than asked for, or null. */
  readonly fitted?: { readonly trials: readonly { readonly bitRate: number; readonly bytes: number }[]; readonly missed: string | null } | undefined;
  /** What compared unequal: of a delivered result only words, such as a tag that its container keeps otherwise. */
  readonly differences: readonly string[];
};

/** The sidecar's content. Key order is fixed, so equal facts give equal text. */
export function sidecarOf(facts: SidecarFacts): string {
  const { plan } = facts;
  return `${JSON.stringify({
    framewright: 1, result: facts.result,
    source: { path: plan.media.path, fingerprint: plan.media.fingerprint, clip: plan.clip },
    streams: facts.streams, changed: changesOf(plan), skipped: plan.skipped, notices: plan.notices, concealed: facts.concealed, silenced: facts.silenced, revisions: facts.revisions,
    verified: { differences: facts.differences, frames: plan.map.frames }, ...(plan.source === null ? {} : { quality: sorted(facts.units).flatMap(({ quality }) => (quality ? [quality] : [])) }),
    timings: { seconds: facts.seconds, units: Object.fromEntries(sorted(facts.units).map(({ unit, seconds }) => [unit, seconds])) },
    hashes: { units: Object.fromEntries(sorted(facts.units).map(({ unit, sha256 }) => [unit, sha256])), streams: facts.streamHashes },
    ...(facts.proof ? { archive: facts.proof } : {}), ...(facts.fitted ? { size: { target: plan.delivery.target, ...facts.fitted } } : {}),
    analysis: plan.analysis, plan,
  }, null, 2)}\n`;
}

/** What differs between source and result, for people: each step, each stream that was not simply kept, and size, rate and depth. */
export function changesOf(plan: AnyPlan): { readonly what: string; readonly why: string }[] {
  const steps = plan.steps.map(({ title, why }) => ({ what: title, why }));
  const audio = plan.streams.flatMap(({ index, steps: own }) => own.map(({ title, why }) => ({ what: `${title} (stream ${index})`, why })));
  const streams = plan.streams.filter(({ why, action }) => why !== null && action !== 'restore').map(({ index, type, becomes, why }) => ({ what: `Stream ${index} (${type}): ${becomes}`, why: why! }));
  return [...shapeChanges(plan), ...steps, ...audio, ...streams];
}

function shapeChanges(plan: AnyPlan): { what: string; why: string }[] {
  if (plan.source === null) return [];
  const { source, result, delivery } = plan;
  const pairs = [
    ['Size', `${source.width}×${source.height}`, `${result.width}×${result.height}`],
    ['Rate', `${source.rate.num}/${source.rate.den}`, `${result.rate.num}/${result.rate.den}`],
    ['Pixels', source.pixel.name, result.pixel.name],
    ['Fields', source.fieldOrder, result.fieldOrder],
  ];
  return pairs.filter(([, from, to]) => from !== to).map(([name, from, to]) => ({ what: `${name}: ${from} became ${to}`, why: `The delivery is ${delivery.title}.` }));
}

const sorted = <Named extends { readonly unit: string }>(units: readonly Named[]): Named[] => [...units].sort((a, b) => a.unit.localeCompare(b.unit, 'en', { numeric: true }));
