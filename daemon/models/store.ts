// The models on this machine: their cards, and their files checked once per process.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import { card as cardSchema, type Card } from './card.ts';

const cardsFolder = new URL('./cards/', import.meta.url);
const weightsFolder = new URL('./weights/', import.meta.url);

let known: readonly Card[] | null = null;
const checked = new Map<string, Promise<Uint8Array>>();

/** Every card, by id. A card's file bears its id. */
export function listCards(): readonly Card[] {
  known ??= readdirSync(cardsFolder).filter((name) => name.endsWith('.json')).sort().map((name) => {
    const card = cardSchema.parse(JSON.parse(readFileSync(new URL(name, cardsFolder), 'utf8')));
    if (`${card.id}.json` !== name) throw new TypeError(`the card in ${name} calls itself ${card.id}`);
    return card;
  });
  return known;
}

/** @throws FrameWrightError `unknown-name`. */
export function cardOf(id: string): Card {
  const card = listCards().find((one) => one.id === id);
  if (!card) throw new FrameWrightError('unknown-name', { kind: 'model', name: id, known: listCards().map((one) => one.id).join(', '), nearest: nearestOf(id) });
  return card;
}

/** The model's bytes; read and checked once per process, kept while it runs. @throws FrameWrightError `model-missing`, `model-damaged`. */
export function modelBytes(card: Card, folder: URL = weightsFolder): Promise<Uint8Array> {
  const key = `${folder.href}${card.id}`;
  const bytes = checked.get(key) ?? readChecked(card, folder);
  checked.set(key, bytes);
  bytes.catch(() => checked.delete(key));
  return bytes;
}

/** Whether every file of the model is here in full length; what is in it is checked when it is used. */
export async function isInstalled({ files }: Card, folder: URL = weightsFolder): Promise<boolean> {
  const here = await Promise.all(files.map(async (file) => 'path' in file && (await stat(new URL(file.path, folder)).catch(() => null))?.size === file.size));
  return here.every((one) => one);
}

async function readChecked({ id, files }: Card, folder: URL): Promise<Uint8Array> {
  const file = files[0]!;
  if (!('path' in file)) throw new FrameWrightError('model-missing', { model: id, why: `It does not come with the program, and nothing is downloaded unasked; it is published at ${file.url}.` });
  const bytes = await readFile(new URL(file.path, folder)).catch((cause: NodeJS.ErrnoException) => {
    throw new FrameWrightError('model-missing', { model: id, why: `Its file ${file.path} cannot be read (${cause.code ?? cause.message}).` }, { cause });
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== file.sha256) throw new FrameWrightError('model-damaged', { model: file.path, found, expected: file.sha256 });
  return bytes;
}

/** The card whose name shares the longest beginning. */
function nearestOf(id: string): string {
  const shared = (name: string) => [...name].findIndex((letter, at) => letter !== id[at]);
  return [...listCards()].sort((a, b) => shared(b.id) - shared(a.id))[0]?.id ?? 'none';
}
