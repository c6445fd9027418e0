import { analyze, plan, restore } from 'framewright';

const { media, analysis } = await analyze('clip.mp4');
if (media.video && 'noise' in analysis) console.log(`${media.video.shape.width}×${media.video.shape.height}, noise of ${analysis.noise.luma.toFixed(1)} code values`);

const planned = await plan('clip.mp4', { quality: 'fast', scale: '1' });
for (const step of planned.steps) console.log(`${step.title}: ${step.why}`);

const { output, sidecar } = await restore('clip.mp4', {
  quality: 'fast', scale: '1',
  onProgress: ({ fraction, title }) => console.log(`${Math.round(fraction * 100)} %  ${title}`),
});
console.log(`${output}, described in ${sidecar}`);
