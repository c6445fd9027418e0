// An editor with the panel in it, as the walk through every action knows it: what its user sees and does there.
import type { Page } from 'playwright-core';
import type { Client } from '../../../shared/client.ts';

/** Frames of a sequence at 25 frames a second; `from` is the first frame of the media shown. */
export type Place = { readonly start: number; readonly frames: number; readonly from: number };
/** A picture on the timeline; tracks count from 0, the lowest. */
export type Piece = Place & { readonly path: string; readonly track: number; readonly enabled: boolean };

export type Editor = {
  /** Whether the panel can trim in it. */ readonly trims: boolean;
  /** Ways of bringing a result back besides a track above, as the panel's choices call them. */ readonly ways: readonly string[];
  /** From now on the editor finds this file on the disk. */ reads(path: string): Promise<void>;
  /** The user lays a clip onto the lowest track; its name for the calls below. */ lay(path: string, place: Place): string;
  select(...clips: readonly string[]): void;
  move(clip: string, by: number): void;
  remove(clip: string): void;
  pieces(): readonly Piece[];
  /** Paths of what lies in the bin "FrameWright". */ bin(): readonly string[];
  /** What the panel keeps with the project. */ notes(): string;
  /** The user chooses the self-check in the editor's own menu of the panel. */ check(): void;
};

export type Seat = {
  readonly editor: Editor;
  /** Where clips and project lie. */ readonly folder: string; readonly home: string;
  /** Of the daemon that the panel works with. */ client(): Client;
  page(): Page;
  /** What consoles and policies of the pages complained about. */ readonly complaints: string[];
  /** The user closes the panel. */ close(): Promise<void>;
  open(): Promise<void>;
};
