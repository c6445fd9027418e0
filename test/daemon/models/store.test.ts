import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { card as cardSchema, type Card } from '../../../daemon/models/card.ts';
import { chooseCard } from '../../../daemon/models/choose.ts';
import { readModel } from '../../../daemon/models/graph/onnx.ts';
import { cardOf, listCards, modelBytes } from '../../../daemon/models/store.ts';
import type { Hardware } from '../../../shared/hardware.ts';

const machine = (freeBytes: number): Hardware => ({ platform: 'linux', architecture: 'x64', cpu: '', cores: 2, memoryBytes: 2 ** 34, freeBytes, devices: [], throughput: [], filterMegapixels: {}, tier: 'cpu', measuredAt: '' });

it.each(listCards().map((card) => [card.id, card] as const))('the card of %s tells the truth about its file', async (_, card) => {
  const bytes = await modelBytes(card), { graph } = readModel(bytes);
  expect(bytes).toHaveLength(card.files[0]!.size);
  expect(graph.inputs.map(({ name }) => name)).toEqual(Object.values(card.io.inputs));
  expect(graph.outputs.map(({ name }) => name)).toEqual(Object.values(card.io.outputs));
  expect(graph.inputs[0]!.dims[1]).toBe(card.io.window.before + 1 + card.io.window.after);
});

it('reads a model once, and refuses one that is missing, damaged or elsewhere', async () => {
  const card = cardOf('upscale-lite');
  expect(await modelBytes(card)).toBe(await modelBytes(card));
  const folder = await mkdtemp(join(tmpdir(), 'fw-store-')), url = pathToFileURL(`${folder}/`);
  try {
    await expect(modelBytes(card, url)).rejects.toMatchObject({ code: 'model-missing' });
    const bytes = await modelBytes(card);
    await writeFile(join(folder, 'upscale-lite.onnx'), bytes.subarray(0, 1000));
    await expect(modelBytes(card, url)).rejects.toMatchObject({ code: 'model-damaged', values: { expected: card.files[0]!.sha256, found: createHash('sha256').update(bytes.subarray(0, 1000)).digest('hex') } });
    await writeFile(join(folder, 'upscale-lite.onnx'), bytes);
    expect(await modelBytes(card, url)).toEqual(await readFile(join(folder, 'upscale-lite.onnx')));
    const elsewhere: Card = { ...card, id: 'elsewhere', files: [{ url: 'https://example.org/model.onnx', size: 1, sha256: card.files[0]!.sha256 }] };
    await expect(modelBytes(elsewhere)).rejects.toMatchObject({ code: 'model-missing' });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('chooses the heaviest model that fits and is allowed', () => {
  const [denoise] = listCards().filter(({ task }) => task === 'denoise') as [Card];
  const heavy: Card = { ...denoise, id: 'heavy', cost: { ...denoise.cost, macsPerPixel: 1e9, bytesPerPixel: 10_000 } };
  const research: Card = { ...heavy, id: 'research', licence: { spdx: 'CC-BY-NC-4.0', commercialUse: false }, cost: { ...denoise.cost, macsPerPixel: 1e10 } };
  const cards = [denoise, heavy, research], pixels = 1e6;
  expect(chooseCard('denoise', { hardware: machine(2 ** 40), accepted: [], pixels }, cards)).toMatchObject({ card: { id: 'heavy' }, skipped: [{ id: 'research', why: expect.stringContaining('CC-BY-NC-4.0') }] });
  expect(chooseCard('denoise', { hardware: machine(2 ** 40), accepted: ['research'], pixels }, cards).card?.id).toBe('research');
  expect(chooseCard('denoise', { hardware: machine(2 ** 30), accepted: [], pixels }, cards)).toMatchObject({ card: { id: 'denoise-lite' }, skipped: [{ id: 'heavy', why: expect.stringContaining('MiB') }, { id: 'research' }] });
  expect(chooseCard('denoise', { hardware: machine(0), accepted: [], pixels }, cards).card).toBeNull();
  expect(chooseCard('upscale', { hardware: machine(2 ** 40), accepted: [], pixels }).card?.id).toBe('upscale-lite');
});

it('refuses cards with anything missing or unknown', () => {
  const good = JSON.parse(JSON.stringify(cardOf('denoise-lite')));
  expect(cardSchema.safeParse(good).success).toBe(true);
  expect(cardSchema.safeParse({ ...good, licence: undefined }).success).toBe(false);
  expect(cardSchema.safeParse({ ...good, extra: 1 }).success).toBe(false);
  expect(cardSchema.safeParse({ ...good, files: [{ ...good.files[0], sha256: 'abc' }] }).success).toBe(false);
});
