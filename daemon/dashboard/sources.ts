// Where the built dashboard lies.
import { join } from 'node:path';
import { cache, hashOf } from '../../bundling/sources.ts';

const root = join(import.meta.dirname, '..', '..');
export const builds = join(cache, 'dashboard');

/** Absolute path of the folder for the sources as they are now. */
export const buildFolder = async (): Promise<string> => join(builds, await hashOf([join(root, 'shared'), import.meta.dirname]));
