import { expect, it } from 'vitest';
import { modelInfo, stageInfo } from '../../../shared/operations.ts';
import { descriptionHandlers } from '../../../daemon/server/descriptions.ts';
import { listCards } from '../../../daemon/models/store.ts';

type Field = { readonly title?: string; readonly description?: string; readonly default?: unknown; readonly type?: string; readonly enum?: readonly string[]; readonly const?: unknown; readonly minimum?: number; readonly maximum?: number; readonly anyOf?: readonly Field[] };

const stages = await descriptionHandlers.stages({});

/** Whether a control can be drawn: a switch, a choice, or a number between two ends; or several of these. */
const isDrawable = (field: Field): boolean => field.anyOf?.every(isDrawable)
  ?? (field.type === 'boolean' || field.const !== undefined || (field.enum?.length ?? 0) > 1 || (/^(number|integer)$/.test(field.type ?? '') && Number.isFinite(field.minimum) && (field.maximum ?? Infinity) < 1e9));

it.each(stages)('a form can be drawn for $id', (stage) => {
  expect(stageInfo.safeParse(stage).error).toBeUndefined();
  expect(stage.title).not.toBe('');
  expect(stage.methods.length).toBeGreaterThan(0);
  for (const id of stage.methods) expect(stage.methodTitles[id], id).toMatch(/^[A-Z]/);
  expect(Object.keys(stage.methodModels)).toEqual(stage.methods);
  const fields = stage.params['properties'] as Record<string, Field>;
  for (const [name, field] of Object.entries(fields)) {
    expect(field.title, name).toMatch(/^[A-Z]/);
    expect(field.description, name).toMatch(/\.$/);
    expect(field.default, name).toBeDefined();
    expect(isDrawable(field), name).toBe(true);
  }
  expect(stage.params['required'] ?? []).toEqual([]);
});

it('says of every number what it is counted in', () => {
  const words = /share|pixel|code value|dB|LUFS|Hz|FFmpeg|times|doubles|frames|notches|width|columns|lines/i;
  const silent = stages.flatMap(({ id, params }) => Object.entries(params['properties'] as Record<string, Field & { unit?: string }>)
    .filter(([, field]) => [field, ...field.anyOf ?? []].some(({ type }) => type === 'number' || type === 'integer') && field.unit === undefined && !words.test(field.description!)).map(([name]) => `${id}.${name}`));
  expect(silent).toEqual([]);
});

it('names every model with licence, size and whether it is here', async () => {
  const models = await descriptionHandlers.models({});
  expect(models.map(({ id }) => id)).toEqual(listCards().map(({ id }) => id));
  for (const model of models) {
    expect(modelInfo.safeParse(model).error).toBeUndefined();
    expect(model).toMatchObject({ installed: true, commercialUse: true, licence: 'GPL-3.0-or-later' });
    expect(model.bytes).toBeGreaterThan(100_000);
  }
});

it('says that a model is missing when its file is, or is cut short', async () => {
  const { isInstalled } = await import('../../../daemon/models/store.ts'), { mkdtemp, writeFile } = await import('node:fs/promises');
  const { pathToFileURL } = await import('node:url'), { tmpdir } = await import('node:os'), { join } = await import('node:path');
  const folder = await mkdtemp(join(tmpdir(), 'fw-models-')), card = listCards()[0]!, at = pathToFileURL(`${folder}/`);
  expect(await isInstalled(card, at)).toBe(false);
  await writeFile(join(folder, 'path' in card.files[0]! ? card.files[0].path : ''), 'short');
  expect(await isInstalled(card, at)).toBe(false);
});
