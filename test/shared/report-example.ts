// A report with something of everything.
import { qualityDefinitions, qualityThreshold, report, type Report } from '../../shared/report.ts';

const segment = (i: number, consistency: number | null, similarity: number | null, clipped: number): Report['quality'][number] => ({ kind: 'quality', job: 'abcd2345', segment: i, from: i * 250, to: (i + 1) * 250, consistency, similarity, clipped });

export const example: Report = report.parse({
  job: { id: 'abcd2345', state: 'done', source: '/films/Ärger & <Freude>.mpg', output: '/films/Ärger & <Freude>.restored.mp4', createdAt: '2026-03-01T10:00:00.000Z', finishedAt: '2026-03-01T10:12:00.000Z', updatedAt: '2026-03-01T10:12:00.000Z', progress: 1, error: null, priority: 0, client: '', batch: null, attempts: 1, retryAt: null, clip: null, title: 'Turning fields into frames, cleaning up noise: 1440×1080' },
  facts: [{ name: 'Size', before: '720×576', after: '1440×1080' }, { name: 'Frame rate', before: '25 fps', after: '50 fps' }, { name: 'Colour', before: 'smpte170m primaries, bt709 transfer, smpte170m matrix, limited range', after: 'smpte170m primaries, bt709 transfer, smpte170m matrix, limited range' }, { name: 'Subtitles', before: 'dvb_subtitle, eng', after: '' }, { name: 'File size', before: '48 MB', after: '112 MB' }],
  timings: [{ title: 'Looking at every frame', seconds: 14.2 }, { title: 'Sound 1: Removing mains hum, setting the loudness', seconds: 1.9 }, { title: 'Picture: Turning fields into frames, cleaning up noise', seconds: 650 }, { title: 'Putting it together, checking it, and everything between', seconds: 31 }], seconds: 697.1,
  plan: [{ heading: 'What is done', lines: ['1. Turning fields into frames by bwdif. 92 % of the measured frames are combed', '2. Cleaning up noise by denoise-lite (network), strength 0.4. noise of 4.4 code values was measured'] }, { heading: 'What is not done', lines: ['Smoothing gradients: 2 % of the smooth gradients show steps'] }], revisions: ['Plan revision 2: every frame was looked at; noise 4.4 instead of 4.1.'],
  quality: [segment(0, 0.99, 0.93, 0), segment(1, 0.97, 0.9, 0.0004), segment(2, null, 0.88, 0.001), segment(3, 0.95, 0.81, 0.0021), segment(4, 0.79, 0.92, 0), segment(5, 1, 0.95, 0)], threshold: qualityThreshold, definitions: qualityDefinitions,
  licences: [{ name: 'FrameWright', licence: 'GPL-3.0-or-later', says: 'Planned, ran and checked it.' }, { name: 'FFmpeg', licence: 'GPL-3.0-or-later', says: 'Reads, decodes, filters, encodes and writes.' }], sidecar: '/films/Ärger & <Freude>.restored.framewright.json',
});
