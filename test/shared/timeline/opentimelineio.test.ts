// What OpenTimelineIO itself reads in the files that are written here. Wants Python with the package opentimelineio; without it nothing is checked, and that is said.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeOtio } from '../../../shared/timeline/otio-write.ts';
import { toFloat } from '../../../shared/timeline/fraction.ts';
import { clipsOf } from '../../../shared/timeline/model.ts';
import { randomTimeline } from './random.ts';

const python = process.platform === 'win32' ? 'python' : 'python3';
const isThere = (() => { try { execFileSync(python, ['-c', 'import opentimelineio'], { stdio: 'ignore' }); return true; } catch { return false; } })();
if (!isThere) console.warn('opentimelineio is not installed for Python: its own reader checks nothing here.');

/** Prints name, start, duration and schema of the reference of every clip, of each file that is named. */
const script = `
import json, sys, opentimelineio as otio
def clips(node):
    for child in node:
        if isinstance(child, otio.schema.Clip): yield child
        elif hasattr(child, '__iter__'): yield from clips(child)
for path in sys.argv[1:]:
    timeline = otio.adapters.read_from_file(path, adapter_name='otio_json')
    print(json.dumps([timeline.name, [[c.name, c.source_range.start_time.to_seconds(), c.source_range.duration.to_seconds(), c.media_reference.schema_name()] for c in clips(timeline.tracks)]]))
`;
const schemas = { file: 'ExternalReference', pictures: 'ImageSequenceReference', missing: 'MissingReference', generator: 'GeneratorReference' } as const;

it.skipIf(!isThere)('reads every clip where it was meant', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fw-otio-'));
  try {
    const timelines = Array.from({ length: 20 }, (_, seed) => randomTimeline(seed + 1, 'otio')), paths = timelines.map((_, i) => join(folder, `${i}.otio`));
    timelines.forEach((timeline, i) => { writeFileSync(paths[i]!, writeOtio(timeline)); });
    const read = execFileSync(python, ['-c', script, ...paths], { encoding: 'utf8' }).trim().split('\n').map((line) => JSON.parse(line) as [string, [string, number, number, string][]]);
    timelines.forEach((timeline, i) => {
      const expected = clipsOf(timeline).map(({ name, source, duration, media }) => [name, expect.closeTo(toFloat(source), 5), expect.closeTo(toFloat(duration), 5), schemas[media.kind]]);
      expect(read[i]).toEqual([timeline.name, expected]);
    });
  } finally { rmSync(folder, { recursive: true }); }
});
