// Identity runs over real files and the matrix of generated ones: everything equal, or announced by the plan. One row for each in docs/truth.md.
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prove, proveOrder, wishForNothing, type Bench as Identity, type Proof } from '../../truth/identity.ts';
import { makeOrders } from '../../truth/orders.ts';
import type { Finding } from '../../truth/compare.ts';
import type { Shop } from '../material.ts';
import type { Bench, Row } from '../row.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const realFolders = ['video', 'container', 'fate'];

export const truth: Bench = {
  name: 'truth', title: 'Frame, colour and stream truth', long: true,
  async run(shop) {
    const identity = await openIdentity(shop);
    const real = await Promise.all(realFolders.map(async (name) => {
      const folder = join(root, '..', 'shared', 'testdata', name);
      return existsSync(folder) ? (await readdir(folder)).sort().map((file) => ({ name: `${name}/${file}`, path: join(folder, file) })) : [];
    }));
    const proofs: Proof[] = [];
    for (const { name, path } of real.flat()) proofs.push(tell(await prove(identity, name, path, { delivery: 'ffv1', container: 'mkv' }, { psnr: Infinity, format: '', part: null })));
    const files = proofs.length;
    for (const order of makeOrders()) proofs.push(tell(await proveOrder(identity, order)));
    await writeFile(join(root, 'docs', 'truth.md'), documentOf(proofs));
    return [rowOf('real files, delivered losslessly', proofs.slice(0, files)), rowOf('generated cases, two thirds of them delivered losslessly', proofs.slice(files))];
  },
};

export async function openIdentity({ client, folder }: Pick<Shop, 'client' | 'folder'>): Promise<Identity> {
  const own = join(folder, 'truth');
  await mkdir(own, { recursive: true });
  return { client, folder: own, nothing: await wishForNothing(client) };
}

function tell(proof: Proof): Proof {
  process.stdout.write(`  ${proof.ok ? 'yes    ' : '**no** '} ${lineOf(proof).join(' · ')}\n`);
  return proof;
}

const cell = (proof: Proof, what: Finding['what'], equal: string): string => {
  const found = proof.verdict?.findings.filter((finding) => finding.what === what) ?? [];
  if (!proof.verdict) return '';
  return found.length === 0 ? equal : found.map(({ difference, announced }) => (announced === null ? `**${difference}**` : `${difference} (announced)`)).join('; ');
};

/** The cells of a proof: file, frames, pts, tags, streams, PSNR, sound. */
function lineOf(proof: Proof): string[] {
  if (!proof.verdict) return [proof.what, `refused: ${proof.refused ?? ''}`, '', '', '', '', ''];
  const psnr = cell(proof, 'picture', proof.verdict.psnr === Infinity ? 'equal' : `${proof.verdict.psnr.toFixed(1)} dB`);
  return [proof.what, cell(proof, 'frames', String(proof.result?.frames)), cell(proof, 'pts', 'equal'), cell(proof, 'tags', 'equal'), cell(proof, 'streams', 'equal'), psnr, cell(proof, 'audio', 'equal')];
}

function rowOf(what: string, proofs: readonly Proof[]): Row {
  const good = proofs.filter(({ ok }) => ok).length;
  const announced = proofs.filter(({ ok, verdict }) => ok && verdict!.findings.length > 0).length;
  return {
    what, holds: 'all equal or announced', found: `${good} of ${proofs.length}`, ok: proofs.length === 0 ? null : good === proofs.length,
    note: proofs.length === 0 ? '../shared is not here' : `${announced} with an announced difference; each row in [truth.md](truth.md)`,
  };
}

function documentOf(proofs: readonly Proof[]): string {
  const rows = proofs.map((proof) => `| ${proof.ok ? '' : '**no**'} | ${lineOf(proof).map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`);
  return [
    '# Frame, colour and stream truth', '',
    'Written by `npm run bench -- truth`. Every file goes through a whole job in which no stage acts: real files and two thirds of the cases are delivered as FFV1 in Matroska, the others as their row says (PSNR of 50 dB at least where the codec loses something). Source and result are then read by a',
    'plain FFmpeg reader that shares no code with the product (`test/truth/reader.ts`). `equal` means: the same; *announced*: a sentence of the plan, shown before the start, says it.', '',
    '| wrong | file or case | frames | pts | tags | streams | picture | sound begins |', '| --- | --- | --- | --- | --- | --- | --- | --- |', ...rows, '',
  ].join('\n');
}
