// Identity runs: a file goes in, nothing is restored, and what comes out is compared with what went in.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '../../shared/client.ts';
import { errorFrom, toFrameWrightError, type ErrorCode } from '../../shared/errors.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import type { WishInput } from '../../shared/preset.ts';
import { makeClip } from '../fixtures/clip.ts';
import { compare, type Expectation, type Verdict } from './compare.ts';
import { clipOf, titleOfOrder, type Container, type Order } from './orders.ts';
import { readWhole, type Reading } from './reader.ts';

/** One line of the table. `refused` is the catalogued error of a file that is not taken. */
export type Proof = { readonly what: string; readonly delivery: string; readonly source: Reading | null; readonly result: Reading | null; readonly verdict: Verdict | null; readonly refused: string | null; readonly ok: boolean };

export type Bench = { readonly client: Client; readonly folder: string; /** Every stage off. */ readonly nothing: WishInput };

/** A wish for no restoration at all: every stage that there is, off. */
export async function wishForNothing(client: Client): Promise<WishInput> {
  const stages = await client.stages({});
  return { quality: 'balanced', scale: '1', stages: Object.fromEntries(stages.map(({ id }) => [id, { strength: 'off' as const }])) };
}

export type Asked = { readonly delivery: string; readonly container: Container; readonly crf?: number | null };

/** Delivers `path` unchanged and judges the result. */
export async function prove(bench: Bench, what: string, path: string, { delivery, container, crf = null }: Asked, expectation: Expectation): Promise<Proof> {
  const told = { what, delivery: `${delivery}, ${container}` }, { part } = expectation;
  let made: string | null = null;
  try {
    const source = await readWhole(path), isSound = source.frames === 0 && source.tracks.length > 0;
    const { plan, output } = await restore(bench, path, isSound ? bench.folder : join(bench.folder, `result-${delivery}.${container}`), isSound ? {} : { delivery, container, crf, range: part && { unit: 'frames', ...part } });
    made = output;
    const result = await readWhole(output);
    const verdict = await compare({ path, reading: source }, { path: output, reading: result }, plan, expectation);
    return { ...told, source, result, verdict, refused: null, ok: verdict.ok };
  } catch (thrown) {
    const error = toFrameWrightError(thrown);
    return { ...told, source: null, result: null, verdict: null, refused: `${error.code}: ${error.message}`, ok: false };
  } finally {
    if (made) await rm(made, { force: true });
  }
}

async function restore({ client, nothing }: Bench, path: string, output: string, wish: WishInput): Promise<{ readonly plan: AnyPlan; readonly output: string }> {
  const { id } = await client.submit({ path, wish: { ...nothing, ...wish }, output, overwrite: true });
  const ended = await client.follow({ job: id });
  const { plans } = await client.job({ job: id });
  await client.remove({ job: id });
  if (ended.error) throw errorFrom({ code: ended.error.code as ErrorCode, values: ended.error.values });
  return { plan: plans.at(-1)!, output: ended.output };
}

/** Formats that the psnr filter compares as they are; others are brought to their planar twins without loss. */
const twinOf: Readonly<Record<string, string>> = { uyvy422: 'format=yuv422p', bgr24: 'format=gbrp', rgba: 'format=gbrap', gbrp10le: 'format=gbrp10le', yuvj422p: 'format=yuv422p' };

/** A generated case, delivered as it was ordered. */
export async function proveOrder(bench: Bench, order: Order): Promise<Proof> {
  const { of: { container, picture }, psnr, part } = order, path = join(bench.folder, `case.${container}`);
  await makeClip(path, clipOf(order));
  try {
    return await prove(bench, titleOfOrder(order), path, order, { psnr, part, format: twinOf[picture.pixel] ?? '' });
  } finally {
    await rm(path, { force: true });
  }
}
