import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AnyEvent } from '../../../shared/events.ts';
import type { Context } from '../../../daemon/server/context.ts';
import { createHardwareNews } from '../../../daemon/server/hardware.ts';

it('a machine that was measured anew is told to every client, once', async () => {
  const home = await mkdtemp(join(tmpdir(), 'fw-news-')), file = join(home, 'hardware.json'), told: AnyEvent[] = [];
  const measure = async (second: number): Promise<void> => { await writeFile(file, '{}'); await utimes(file, second, second); };
  let asked = 0;
  const worker = { call: async (_: string, { measure: anew }: { measure: boolean }) => { asked++; if (anew) await measure(30); return { cores: asked }; } };
  const news = createHardwareNews({ home, worker, emit: (event: AnyEvent) => told.push(event) } as unknown as Context);
  await measure(10);
  await news.look();
  await news.look();
  expect(told).toEqual([]);
  await measure(20);
  await news.look();
  await news.look();
  expect(told).toEqual([{ kind: 'hardware', hardware: { cores: 1 } }]);
  await news.handlers.hardware({ measure: false });
  expect(told).toHaveLength(1);
  await news.handlers.hardware({ measure: true });
  expect(told).toHaveLength(2);
  await rm(home, { recursive: true });
});
