// What a photo carries beside its pixels, put into the result.
import type { Plan } from '../../../shared/plan.ts';
import { pasteFacts } from '../../media/picture-facts-write.ts';
import { readTable } from '../../media/table.ts';

/** Puts colour profile, Exif and XMP of the source into pictures of this plan; undefined where there are none. @throws FrameWrightError `input-unreadable` when a table is gone. */
export async function picturePasteOf(plan: Plan, home: string): Promise<((picture: Buffer) => Buffer) | undefined> {
  const { picture } = plan.media;
  if (!picture || (!picture.icc && !picture.exif && !picture.xmp)) return undefined;
  const read = async (ref: typeof picture.icc): Promise<Buffer | null> => (ref ? Buffer.from(await readTable(home, ref)) : null);
  const facts = { icc: await read(picture.icc), exif: await read(picture.exif), xmp: await read(picture.xmp), width: plan.result.width, height: plan.result.height };
  return (bytes) => pasteFacts(bytes, facts);
}
