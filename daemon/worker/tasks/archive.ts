// What an archive's sidecar proves: the source is byte for byte what it was before the work, and every frame of the result has its own hash.
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/plan.ts';
import { filesOf } from '../../media/files.ts';
import { hashFrames } from '../../quality/frame-hashes.ts';
import type { Proof } from '../../quality/sidecar.ts';
import type { SourceHash } from '../contract.ts';
import { sha256Of } from '../manifest.ts';

type Proving = { readonly plan: Plan; readonly before: readonly SourceHash[]; readonly result: string; readonly home: string; readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void };

/** Decodes all of the result, which is most of delivering it. @throws FrameWrightError `input-changed` when a byte of the source changed, `verify-failed`. */
export async function proveArchive({ plan, before, result, home, signal, onProgress }: Proving): Promise<Proof> {
  onProgress(0);
  const after: SourceHash[] = [];
  for (const path of await filesOf(plan.media)) after.push({ path, sha256: await sha256Of(path, signal) });
  if (JSON.stringify(before) !== JSON.stringify(after)) throw new FrameWrightError('input-changed', { path: plan.media.path, why: 'Its SHA-256 is not what it was when the work began.' });
  const frames = await hashFrames(result, { home, threads: plan.resources.threads.decode, signal, onFrames: (done) => onProgress(done / plan.map.frames) });
  if (frames.length !== plan.map.frames) throw new FrameWrightError('verify-failed', { why: `${frames.length} frames of the result could be decoded; ${plan.map.frames} were planned.`, job: '' });
  return { sourceBefore: before, sourceAfter: after, framemd5: frames };
}
