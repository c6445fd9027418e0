// Kept pictures beside each other.
import { FrameWrightError } from '../../../shared/errors.ts';
import { drawSheet } from '../../quality/sheet.ts';
import type { TaskFunction } from '../contract.ts';
import { findPicture, foundOrMade, pictureId } from '../picture-store.ts';

export const sheetTask: TaskFunction<'sheet'> = async ({ pictures }, { home }) => {
  const made = await foundOrMade(home, pictureId(['sheet', pictures]), async () => drawSheet(await Promise.all(pictures.map(async ({ title, id }) => {
    const found = await findPicture(home, id);
    if (!found) throw new FrameWrightError('picture-gone');
    return { title, width: found.ref.width, height: found.ref.height, bytes: found.bytes };
  }))));
  return made.ref;
};
