// Where the built dashboard lies.
import { join, relative, sep } from 'node:path';
import { cache, hashOf } from '../../bundling/sources.ts';

const root = join(import.meta.dirname, '..', '..');
export const builds = join(cache, 'dashboard');

/** Absolute path of the folder for the sources as they are now. */
export const buildFolder = async (): Promise<string> => join(builds, await hashOf([join(root, 'shared'), import.meta.dirname]));

/** The same place in a copy of the program: from its root, with `/`. */
export const placeOf = (folder: string): string => relative(root, folder).split(sep).join('/');
