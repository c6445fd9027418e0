// What installing changes, as data that the command line prints and the installer makes.

/** What can be put somewhere by itself; the program always is, because the others point at it. */
export const installParts = ['program', 'link', 'premiere', 'resolve', 'service'] as const;
export type InstallPart = (typeof installParts)[number];

/** One change to the user's own account. Paths are absolute. */
export type Change = { readonly says: string; readonly part: InstallPart } & (
  | { readonly kind: 'write'; readonly path: string; readonly text: string; /** The lines of it that tell something of this machine, where the others are shipped. */ readonly shown?: string; /** Written as UTF-16 with its mark. */ readonly utf16?: true; readonly executable?: true }
  | { readonly kind: 'copy'; readonly from: string; readonly path: string }
  /** A copy of the program with its packages: complete or not there. */
  | { readonly kind: 'program'; readonly from: string; readonly path: string; readonly version: string }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  /** Lines added to a file that is the user's: `before` null where there is none; `after` null removes what was ours alone. */
  | { readonly kind: 'edit'; readonly path: string; readonly before: string | null; readonly after: string | null }
  | { readonly kind: 'remove'; readonly path: string }
  /** The program's folder, but for what FrameWright did not put there. */
  | { readonly kind: 'remove-program'; readonly path: string; /** Files in it that stay, from `path`. */ readonly keep: readonly string[] }
  /** A folder that holds only what FrameWright makes, whole. */
  | { readonly kind: 'remove-folder'; readonly path: string }
  /** A folder that is removed only where nothing is left in it. */
  | { readonly kind: 'remove-empty'; readonly path: string }
  /** The last of all: what was known of this installation, and the empty folders that held it. */
  | { readonly kind: 'remove-ledger'; readonly path: string; readonly folders: readonly string[] }
  /** After this process has ended: Windows removes no program that runs. */
  | { readonly kind: 'remove-later'; readonly path: string }
  | { readonly kind: 'run'; readonly words: readonly string[]; /** What taking it back runs, under a name that is kept. */ readonly setting?: Setting; /** Failing is told and ends nothing. */ readonly mayFail?: true }
  /** Nothing is changed; something is said that the user does or should know. */
  | { readonly kind: 'note' }
);
/** Something that a program of the system keeps for us. `value` tells whether it is as it should be. */
export type Setting = { readonly name: string; readonly value: string; readonly undo: readonly (readonly string[])[] };

export type InstallWish = {
  /** Null: the program, links, and what this machine has editors for. */ readonly parts: readonly InstallPart[] | null;
  /** Replaces or removes files that are not as FrameWright wrote them, too. */ readonly force: boolean;
};
export type UninstallWish = InstallWish & { readonly keepData: boolean };

export type PartStatus = {
  readonly part: InstallPart; readonly installed: boolean; /** Whether `install` would change nothing. */ readonly current: boolean;
  /** Where, which version, what is missing: sentences. */ readonly says: readonly string[];
};
export type InstallStatus = { readonly version: string; readonly installed: string | null; readonly folder: string; readonly parts: readonly PartStatus[] };

/** What the command line asks of the installer. */
export type Installer = {
  /** What installing would change now, in order. @throws FrameWrightError `install-unsupported`, `install-blocked`, `editor-missing`. */
  installChanges(wish: InstallWish): Promise<readonly Change[]>;
  uninstallChanges(wish: UninstallWish): Promise<readonly Change[]>;
  /** Makes them, one after the other; `said` is told before each. Going on after an interruption is asking for the changes again. @throws FrameWrightError `install-failed`. */
  make(changes: readonly Change[], said: (change: Change) => void): Promise<void>;
  status(): Promise<InstallStatus>;
};
