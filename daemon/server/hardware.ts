// What this machine can do, and the news when that has changed: a card that was plugged in, a driver that came, a new measurement.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context, Handlers } from './context.ts';

export type HardwareNews = { readonly handlers: Pick<Handlers, 'hardware'>; /** Tells clients where the machine was measured anew since the last look: whoever plans notices a changed machine. */ look(): Promise<void> };

export function createHardwareNews({ home, worker, emit }: Context): HardwareNews {
  /** When the measurement was written; null before the first look. */
  let known: number | null = null;
  const written = (): Promise<number> => stat(join(home, 'hardware.json')).then(({ mtimeMs }) => mtimeMs, () => 0);
  const isNews = async (): Promise<boolean> => {
    const now = await written(), isChanged = known !== null && known !== now;
    known = now;
    return isChanged;
  };
  return {
    handlers: {
      async hardware({ measure }, signal) {
        await isNews();
        const hardware = await worker.call('hardware', { measure }, { signal });
        if (await isNews()) emit({ kind: 'hardware', hardware });
        return hardware;
      },
    },
    async look() {
      if (await isNews()) emit({ kind: 'hardware', hardware: await worker.call('hardware', { measure: false }) });
    },
  };
}
