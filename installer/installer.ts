// The installer of this machine: looks, tells, makes.
import { join } from 'node:path';
import type { Change, Installer, InstallPart, InstallStatus, InstallWish, PartStatus } from '../shared/installing.ts';
import { installParts } from '../shared/installing.ts';
import { FrameWrightError } from '../shared/errors.ts';
import { installChanges, partsOf, placesFor, uninstallChanges, type LeavingSituation, type Situation, type Standing } from './install.ts';
import { readLedger } from './ledger.ts';
import { demandSupported, systemOf } from './libraries.ts';
import { look, type Look } from './look.ts';
import { makeChange, type Maker } from './make.ts';
import { builtPanels, type Panels } from './panels.ts';
import type { Surroundings } from './places.ts';
import { hasResolve } from './resolve.ts';
import { premieres } from './premiere.ts';
import { builtFolders, shippedFrom, type Shipped } from './shipped.ts';
import { inTurn } from './turn.ts';
import { isComplete, readListing, strangeIn } from './tree.ts';

export type InstallerOptions = {
  readonly surroundings: Surroundings;
  /** Another machine's looks, for tests. */ readonly see?: Look;
  daemonRuns(): Promise<boolean>;
  /** Words of commands that forget what lies outside the data folder. */ forget(): Promise<LeavingSituation['forget']>;
  /** Takes what could not be taken back, and why. */ readonly tell: (line: string) => void;
};

export function createInstaller({ surroundings, see = look, daemonRuns, forget, tell }: InstallerOptions): Installer {
  const { root, version } = surroundings;
  let source: Promise<{ readonly shipped: Shipped; readonly panels: Panels }> | null = null;
  const find = () => (source ??= findSource(surroundings));
  const standing = async (force: boolean): Promise<Standing> => ({ surroundings, see, daemonRuns: await daemonRuns(), stays: await staying(placesFor(surroundings).versions, force) });
  const situationOf = async (force: boolean): Promise<Situation> => {
    const { shipped, panels } = await find(), path = join(placesFor(surroundings).versions, shipped.name);
    return { ...await standing(force), panels, program: { name: shipped.name, version: shipped.version, from: root, complete: isComplete(path) } };
  };
  return {
    installChanges: async (wish) => {
      demandSupported(surroundings);
      return installChanges(await situationOf(wish.force), wish);
    },
    uninstallChanges: async (wish) => uninstallChanges({ ...await standing(wish.force), forget: wish.parts === null && !wish.keepData ? await forget() : [] }, wish),
    make: async (changes, said) => {
      const places = placesFor(surroundings);
      const maker: Maker = { places, version, shipped: async () => (await find()).shipped, failed: (change, why) => tell(`That did not work, and the rest goes on: ${change.says} ${why}`) };
      const makeAll = async (): Promise<void> => {
        for (const change of changes) {
          said(change);
          await makeChange(change, maker);
        }
      };
      // Words alone need no turn, nor a folder that can be written.
      await (changes.every(({ kind }) => kind === 'note') && see.kind(places.turn) === null ? makeAll() : inTurn(places.turn, makeAll));
    },
    status: async () => statusOf(await situationOf(false)),
  };
}

async function findSource({ root, version, ...machine }: Surroundings): Promise<{ shipped: Shipped; panels: Panels }> {
  return { shipped: await shippedFrom({ root, system: systemOf(machine), version, built: readListing(root) ? {} : await builtFolders(root) }), panels: await builtPanels(root) };
}

/** What stays of each copy when it is removed. */
async function staying(versions: string, force: boolean): Promise<Standing['stays']> {
  const found = await Promise.all(look.names(versions).map(async (name) => {
    const folder = join(versions, name), { changed, foreign } = await strangeIn(folder);
    return [folder, [...(force ? [] : changed), ...foreign]] as const;
  }));
  return (folder) => new Map(found).get(folder) ?? [];
}

function statusOf(situation: Situation): InstallStatus {
  const { surroundings } = situation, places = placesFor(surroundings), ledger = readLedger(situation.see, places), had = partsOf(ledger);
  const ask = (wish: InstallWish['parts']): readonly Change[] | string => {
    try { return installChanges(situation, { parts: wish, force: false }); } catch (error) {
      if (error instanceof FrameWrightError) return error.message;
      throw error;
    }
  };
  const parts = installParts.map((part): PartStatus => partStatus(part, had.has(part), ask(part === 'program' || part === 'link' ? [] : [part]), situation));
  return { version: surroundings.version, installed: ledger.version || null, folder: places.program, parts };
}

function partStatus(part: InstallPart, installed: boolean, found: readonly Change[] | string, situation: Situation): PartStatus {
  if (typeof found === 'string') return { part, installed, current: false, says: [found] };
  const own = found.filter((change) => change.part === part), toDo = own.filter(({ kind }) => kind !== 'note');
  const notes = own.filter(({ kind }) => kind === 'note').map(({ says }) => says);
  if (!installed) return { part, installed, current: false, says: [whyNot(part, situation), ...notes] };
  return { part, installed, current: toDo.length === 0, says: [...(toDo.length ? ['This version would have it otherwise. Installing it would do this:', ...toDo.map(({ says }) => says.replace(/:$/, '.'))] : ['As it should be.']), ...notes] };
}

function whyNot(part: InstallPart, { surroundings, see }: Situation): string {
  if (part === 'premiere') return premieres(surroundings, see).length ? 'Premiere Pro is on this machine; framewright install --premiere gives it the panel.' : 'No Premiere Pro was found.';
  if (part === 'resolve') return hasResolve(surroundings, see) ? 'DaVinci Resolve is on this machine; framewright install --resolve gives it the panel.' : 'No DaVinci Resolve was found.';
  return part === 'service' ? 'The daemon starts when it is needed; framewright install --service starts it at login.' : 'Not installed; framewright install puts it there.';
}
