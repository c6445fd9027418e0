// The jobs of a timeline: submitted under keys that say what they are, so that the same command again goes on with the same jobs.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { JobSummary } from '../../../shared/job.ts';
import type { Media } from '../../../shared/media.ts';
import type { WishInput } from '../../../shared/preset.ts';
import type { Rational } from '../../../shared/time.ts';
import { toFrameWrightError } from '../../../shared/errors.ts';
import { fraction, fromRational, multiply, type Fraction } from '../../../shared/timeline/fraction.ts';
import { secondsAt } from '../../../shared/timeline/model.ts';
import type { Footage, Order, Result } from '../../../shared/timeline/orders.ts';
import type { CommandContext } from '../command.ts';
import { priorityFrom } from '../commands/restore.ts';
import { ownInterpretation, timecodeOf } from './footage.ts';

/** What all jobs of a timeline have in common. `config` and `folder` are absolute. */
export type Terms = { readonly wish: WishInput; readonly config: string | undefined; readonly folder: string; /** Of the timeline. */ readonly rate: Rational };

/** Tries of one job whose results have gone since. */
const mostTries = 100;

/**
 * The wish for one part of a file. Pictures with transparency get a delivery that keeps it, where none was chosen. Uneven pictures become even, at the rate of the timeline, because an editor counts as
 * if they were; their range is one of times.
 */
export function wishFor({ from, to, footage: { path, isEven } }: Pick<Order, 'from' | 'to' | 'footage'>, { wish, config, rate: shownAt }: Terms, { video, parts }: Media): WishInput {
  const isOpen = [wish.delivery, wish.container, wish.purpose, wish.encoder, wish.crf, wish.size, wish.preset, config].every((one) => one === null || one === undefined);
  const told = ownInterpretation(path, parts?.kind === 'pictures' ? video.rate.nominal : null);
  const time = isEven ? { range: { unit: 'frames', in: from, out: to } as const } : { range: { unit: 'frames', in: from, out: to, rate: video.rate.nominal } as const, constantRate: wish.constantRate ?? shownAt };
  return { ...wish, ...time, interpretation: { ...told, ...wish.interpretation }, ...(isOpen ? { delivery: video.shape.pixel.alpha ? 'prores-4444' : 'prores-422-hq' } : {}) };
}

/** The job of an order: the one that there is, begun again where it stopped, or a new one where there is none or its result has gone. */
export async function beginJob({ client, args }: CommandContext, order: Order, terms: Terms, media: Media): Promise<JobSummary> {
  const { config, folder } = terms, wish = wishFor(order, terms, media);
  const what = createHash('sha256').update(JSON.stringify([order.footage.path, media.fingerprint, media.parts, wish, config ?? null, folder])).digest('hex').slice(0, 32);
  let gone: JobSummary | null = null;
  for (let tries = 0; ; tries++) {
    // What is left of a result that has gone, its sidecar, is replaced; nothing else has that name.
    const place = gone ? { output: gone.output, overwrite: true } : { output: folder };
    const job = await client.submit({ path: order.footage.path, wish, config, ...place, priority: priorityFrom(args.text('priority')), client: 'timeline', key: `timeline-${what}${tries ? `-${tries}` : ''}`, planned: false });
    if (job.state === 'failed') return client.retry({ job: job.id });
    if (job.state === 'cancelled' || job.state === 'paused') return client.resume({ job: job.id });
    if (job.state !== 'done' || tries === mostTries || await isKept(client, job)) return job;
    gone = job;
  }
}

/** Whether a result is still there. */
const isKept = (client: CommandContext['client'], { output }: JobSummary): Promise<boolean> => client.probe({ path: output }).then(() => true, () => false);

/** What a job made, as its file says. A sentence where it is no film that a timeline can show. */
export async function resultOf({ client }: CommandContext, job: JobSummary, footage: Footage, number: number): Promise<Result | string> {
  const { output, clip } = job;
  try {
    const { video, audio } = await client.probe({ path: output });
    if (!video || !clip) return 'The result has no picture.';
    const rate = fromRational(video.rate.nominal), { width, height, frames } = video.shape, [first] = audio;
    return { path: output, name: basename(output), number, rate, frames, timecode: timecodeOf(video, rate), begins: await beginOf(client, job, footage), width, height, sound: first ? { channels: first.channels, rate: first.sampleRate, tracks: audio.length } : null };
  } catch (error) {
    return toFrameWrightError(error).message;
  }
}

/** How long after the source's first picture the result's first one comes, seconds. Of uneven pictures only the plan knows: its times are the index's less an epoch. */
async function beginOf(client: CommandContext['client'], { id, clip }: JobSummary, { isEven, rate }: Footage): Promise<Fraction> {
  if (isEven || !clip?.from) return secondsAt(clip?.from ?? 0, rate);
  const plan = (await client.job({ job: id })).plans.at(-1)!, first = plan.media.video?.startPts ?? 0;
  return multiply(fraction(plan.map.epoch - first), fromRational(plan.map.sourceTimeBase));
}
