// Names of the files that are delivered beside a result.
import { basename, dirname, extname, join } from 'node:path';

/** `clip.restored.mp4` and `.framewright.json` as `clip.restored.framewright.json`, in the same folder. */
export const companionOf = (result: string, suffix: string): string => join(dirname(result), basename(result, extname(result)) + suffix);
