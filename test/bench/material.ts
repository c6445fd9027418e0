// Clips that benchmarks make for themselves, and plans for them.
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInProcessTransport } from '../../daemon/server/in-process.ts';
import { createClient, type Client } from '../../shared/client.ts';
import type { Plan } from '../../shared/plan.ts';
import type { WishInput } from '../../shared/preset.ts';
import { makeClip } from '../fixtures/clip.ts';

export type Shop = {
  readonly folder: string; readonly home: string; readonly client: Client;
  /** A moving, noisy H.264 clip, made once. Interlaced ones are 25 frames of two fields a second. */
  clip(width: number, height: number, frames: number, kind?: 'progressive' | 'interlaced'): Promise<string>;
  /** So many shots of eight frames, each of another picture than the one before. */
  shots(count: number): Promise<string>;
  /** The plan's file, after `change`. */
  plan(path: string, wish: WishInput, change?: (plan: Plan) => Plan): Promise<{ readonly plan: Plan; readonly file: string }>;
};

export async function openShop(): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), 'framewright-bench-')), home = join(folder, 'home');
  const client = createClient(createInProcessTransport({ home }));
  let plans = 0;
  return {
    folder, home, client,
    async clip(width, height, frames, kind = 'progressive') {
      const path = join(folder, `${kind}-${width}x${height}-${frames}.mkv`);
      if (existsSync(path)) return path;
      const fields = kind === 'interlaced';
      const source = `testsrc2=size=${width}x${height}:rate=${fields ? 50 : 25},noise=alls=6:allf=t${fields ? ',tinterlace=interleave_top,setfield=tff' : ''}`;
      await makeClip(path, { video: source, frames, codec: 'libx264', codecOptions: { preset: 'ultrafast', crf: '20' }, gop: 50, ...(fields ? { interlaced: 'tff' as const } : {}), threads: 2 });
      return path;
    },
    async shots(count) {
      const path = join(folder, `shots-${count}.mkv`), kinds = ['testsrc2', 'smptebars', 'rgbtestsrc', 'testsrc', 'pal75bars', 'yuvtestsrc'], names = kinds.map((_, i) => `[v${i}]`);
      const chains = kinds.map((kind, i) => `${kind}=size=96x64:rate=25:duration=0.32,format=yuv420p,noise=alls=12:all_seed=${i}:allf=t,setsar=1${names[i]}`);
      const video = `${chains.join(';')};${names.join('')}concat=n=${names.length},loop=loop=-1:size=${8 * kinds.length},setpts=N/25/TB`;
      await makeClip(path, { video, frames: 8 * count, codecOptions: { preset: 'ultrafast', crf: '20' }, pixel: 'yuv420p' });
      return path;
    },
    async plan(path, wish, change = (plan) => plan) {
      const made = await client.plan({ path, wish });
      if (made.source === null) throw new Error(`${path} is no video`);
      const plan = change(made);
      const file = join(folder, `plan-${plans++}.json`);
      await writeFile(file, JSON.stringify(plan));
      return { plan, file };
    },
  };
}

/** A wish for exactly the named stages: everything else is off. */
export function only(stages: NonNullable<WishInput['stages']>, more: WishInput = {}): WishInput {
  const off = Object.fromEntries(['inverse-telecine', 'deinterlace', 'deblock', 'crop', 'deflicker', 'denoise', 'low-light', 'deband', 'upscale', 'resize', 'sharpen', 'fit', 'declip', 'hum', 'denoise-audio', 'loudness'].map((id) => [id, { strength: 'off' as const }]));
  return { quality: 'balanced', scale: '1', ...more, stages: { ...off, ...stages } };
}
