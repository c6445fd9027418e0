// Under which licences a job's tools stand.
import type { AnyPlan } from '../../shared/plan.ts';
import type { Report } from '../../shared/report.ts';
import { cardOf } from '../models/store.ts';

type Licence = Report['licences'][number];

const always: readonly Licence[] = [
  { name: 'FrameWright', licence: 'GPL-3.0-or-later', says: 'Planned, ran and checked it.' },
  { name: 'Node.js', licence: 'MIT', says: 'Runs FrameWright; SQLite inside it keeps the jobs.' },
  { name: 'node-av', licence: 'MIT', says: 'Brings FFmpeg into the process.' },
  { name: 'FFmpeg', licence: 'GPL-3.0-or-later', says: 'Reads, decodes, filters, encodes and writes. Its build holds x264, x265 and libfdk-aac; npm fetched it onto this machine, FrameWright does not pass it on.' },
];
const onnxruntime: Licence = { name: 'ONNX Runtime', licence: 'MIT', says: 'Ran the networks.' };
const pictures: readonly Licence[] = [{ name: 'sharp', licence: 'Apache-2.0', says: 'Reads and writes what picture files carry.' }, { name: 'libvips', licence: 'LGPL-3.0-or-later', says: 'Does so inside sharp.' }];

/** Libraries inside FFmpeg, by the filter or encoder that is theirs. The other encoders are FFmpeg's own. */
const libraries: Readonly<Record<string, Licence>> = {
  zscale: { name: 'zimg', licence: 'WTFPL', says: 'Changed size or colour.' },
  libx264: { name: 'x264', licence: 'GPL-2.0-or-later', says: 'Encoded the picture.' },
  libx265: { name: 'x265', licence: 'GPL-2.0-or-later', says: 'Encoded the picture.' },
  libsvtav1: { name: 'SVT-AV1', licence: 'BSD-3-Clause-Clear', says: 'Encoded the picture.' },
  libwebp: { name: 'libwebp', licence: 'BSD-3-Clause', says: 'Wrote the pictures.' },
  libmp3lame: { name: 'LAME', licence: 'LGPL-2.0-or-later', says: 'Encoded sound.' },
  libopus: { name: 'Opus', licence: 'BSD-3-Clause', says: 'Encoded sound.' },
  libvorbis: { name: 'Vorbis', licence: 'BSD-3-Clause', says: 'Encoded sound.' },
};

/** Everything that has a part in a plan's result, networks and their weights by their cards. */
export function licencesOf(plan: AnyPlan): Licence[] {
  const models = [...new Set(plan.steps.flatMap(({ model }) => (model === null ? [] : [model])))].map(cardOf);
  const encoders = [plan.delivery.video?.encoder, plan.delivery.checkpoint?.encoder, ...plan.streams.map(({ encoder }) => encoder?.encoder)];
  const filters = plan.steps.flatMap(({ graph }) => graph?.match(/\b[a-z]\w+(?==)/g) ?? []);
  const inside = [...new Set([...filters, ...encoders])].flatMap((name) => (name !== undefined && libraries[name] ? [libraries[name]] : []));
  const isPictures = plan.delivery.pictures !== null || plan.media.picture !== null || plan.media.parts?.kind === 'pictures';
  return [
    ...always, ...inside, ...(models.length ? [onnxruntime] : []), ...(isPictures ? pictures : []),
    ...models.map(({ title, licence: { spdx, commercialUse } }) => ({ name: title, licence: spdx, says: `A network and its weights; commercial use is ${commercialUse ? '' : 'not '}allowed.` })),
  ];
}
