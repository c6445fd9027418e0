// Damaged files through whole jobs, a few of them; `npm run bench -- fuzz` does 2 000.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { madeSeeds } from '../bench/rows/fuzz.ts';
import { root } from '../e2e/support.ts';
import { damage, randomFrom } from './damage.ts';
import { fuzz } from './fuzz.ts';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'framewright-fuzz-')); });
afterAll(async () => { await rm(folder, { recursive: true, force: true }); });

it('answers every damaged file with a catalogued error or a result that plays', async () => {
  const seeds = [join(root, 'sample', 'sample.mp4'), ...await madeSeeds(folder, 15)];
  const { outcomes, peak } = await fuzz({ seeds, first: 0, count: 32, folder });
  expect(outcomes.filter(({ wrong }) => wrong !== null)).toEqual([]);
  expect(outcomes.some(({ answer }) => answer === 'restored')).toBe(true);
  expect(outcomes.some(({ answer }) => answer !== 'restored')).toBe(true);
  expect(peak).toBeLessThan(2 ** 31);
}, 600_000);

it('damages the same way for the same seed', () => {
  const whole = Buffer.alloc(20_000, 7), other = Buffer.alloc(9000, 9);
  for (let seed = 1; seed < 50; seed++) {
    const [one, two] = [damage(whole, other, randomFrom(seed)), damage(whole, other, randomFrom(seed))];
    expect(one).toEqual(two);
    expect(one.bytes.equals(whole)).toBe(false);
  }
});
