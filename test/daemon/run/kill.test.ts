import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { openPacketFile } from '../../../daemon/media/packet-file.ts';
import { decodeUnits, killablePlan, planOf, runPlan, sourceOf } from './job.ts';
import { processStep } from './line.ts';

describe('a run that is killed', () => {
  it('leaves only whole segments, and what is made afterwards is the same', async () => {
    const clip = await sourceOf('clip.mkv', { video: 'testsrc2=size=160x120:rate=25', frames: 48, codecOptions: { crf: '10', preset: 'ultrafast' } });
    const plan = killablePlan(clip), whole = await runPlan(clip, plan, { cutsAt: [17, 31] });
    for (const at of ['frame 3', 'frame 13', 'video-1', 'frame 33']) {
      const folder = join(clip.folder, `killed-${at.replace(' ', '-')}`);
      const child = spawn(process.execPath, [join(import.meta.dirname, 'killed.ts'), clip.path, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      for await (const line of createInterface({ input: child.stdout })) if (line === at) child.kill('SIGKILL');
      expect((await exited)[1]).toBe('SIGKILL');
      const counted = (await readdir(folder)).filter((name) => name.endsWith('.packets')).map((name) => Number(/\d+/.exec(name)![0]));
      expect(counted.length).toBeLessThan(4);
      for (const id of counted) {
        const reader = await openPacketFile(join(folder, `video-${id}.packets`));
        expect(reader.packets).toBe(plan.segments[id]!.count);
        await reader.close();
      }
      const rest = plan.segments.map(({ id }) => id).filter((id) => !counted.includes(id));
      const after = await runPlan(clip, plan, { cutsAt: [17, 31], pending: rest });
      expect(after.units.map(({ sha256 }) => sha256)).toEqual(rest.map((id) => whole.units[id]!.sha256));
    }
  });
});

describe('our model', () => {
  it('gives in tiles what it gives whole, within rounding', async () => {
    const clip = await sourceOf('small.mkv', { video: 'testsrc2=size=230x210:rate=25', frames: 2, codecOptions: { crf: '10', preset: 'ultrafast' } });
    const input = clip.media.video.shape, output = { ...input, width: 460, height: 420 };
    const steps = [processStep('upscale-lite', { stage: 'upscale', params: { width: 'auto', height: 'auto' }, model: 'upscale-lite', strength: 0.2, input, output })];
    const run = async (tile: { size: number; overlap: number } | null) => decodeUnits((await runPlan(clip, planOf(clip, { steps, resources: { tile } }))).units, output);
    const [whole, tiled] = [await run(null), await run({ size: 144, overlap: 64 })];
    const worst = whole.map(({ planes }, i) => planes.map((plane, p) => plane.reduce((most, value, at) => Math.max(most, Math.abs(value - tiled[i]!.planes[p]![at]!)), 0)));
    expect(Math.max(...worst.flat())).toBeLessThanOrEqual(1);
  });
});
