import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRunningClock } from '../../../daemon/media/running-clock.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { deliver, fitted, openSource } from './delivered.ts';
import { deliverables, settingsOf } from './settings.ts';
import { decodeTrack, encoders, peaks } from './sound.ts';

const milliseconds = { num: 1, den: 1000 };

describe('a clock that is set anew', () => {
  it('follows jumps back and ahead, and nothing else', () => {
    const jumps = [{ from: 10, to: 1, shift: 9.04 }, { from: 20, to: 90000, shift: -89970 }];
    const clock = openRunningClock(jumps, milliseconds);
    expect([0, 5000, 9900, 1000, 19500, 90000000, 90007000].map((ticks) => clock(ticks).ticks)).toEqual([0, 5000, 9900, 10040, 28540, 30000, 37000]);
    expect(openRunningClock([], milliseconds)(123)).toEqual({ ticks: 123, jumped: false });
  });

  it('joined recordings keep sound and picture in step, copied and encoded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'joined-')), one = join(folder, 'one.ts'), joined = join(folder, 'joined.ts');
    await makeClip(one, { video: 'testsrc2=size=64x48:rate=25', frames: 50, codecOptions: { preset: 'ultrafast' }, audio: [{ source: "aevalsrc='if(eq(mod(n,9601),1200),0.9,0)':s=48000:c=mono", codec: 'mp2', bitRate: 192000 }] });
    await writeFile(joined, Buffer.concat([await readFile(one), await readFile(one)]));
    const source = await openSource(joined);
    expect(source.index.frames).toBe(100);
    const offset = (48000 * (source.index.pts[50]! - source.index.pts[0]!)) / 90000;
    for (const audio of [undefined, encoders['pcm']!]) {
      const { path } = await deliver(source, { container: 'mkv', video: fitted(settingsOf(deliverables[0]!, 'yuv420p'), source), audio });
      const found = peaks(await decodeTrack(path), 0.2), half = found.length / 2;
      const apart = found.slice(0, half).map((peak, i) => found[half + i]! - peak);
      expect(Math.max(...apart.map((each) => Math.abs(each - offset)))).toBeLessThan(audio ? 50 : 1200);
    }
  });
});
