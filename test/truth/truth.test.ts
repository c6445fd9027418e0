// Frame, colour and stream truth over a part of the matrix; `npm run bench -- truth` goes over all of it and over real files.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInProcessTransport } from '../../daemon/server/in-process.ts';
import { createClient, type Client } from '../../shared/client.ts';
import { makeClip } from '../fixtures/clip.ts';
import { compare } from './compare.ts';
import { proveOrder, wishForNothing, type Bench } from './identity.ts';
import { makeOrders, titleOfOrder } from './orders.ts';
import { readWhole } from './reader.ts';

let folder: string, client: Client, bench: Bench;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framewright-truth-'));
  client = createClient(createInProcessTransport({ home: join(folder, 'home') }));
  bench = { client, folder, nothing: await wishForNothing(client) };
});
afterAll(async () => {
  await client.close();
  await rm(folder, { recursive: true, force: true });
});

const orders = makeOrders();

describe('an identity run keeps everything or says what it cannot', () => {
  it.each(orders.filter((_, i) => i % 11 === 0).map((one) => [titleOfOrder(one), one] as const))('%s', async (_title, one) => {
    const proof = await proveOrder(bench, one);
    expect(proof.refused).toBeNull();
    expect(proof.verdict!.findings.filter(({ announced }) => announced === null)).toEqual([]);
  });
});

describe('the judge itself', () => {
  it('has at least 200 cases', () => { expect(orders.length).toBeGreaterThanOrEqual(200); });

  it('sees a missing frame, a moved time, a changed tag, a lost track and a changed picture', async () => {
    const path = join(folder, 'was.mkv'), other = join(folder, 'is.mkv');
    const sound = [{ source: 'sine=frequency=500:sample_rate=48000', codec: 'flac' }];
    await makeClip(path, { video: 'testsrc2=size=96x64:rate=25', frames: 8, sar: { num: 16, den: 15 }, colour: { matrix: 1 }, audio: sound });
    await makeClip(other, { video: 'testsrc2=size=96x64:rate=25,negate', frames: 8, ptsOf: (i) => i * 2, timeBase: { num: 1, den: 25 }, colour: { matrix: 5 } });
    const [was, is] = [await readWhole(path), await readWhole(other)];
    const plan = { notices: [], skipped: [], streams: [], result: null } as never;
    const { findings, ok } = await compare({ path, reading: was }, { path: other, reading: is }, plan, { psnr: Infinity, format: '', part: null });
    expect(ok).toBe(false);
    expect(findings.map(({ what }) => what)).toEqual(['pts', 'tags', 'tags', 'streams', 'picture']);
    const short = await compare({ path, reading: was }, { path, reading: { ...was, frames: 7 } }, plan, { psnr: Infinity, format: '', part: null });
    expect(short.findings[0]).toMatchObject({ what: 'frames', announced: null });
  });
});
