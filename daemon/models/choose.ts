// Which model does a task here.
import type { Hardware } from '../../shared/hardware.ts';
import type { Card } from './card.ts';
import { listCards } from './store.ts';

export type Choice = {
  readonly hardware: Hardware;
  /** Ids of models whose non-commercial licence the user accepted. */
  readonly accepted: readonly string[];
  /** Pixels of one input frame, for the memory that a model takes. */
  readonly pixels: number;
};
export type Chosen = { readonly card: Card; readonly skipped: readonly { readonly id: string; readonly why: string }[] } | { readonly card: null; readonly skipped: readonly { readonly id: string; readonly why: string }[] };

/** The heaviest model for the task that this machine's memory holds and whose licence allows it: more arithmetic is better restoration among our cards. */
export function chooseCard(task: Card['task'], choice: Choice, cards: readonly Card[] = listCards()): Chosen {
  const skipped: { id: string; why: string }[] = [];
  const usable = cards.filter((card) => card.task === task).filter((card) => {
    const why = refusal(card, choice);
    if (why) skipped.push({ id: card.id, why });
    return !why;
  });
  return { card: usable.sort((a, b) => b.cost.macsPerPixel - a.cost.macsPerPixel)[0] ?? null, skipped };
}

function refusal({ id, licence, cost }: Card, { hardware, accepted, pixels }: Choice): string | null {
  if (!licence.commercialUse && !accepted.includes(id)) return `Its licence (${licence.spdx}) forbids commercial use and has not been accepted.`;
  const needed = cost.bytesPerPixel * pixels;
  if (needed > hardware.freeBytes) return `It needs ${mebibytes(needed)} of memory at this size; ${mebibytes(hardware.freeBytes)} are free.`;
  return null;
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
