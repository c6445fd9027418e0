// What tests of the CEP panel's host stand on: a Premiere of some version, the built host script in it, and the adapter.
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCepHost } from '../../../plugin-premiere/cep/adapter.ts';
import type { Desk } from '../../../plugin-premiere/cep/desk.ts';
import { hostScript } from '../../../plugin-premiere/cep/host-script.ts';
import type { Host, HostClip, Placement } from '../../../shared/panel/host.ts';
import { instant } from '../../../shared/panel/instant.ts';
import type { Cep, CepOptions, MakeCep } from './cep-faces.ts';
import { createPremiere, type Premiere, type PremiereOptions } from './premiere.ts';
import { ticksPerSecond, type Item, type MediaFacts, type TimelineItem, type TimelineSequence } from './state.ts';

// By a name that the checker does not follow: the types of ExtendScript are global and would replace those of Node here.
const simulation: string = './cep.ts';
export const { createCep } = await import(simulation) as { readonly createCep: MakeCep };

export const versions = ['24.0.0', '25.5.0'] as const;

export type Stand = {
  readonly premiere: Premiere; readonly cep: Cep; readonly host: Host; readonly launched: string[][];
  readonly sequence: TimelineSequence; readonly source: Item; readonly clip: TimelineItem;
  /** Selects the clip and reads it as the panel does. */ selected(): Promise<HostClip>;
  close(): void;
};
export type StandOptions = Partial<CepOptions> & Partial<PremiereOptions> & { readonly media?: Readonly<Record<string, MediaFacts>>; readonly rate?: readonly [bigint, bigint]; readonly patienceMs?: number; readonly files?: readonly string[] };

export const picture = (frames: number, rate: number, more: Partial<MediaFacts> = {}): MediaFacts =>
  ({ start: 0n, duration: BigInt(Math.round(frames / rate * 1e6)) * ticksPerSecond / 1_000_000n, rate, size: { width: 640, height: 480 }, picture: true, sound: false, alpha: false, ...more });

/** A sequence at 25 fps with one clip: frames 50 to 100 show frames 10 to 60 of a file of 200 frames with sound. Results are pictures of 50 frames. */
export async function setUp({ version = '25.5.0', media = {}, rate = [25n, 1n], files = [], exportFile, ...given }: StandOptions = {}): Promise<Stand> {
  const extension = mkdtempSync(join(tmpdir(), 'cep extension-')), known: Readonly<Record<string, MediaFacts>> = { '/media/a.mov': picture(200, 25, { sound: true }), '/results/r.mov': picture(50, 25), ...media };
  await mkdir(join(extension, 'jsx'));
  await writeFile(join(extension, 'jsx', 'host.jsx'), await hostScript('test'));
  const present = new Set(files);
  const write: PremiereOptions['exportFile'] = async (asked) => {
    const done = await exportFile?.(asked) ?? false;
    if (done) present.add(asked.path);
    return done;
  };
  const premiere = createPremiere({ version, look: (path) => known[path] ?? null, exportFile: write }), cep = createCep(premiere, { extension, ...given });
  const sequence = premiere.addSequence('Cut', rate), source = premiere.addMedia('/media/a.mov'), clip = premiere.addClip(sequence, source, { track: 0, start: 50, frames: 50, from: 10 });
  const launched: string[][] = [];
  const desk: Desk = {
    readText: async () => null, writeText: async () => undefined, exists: async (path) => present.has(path),
    list: async () => files.filter((path) => path.endsWith('.epr')), launch: async (command) => { launched.push([...command]); }, output: async () => null, listens: async () => false, platform: 'macos', home: '/Users/u', variables: {},
  };
  const host = createCepHost({ engine: cep.engine, desk, hasProgram: true, clock: { sleep: (ms) => new Promise((resolve) => { setTimeout(resolve, Math.min(ms, 5)); }) }, patienceMs: given.patienceMs ?? 10_000, glanceMs: 250 });
  return {
    premiere, cep, host, launched, sequence, source, clip,
    async selected() {
      premiere.select(clip.id);
      return (await host.selection())[0]!;
    },
    close: () => rmSync(extension, { recursive: true, force: true }),
  };
}

/** The result for the whole of a clip. */
export const placement = (clip: HostClip, more: Partial<Placement> = {}): Placement => ({
  path: '/results/r.mov', shows: { from: 0, frames: 50, rate: '25' }, mode: 'track-above', clip, before: instant(0, '25'), after: instant(0, '25'), scale: 'keep-look', label: 'Restored a.mov', ...more,
});
export const codes = ({ notices }: { readonly notices: readonly { readonly code: string }[] }): string[] => notices.map(({ code }) => code);
