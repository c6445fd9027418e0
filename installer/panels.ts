// The panels as they are built: beside the sources of an installed or unpacked program, otherwise made of the sources.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Absolute folders: one with the `.ccx`; the CEP extension; `panel` and `scripts` for Resolve. */
export type Panels = Readonly<Record<'premiere-uxp' | 'premiere-cep' | 'resolve', string>>;

/** Where the panels can be read. @throws Error with webpack's words when the sources do not build. */
export async function builtPanels(root: string): Promise<Panels> {
  const folder = join(root, 'panels');
  if (existsSync(folder)) return { 'premiere-uxp': join(folder, 'premiere-uxp'), 'premiere-cep': join(folder, 'premiere-cep'), resolve: join(folder, 'resolve') };
  // Only a checkout has the tools that these ask for.
  const [{ buildUxp }, { buildCep }, { buildResolve }] = await Promise.all([import('../plugin-premiere/uxp/build.ts'), import('../plugin-premiere/cep/build.ts'), import('../plugin-resolve/build.ts')]);
  return { 'premiere-uxp': (await buildUxp()).folder, 'premiere-cep': (await buildCep()).panel, resolve: await buildResolve() };
}
