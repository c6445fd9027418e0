// Names of the files that are delivered beside a result.
import { basename, dirname, extname, join } from 'node:path';
import { containerOfEnding } from '../../shared/container.ts';
import type { AnyPlan } from '../../shared/plan.ts';

/** `clip.restored.mp4` and `.framewright.json` as `clip.restored.framewright.json`, in the same folder; a folder `clip.restored` keeps its name. */
export function companionOf(result: string, suffix: string): string {
  const ending = extname(result);
  return join(dirname(result), basename(result, containerOfEnding(ending) === null ? '' : ending) + suffix);
}

/** Beside pictures: everything else of the source, and when each picture is shown. */
export const streamsSuffix = '.streams.mka', timesSuffix = '.timecodes.txt';

/** What goes beside the result of a plan. */
export function companionSuffixes({ streams, delivery }: AnyPlan): string[] {
  const beside = new Set(streams.flatMap(({ action, becomes }) => (action === 'sidecar' ? [`.${becomes}`] : [])));
  const kept = streams.some(({ type, action }) => type !== 'video' && !['sidecar', 'drop', 'regenerate'].includes(action)) || streams.some(({ type, action }) => type === 'video' && action === 'copy');
  return ['.framewright.json', ...(delivery.xmp ? ['.xmp'] : []), ...(delivery.pictures && kept ? [streamsSuffix] : []), ...(delivery.pictures?.pattern ? [timesSuffix] : []), ...beside];
}
