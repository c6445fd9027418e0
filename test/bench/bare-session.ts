// Inference alone: one plain float model run on constant planes, frame after frame, as fast as the engine goes.
//   node bare-session.ts '<json: SessionTask>'   →  one JSON line { cpu, wall, frames, rss }
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-node';

/** `window` frames of luma and of each chroma plane are stacked as channels, which is how our two models take them. */
export type SessionTask = { readonly model: string; readonly width: number; readonly height: number; readonly window: number; readonly frames: number; readonly threads: number };

const task = JSON.parse(process.argv[2]!) as SessionTask;
const { width, height, window } = task;
const session = await ort.InferenceSession.create(readFileSync(task.model), { intraOpNumThreads: task.threads, interOpNumThreads: 1, graphOptimizationLevel: 'all', extra: { session: { intra_op: { allow_spinning: '0' } } } });
const tensor = (channels: number, w: number, h: number): ort.Tensor => new ort.Tensor('float32', new Float32Array(channels * w * h).fill(0.4), [1, channels, h, w]);
const feeds = { y: tensor(window, width, height), uv: tensor(2 * window, width / 2, height / 2), strength: new ort.Tensor('float32', [0.3], [1, 1, 1, 1]) };
await session.run(feeds);
const before = process.resourceUsage(), begun = performance.now();
for (let frame = 0; frame < task.frames; frame++) await session.run(feeds);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(`${JSON.stringify({ cpu: (userCPUTime + systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1e6, wall: (performance.now() - begun) / 1000, frames: task.frames, rss: maxRSS * 1024 })}\n`);
