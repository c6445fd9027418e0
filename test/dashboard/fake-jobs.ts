// Jobs in every state, and a report, for pages without work.
import { dirname, join } from 'node:path';
import type { JobState, JobSummary } from '../../shared/job.ts';
import type { Report } from '../../shared/report.ts';

const rows: readonly (readonly [id: string, name: string, state: JobState, progress: number, more?: Partial<JobSummary>])[] = [
  ['done2222', 'birthday-1988.avi', 'done', 1, { finishedAt: '2026-11-20T09:41:00.000Z' }],
  ['failed22', 'school-play.mov', 'failed', 0.31, { finishedAt: '2026-11-20T09:02:00.000Z', error: { code: 'disk-full', values: { path: 'school-play.restored.mov', needed: '14 GB', free: '2.1 GB' } } }],
  ['cancel22', 'test-card.mp4', 'cancelled', 0.1, { finishedAt: '2026-11-19T16:00:00.000Z' }],
  ['paused22', 'wedding-part-2.mp4', 'paused', 0.66],
  ['wait2222', 'regatta.mkv', 'waiting', 0.22, { attempts: 2, retryAt: '2026-11-20T10:04:00.000Z', error: { code: 'worker-died', values: { why: 'It ended with signal SIGKILL.', job: 'wait2222' } } }],
  ['run22222', 'harbour-1994.mp4', 'running', 0.42],
  ['queued22', 'street-interviews.mxf', 'planned', 0, { priority: 10 }],
  ['queued33', 'garden.mp4', 'queued', 0, { title: '' }],
];

export function fakeJobs(clip: string): JobSummary[] {
  return rows.map(([id, name, state, progress, more]) => {
    const source = join(dirname(clip), name);
    return {
      id, state, source, output: source.replace(/(\.\w+)$/, '.restored$1'), createdAt: '2026-11-20T08:30:00.000Z', finishedAt: null, updatedAt: '2026-11-20T09:58:00.000Z',
      progress, error: null, priority: 0, client: 'dashboard', batch: null, attempts: 1, retryAt: null,
      clip: { asked: null, from: 0, to: 150, inFrame: 0, frames: 150, rate: { num: 25, den: 1 } }, title: 'Deinterlace, denoise, upscale to 1920×1080', ...more,
    };
  });
}

export const fakeQuality = (job: string): Report['quality'] => [0.97, 0.95, 0.91, 0.82, 0.93, 0.96].map((consistency, i) => (
  { kind: 'quality', job, segment: i, from: i * 25, to: (i + 1) * 25, consistency, similarity: consistency - 0.03 + (i % 2) * 0.02, clipped: i === 3 ? 0.012 : 0.001 }
));

export function fakeReport(job: JobSummary, plan: Report['plan']): Report {
  return {
    job, plan, quality: fakeQuality(job.id), threshold: 0.85, sidecar: `${job.output}.json`, revisions: [], seconds: 71,
    facts: [{ name: 'Size', before: '720×576', after: '1920×1080' }, { name: 'Rate', before: '25 fps, interlaced', after: '50 fps' }, { name: 'Noise', before: 'σ 5.2', after: 'σ 1.1' }],
    timings: [{ title: 'Looking at every frame', seconds: 9 }, { title: 'Restoring', seconds: 54 }, { title: 'Checking and delivering', seconds: 8 }],
    definitions: [{ name: 'consistency', says: 'How alike consecutive frames stay where the source’s do, 0 to 1.' }, { name: 'similarity', says: 'Structural similarity of result and source at the smaller size, 0 to 1.' }],
    licences: [{ name: 'denoise-lite', licence: 'GPL-3.0-or-later', says: 'Network, commercial use allowed.' }],
  };
}
