// What a photo carries beside its pixels, put into the result.
import type { Plan } from '../../../shared/plan.ts';
import { pasteFacts } from '../../media/picture-facts-write.ts';
import { readTable } from '../../media/table.ts';
import { orientationOf } from '../../media/turn.ts';

/** Puts colour profile, Exif, XMP and orientation of the source into pictures of this plan; undefined where there are none. @throws FrameWrightError `input-unreadable` when a table is gone. */
export async function picturePasteOf(plan: Plan, home: string): Promise<((picture: Buffer) => Buffer) | undefined> {
  const { picture } = plan.media;
  const orientation = orientationOf(plan.delivery);
  if (!picture || (!picture.icc && !picture.exif && !picture.xmp && orientation === 1)) return undefined;
  const read = async (ref: typeof picture.icc): Promise<Buffer | null> => (ref ? Buffer.from(await readTable(home, ref)) : null);
  const facts = { icc: await read(picture.icc), exif: await read(picture.exif), xmp: await read(picture.xmp), orientation, width: plan.result.width, height: plan.result.height };
  return (bytes) => pasteFacts(bytes, facts);
}
