// The hands and eyes of the walk: clicks in the panel, deeds in the editor, and the timeline compared frame by frame.
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Piece, Place, Seat } from './editor.ts';
import { framesOf, makeSource, sourceFrames, type Seen } from './frames.ts';

/** Work on a busy machine, ms. */
export const patient = 240_000;
export const soon = <Value>(look: () => Value | Promise<Value>) => expect.poll(look, { timeout: patient });

export type Clip = Place & { readonly id: string; readonly name: string; readonly path: string };
export type Driver = ReturnType<typeof createDriver>;

/** @param seat asked again each time: it is there when the first step begins. */
export function createDriver(seat: () => Seat) {
  const seen = new Map<string, Promise<readonly Seen[]>>(), laid: Clip[] = [];
  const look = (path: string): Promise<readonly Seen[]> => {
    seen.set(path, seen.get(path) ?? framesOf(path));
    return seen.get(path)!;
  };
  const card = (name: string): Locator => seat().page().getByRole('article', { name: `${name}.mov` });
  const resultsOf = ({ name, path }: Clip): readonly Piece[] => seat().editor.pieces().filter((piece) => piece.path !== path && piece.path.includes(name) && piece.enabled);
  const select = async (...clips: readonly Clip[]): Promise<void> => {
    seat().editor.select(...clips.map(({ id }) => id));
    for (const { name } of clips) await card(name).getByText('25 fps').waitFor();
  };

  /** Each clip has a file of its own, so that it is known by its name. */
  async function lay(name: string, place: Place): Promise<Clip> {
    const { editor, folder } = seat(), path = join(folder, `${name}.mov`), source = laid[0]?.path ?? join(folder, 'source.mov');
    if (laid.length === 0) await makeSource(source);
    await copyFile(source, path);
    await editor.reads(path);
    const clip = { ...place, name, path, id: editor.lay(path, place) };
    laid.push(clip);
    return clip;
  }

  /** While this runs the daemon begins no job: it waits for an editor that plays. */
  async function held(work: () => Promise<void>): Promise<void> {
    const tell = async (state: 'playing' | 'gone'): Promise<void> => { await seat().client().host({ host: 'a film', state }); };
    await tell('playing');
    // Who is silent for a minute is gone.
    const again = setInterval(() => void tell('playing'), 10_000);
    try { await work(); } finally {
      clearInterval(again);
      await tell('gone');
    }
  }

  /** The clip's result shows on this track, exactly where the clip lies now, and every frame of it is the clip's. */
  async function expectRestored(clip: Clip, track: number): Promise<Piece> {
    await soon(() => resultsOf(clip)).toMatchObject([{ track, start: clip.start, frames: clip.frames }]);
    const [result] = resultsOf(clip), top = seat().editor.pieces(), [was, is] = [await look(clip.path), await look(result!.path)];
    expect(was).toHaveLength(sourceFrames);
    for (let frame = 0; frame < clip.frames; frame += 1) {
      expect(uppermost(top, clip.start + frame)?.path, `frame ${frame} of ${clip.name}`).toBe(result!.path);
      expect(Math.abs(is[result!.from + frame]!.brightness - was[clip.from + frame]!.brightness), `frame ${frame} of ${clip.name}`).toBeLessThan(4);
    }
    return result!;
  }

  /** The clip itself shows again, alone. */
  async function expectOriginal(clip: Clip): Promise<void> {
    await soon(() => seat().editor.pieces().filter(({ path }) => path.includes(clip.name))).toMatchObject([{ path: clip.path, track: 0, start: clip.start, frames: clip.frames, from: clip.from, enabled: true }]);
  }

  return { seat, card, select, lay, held, look, resultsOf, expectRestored, expectOriginal, page: () => seat().page() };
}

const uppermost = (pieces: readonly Piece[], at: number): Piece | undefined =>
  pieces.filter(({ enabled, start, frames }) => enabled && start <= at && start + frames > at).reduce<Piece | undefined>((top, piece) => (top && top.track > piece.track ? top : piece), undefined);
