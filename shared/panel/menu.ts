// Commands as ids of menu items, for editors whose menus know ids alone.
import type { Command } from './host.ts';

const names: readonly Command['name'][] = ['restore', 'same-as-last', 'extend', 'preview', 'place', 'open', 'self-check'];

/** `restore`, or `restore:best` with a preset. */
export const menuId = ({ name, preset }: Command): string => (preset === null ? name : `${name}:${preset}`);

/** Null for an id that names no command, such as that of an item with items of its own. */
export function commandOf(id: string): Command | null {
  const [head, preset] = id.split(':'), name = names.find((one) => one === head);
  return name === undefined ? null : { name, preset: preset || null };
}
