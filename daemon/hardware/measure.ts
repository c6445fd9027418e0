// How fast models and filters run here: a probe of a few seconds, kept in the data folder until processor, program, packages or models change.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { device, hardwareEncoder, throughput, type HardwareEncoder, type Throughput } from '../../shared/hardware.ts';

/** A model that can be timed. Whoever knows models supplies it: this folder stands left of them. */
export type ModelProbe = {
  readonly model: string;
  /** SHA-256 of the file, so that another file is measured again. */
  readonly hash: string;
  readonly width: number; readonly height: number;
  open(on: { readonly provider: string; readonly threads: number }): Promise<{ once(): Promise<void>; close(): Promise<void> }>;
};
/** Output megapixels per second and core of each filter. Needs FFmpeg, so the worker supplies it. */
export type MeasureFilters = () => Promise<Readonly<Record<string, number>>>;
/** Every encoder of a graphics device with its proof; needs FFmpeg, too. */
export type MeasureEncoders = () => Promise<readonly HardwareEncoder[]>;

const measurement = z.object({
  key: z.string(), devices: z.array(device), throughput: z.array(throughput), encoders: z.array(hardwareEncoder), filterMegapixels: z.record(z.string(), z.number()), measuredAt: z.string(),
});
export type Measurement = z.infer<typeof measurement>;

const fileIn = (home: string) => join(home, 'hardware.json');

/** What the key stands for: anything of it changed, and everything is measured again. */
export const keyOf = (facts: unknown): string => createHash('sha256').update(JSON.stringify(facts)).digest('hex');

/** The kept measurement, or null when there is none for this key. */
export async function recall(home: string, key: string): Promise<Measurement | null> {
  const text = await readFile(fileIn(home), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const kept = text === null ? null : measurement.safeParse(parseJson(text));
  return kept?.success && kept.data.key === key ? kept.data : null;
}

/** Replaces the kept measurement in one step, so that a reader never sees half of it. */
export async function keep(home: string, kept: Measurement): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const beside = `${fileIn(home)}.${process.pid}`;
  await writeFile(beside, `${JSON.stringify(kept, null, 2)}\n`);
  await rename(beside, fileIn(home));
}

/**
 * The quickest of `runs` after one that warms up. What else the machine does only ever adds time, and the figure is kept for long: the minimum is what
 * the machine can do, where a median taken under load would stay wrong. `clock` in milliseconds.
 */
export async function measureModel(probe: ModelProbe, on: { provider: string; threads: number }, { runs = 5, clock = () => performance.now() } = {}): Promise<Throughput> {
  const { model, width, height } = probe;
  const session = await probe.open(on);
  try {
    await session.once();
    let quickest = Infinity;
    for (let run = 0; run < runs; run++) {
      const before = clock();
      await session.once();
      quickest = Math.min(quickest, (clock() - before) / 1000);
    }
    return { model, ...on, precision: 'fp32', secondsPerMegapixel: quickest / (width * height / 1e6), width, height };
  } finally {
    await session.close();
  }
}

/** Text that is no JSON is a measurement that cannot be used, like an old one. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
