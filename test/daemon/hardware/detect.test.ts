import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { detectHardware, readMachine, tierOf } from '../../../daemon/hardware/detect.ts';
import { computeAnswer, furthest } from '../../../daemon/hardware/known-answer.ts';
import { measureModel, type ModelProbe } from '../../../daemon/hardware/measure.ts';
import { proveProvider } from '../../../daemon/hardware/prove.ts';
import { hardware, type Device } from '../../../shared/hardware.ts';
import { buildKnownAnswer, knownAnswerFile } from './known-answer-model.ts';

let home = '';
beforeAll(async () => { home = await mkdtemp(join(tmpdir(), 'fw-hardware-')); });
afterAll(() => rm(home, { recursive: true, force: true }));

/** A probe that counts how often it was opened. */
function countingProbe(hash = 'a') {
  const opened: string[] = [];
  const probe: ModelProbe = { model: 'toy', hash, width: 100, height: 100, open: async ({ provider }) => { opened.push(provider); return { once: async () => {}, close: async () => {} }; } };
  return { probe, opened };
}
const noDevices = async (): Promise<string[]> => ['cpu'];

it('finds this machine, and the result fits the contract', async () => {
  const found = await detectHardware({ home: join(home, 'a'), backends: noDevices });
  expect(hardware.parse(found)).toEqual(found);
  expect(found.devices).toHaveLength(1);
  expect(found.devices[0]).toMatchObject({ id: 'cpu', provider: 'cpu', proven: true });
  expect(readMachine().freeBytes).toBeLessThanOrEqual(readMachine().memoryBytes);
});

it('measures once, again when a model changed, and when asked to', async () => {
  const folder = join(home, 'b'), first = countingProbe(), second = countingProbe('b');
  const now = () => new Date('2026-01-02T03:04:05Z');
  const found = await detectHardware({ home: folder, probes: [first.probe], backends: noDevices, now });
  expect(found.throughput).toMatchObject([{ model: 'toy', provider: 'cpu', threads: found.cores, width: 100 }]);
  expect(found.measuredAt).toBe('2026-01-02T03:04:05.000Z');
  expect((await detectHardware({ home: folder, probes: [first.probe], backends: noDevices })).measuredAt).toBe(found.measuredAt);
  expect(first.opened).toEqual(['cpu']);
  await detectHardware({ home: folder, probes: [second.probe], backends: noDevices });
  expect(second.opened).toEqual(['cpu']);
  await detectHardware({ home: folder, probes: [second.probe], backends: noDevices, fresh: true });
  expect(second.opened).toEqual(['cpu', 'cpu']);
});

it('measures again over a file that cannot be used', async () => {
  const folder = join(home, 'c'), { probe, opened } = countingProbe();
  await detectHardware({ home: folder, probes: [probe], backends: noDevices });
  await writeFile(join(folder, 'hardware.json'), '{"key":');
  await detectHardware({ home: folder, probes: [probe], backends: noDevices });
  expect(opened).toHaveLength(2);
  expect(JSON.parse(await readFile(join(folder, 'hardware.json'), 'utf8'))).toHaveProperty('key');
});

it('counts a device only after its proof, and says why the others do not count', async () => {
  const { probe, opened } = countingProbe();
  const found = await detectHardware({
    home: join(home, 'd'), probes: [probe], backends: async () => ['cpu', 'webgpu', 'cuda', 'xnnpack'],
    prove: async (provider) => (provider === 'cuda' ? { proven: true, why: 'agreed' } : { proven: false, why: 'No supported adapters' }),
    measureFilters: async () => ({ hqdn3d: 200 }),
  });
  expect(found.devices.map(({ id, proven }) => [id, proven])).toEqual([['cpu', true], ['webgpu', false], ['cuda', true]]);
  expect(found.devices[1]!.why).toBe('No supported adapters');
  expect(opened).toEqual(['cpu', 'cuda']);
  expect(found.filterMegapixels).toEqual({ hqdn3d: 200 });
  expect(found.tier).toMatch(/^gpu/);
});

it('leaves out a device on which a model fails, and lets no such failure of the processor pass', async () => {
  const failing = (on: string): ModelProbe => ({ ...countingProbe().probe, open: async ({ provider }) => { if (provider === on) throw new Error('no kernel for Conv'); return { once: async () => {}, close: async () => {} }; } });
  const options = { backends: async () => ['cuda', 'webgpu'], prove: async () => ({ proven: true, why: 'agreed' }), memoryOf: async () => null };
  const found = await detectHardware({ ...options, home: join(home, 'e'), probes: [countingProbe().probe, failing('cuda')] });
  expect(found.devices.map(({ id, proven }) => [id, proven])).toEqual([['cpu', true], ['cuda', false], ['webgpu', true]]);
  expect(found.devices[1]!.why).toMatch(/failed on a model: no kernel for Conv/);
  expect(found.throughput.map(({ provider }) => provider)).toEqual(['cpu', 'cpu', 'webgpu', 'webgpu']);
  await expect(detectHardware({ ...options, home: join(home, 'f'), probes: [failing('cpu')] })).rejects.toThrow('no kernel');
});

it('reads free memory every time', async () => {
  let free = 5;
  const ask = () => detectHardware({ home: join(home, 'g'), backends: async () => ['cuda'], prove: async () => ({ proven: true, why: 'agreed' }), memoryOf: async () => ({ total: 9, free: free-- }) });
  expect([(await ask()).devices[1], (await ask()).devices[1]]).toMatchObject([{ memoryBytes: 9, freeBytes: 5 }, { memoryBytes: 9, freeBytes: 4 }]);
});

it('tries a device that failed again after a day', async () => {
  const proofs: string[] = [];
  const ask = (day: number, proven: boolean) => detectHardware({ home: join(home, 'h'), backends: async () => ['cuda'], now: () => new Date(Date.UTC(2026, 0, day)), prove: async (provider) => { proofs.push(`${provider} ${day}`); return { proven, why: '' }; }, memoryOf: async () => null });
  for (const day of [1, 1, 2]) await ask(day, false);
  await ask(3, true);
  await ask(9, true);
  expect(proofs).toEqual(['cuda 1', 'cuda 2', 'cuda 3']);
});

it('names classes of machines by memory and cores', () => {
  const gibibyte = 2 ** 30;
  const gpu = (memory: number, proven = true): Device => ({ id: 'cuda', title: '', kind: 'gpu', provider: 'cuda', memoryBytes: memory * gibibyte, freeBytes: 0, proven, why: '' });
  const machine = (cores: number, memory: number) => ({ cores, memoryBytes: memory * gibibyte });
  expect(tierOf(machine(2, 16), [])).toBe('cpu-small');
  expect(tierOf(machine(8, 4), [])).toBe('cpu-small');
  expect(tierOf(machine(8, 16), [gpu(24, false)])).toBe('cpu');
  expect(tierOf(machine(8, 16), [gpu(4)])).toBe('gpu-small');
  expect(tierOf(machine(8, 16), [gpu(12)])).toBe('gpu');
  expect(tierOf(machine(8, 16), [gpu(24)])).toBe('gpu-large');
});

it('takes the quickest of its runs', async () => {
  const clock = (function* () { for (const time of [0, 100, 0, 20, 0, 30, 0, 500, 0, 90]) yield time; })();
  const probe: ModelProbe = { model: 'toy', hash: '', width: 1000, height: 1000, open: async () => ({ once: async () => {}, close: async () => {} }) };
  const { secondsPerMegapixel } = await measureModel(probe, { provider: 'cpu', threads: 1 }, { clock: () => clock.next().value as number });
  expect(secondsPerMegapixel).toBeCloseTo(0.02);
});

it('has a known answer that is built from its source and does not depend on luck', async () => {
  expect(Buffer.compare(buildKnownAnswer(), await readFile(knownAnswerFile))).toBe(0);
  const answer = await computeAnswer('cpu');
  expect(new Set(answer).size).toBeGreaterThan(200);
  expect(furthest(answer, await computeAnswer('cpu'))).toBe(0);
});

it('survives drivers that fail, crash and lie', async () => {
  expect(await proveProvider('cpu')).toMatchObject({ proven: true });
  expect((await proveProvider('no-such-provider')).proven).toBe(false);
  const crash = join(home, 'crash.mjs');
  await writeFile(crash, 'process.kill(process.pid, "SIGSEGV");');
  expect(await proveProvider('cuda', pathToFileURL(crash))).toEqual({ proven: false, why: 'Its driver ended the test (SIGSEGV).' });
});
