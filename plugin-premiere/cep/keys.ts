// Keys that Premiere would keep for itself while the panel has the focus, and without which nobody could use it by keyboard.
import type { Desk } from './desk.ts';
import type { Engine } from './engine.ts';

/** Tab, Return, Escape, space, page up and down, end, home, arrows, F10 and the menu key, by the codes of each system. */
const windows = [9, 13, 27, 32, 33, 34, 35, 36, 37, 38, 39, 40, 121, 93], macos = [48, 36, 53, 49, 116, 121, 119, 115, 123, 124, 125, 126, 109];

export function takeKeys(engine: Pick<Engine, 'registerKeyEventsInterest'>, platform: Desk['platform']): void {
  const keys = (platform === 'macos' ? macos : windows).flatMap((keyCode) => [{ keyCode }, { keyCode, shiftKey: true }]);
  engine.registerKeyEventsInterest?.(JSON.stringify(keys));
}
