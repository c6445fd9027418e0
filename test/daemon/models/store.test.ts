import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { card as cardSchema, type Card } from '../../../daemon/models/card.ts';
import { readModel } from '../../../daemon/models/graph/onnx.ts';
import { cardOf, listCards, modelBytes } from '../../../daemon/models/store.ts';

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

it('refuses cards with anything missing or unknown', () => {
  const good = JSON.parse(JSON.stringify(cardOf('denoise-lite')));
  expect(cardSchema.safeParse(good).success).toBe(true);
  expect(cardSchema.safeParse({ ...good, licence: undefined }).success).toBe(false);
  expect(cardSchema.safeParse({ ...good, extra: 1 }).success).toBe(false);
  expect(cardSchema.safeParse({ ...good, files: [{ ...good.files[0], sha256: 'abc' }] }).success).toBe(false);
});
