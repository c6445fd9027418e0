// The files that say what was done: always JSON, and XMP where it was asked for.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sidecarOf, type SidecarFacts } from '../../quality/sidecar.ts';
import { xmpOf } from '../../quality/xmp.ts';
import { companionOf } from '../companions.ts';
import type { Delivered } from '../contract.ts';
import { describeFile } from './unit-files.ts';

/** Writes them into `folder`, to go beside `output`. */
export async function writeReports(facts: SidecarFacts, { folder, output, signal }: { readonly folder: string; readonly output: string; readonly signal: AbortSignal }): Promise<{ readonly files: Delivered['files']; readonly sidecar: string }> {
  const sidecar = companionOf(output, '.framewright.json');
  const texts = [{ name: 'sidecar.json', to: sidecar, text: sidecarOf(facts) }, ...(facts.plan.delivery.xmp ? [{ name: 'sidecar.xmp', to: companionOf(output, '.xmp'), text: xmpOf(facts) }] : [])];
  for (const { name, text } of texts) await writeFile(join(folder, name), text, { flush: true });
  return { files: await Promise.all(texts.map(({ name, to }) => describeFile(join(folder, name), to, signal))), sidecar };
}
