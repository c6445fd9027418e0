// What an editor is to the panel. Each editor has one implementation; the panel asks what a host can do and never which one it is.
import type { PanelCommand } from '../events.ts';
import type { Interpretation } from '../preset.ts';
import type { Instant, Span } from './instant.ts';

/** Ways of bringing a result back. `track-above` is the safe one; `take` and `swap` keep what the editor has laid on the clip; `bin` touches no sequence. */
export type PlaceMode = 'track-above' | 'replace' | 'append' | 'prepend' | 'take' | 'swap' | 'bin';

/** What a host can do in the version at hand; declared by its adapter from what it found, read by the panel. */
export type Capabilities = {
  /** How the selection is known: told when it changes, asked again and again, only what lies under the playhead, or chosen in the panel itself. */
  readonly selection: 'event' | 'poll' | 'playhead' | 'chosen';
  /** Whether the panel can select a clip on the timeline. */ readonly selects: boolean;
  readonly clipIds: 'stable' | 'weak' | 'none';
  /** Whether speed and direction of a clip are told, or can only be told from lengths. */ readonly speed: 'told' | 'inferred';
  /** Ways of placing that work, the default one first. */ readonly places: readonly PlaceMode[];
  /** What one undo takes back. */ readonly undo: 'one-step' | 'each-call' | 'none';
  readonly trims: boolean; readonly makesTracks: boolean;
  /** Whether a result can be placed without its sound; otherwise results are asked for without sound. */ readonly placesPictureAlone: boolean;
  /** Whether swapping the media behind a clip changes this use or every use of it. */ readonly swaps: 'this-use' | 'every-use' | 'none';
  /** Whether it tells when a trim reaches the end of the media. */ readonly tellsExtendReached: boolean;
  /** Where notes of a project are kept. */ readonly notes: 'project' | 'sequence' | 'browser' | 'none';
  /** Whether it can export a range of the sequence as a file. */ readonly renders: boolean;
  /** How the daemon is started from it. */ readonly startsDaemon: 'spawn' | 'link' | 'none';
  /** Type of the data by which a file is dragged out of the panel; null where nothing can be. */ readonly dragType: string | null;
  /** Whether `setMenu` shows a menu of the editor's own. */ readonly hasMenu: boolean;
};

export type HostInfo = {
  /** Stable: `premiere`, `resolve`, `browser`. For words and for the queue's turns, never for decisions. */ readonly id: string;
  readonly name: string; readonly version: string;
  /** What runs the adapter: `UXP 8.1`, `CEP 12`, `Workflow Integration`. */ readonly engine: string;
  readonly platform: 'windows' | 'macos' | 'linux' | 'unknown';
  readonly capabilities: Capabilities; readonly appearance: Appearance;
  /** BCP 47, as the editor is set. */ readonly locale: string;
};
/** `background` is a CSS colour of the editor's panels, null where it is not told; `scale` the editor's interface scale, 1 for 100 %. */
export type Appearance = { readonly theme: 'light' | 'dark'; readonly background: string | null; readonly scale: number };

/** What lies behind a clip on a timeline. Only `media` and `sound` are files that can be read as they are. */
export type ClipKind = 'media' | 'sound' | 'still' | 'nested' | 'multicam' | 'adjustment' | 'title' | 'generator';
/** `ratio` as in `'1'`, `'2'`, `'1/2'`: source seconds shown in one second. `varying`: ramped; `hidden`: the host does not say enough. */
export type Speed = { readonly kind: 'constant'; readonly ratio: string } | { readonly kind: 'varying' } | { readonly kind: 'hidden' };

/** A clip on a timeline as it was when it was looked at. It is plain data: it is kept in notes and found again after the user has gone on editing. */
export type HostClip = {
  /** The adapter's own words for finding it again. */ readonly key: string;
  readonly name: string; readonly kind: ClipKind;
  /** Absolute path of its media; null where it has none or the host does not tell. */ readonly path: string | null;
  readonly offline: boolean; readonly enabled: boolean;
  /** `index` from 0 upwards; `locked` null where it is not told. */ readonly track: { readonly index: number; readonly name: string; readonly locked: boolean | null };
  readonly sequence: string;
  /** Where it lies in its sequence, from the sequence's first moment. */ readonly place: Span;
  /** What of its media it shows, from the first picture of the media; null where the host does not tell. */ readonly source: Span | null;
  /** Length of the media; null where the host does not tell. */ readonly mediaLength: Instant | null;
  /** Frames per second of the media as the editor reads it, and its size; null where not told. */ readonly rate: string | null; readonly size: Size | null;
  readonly speed: Speed; readonly reversed: boolean | null;
  /** How many effects, grades or compositions lie on it; null where not told. */ readonly effects: number | null;
  /** What the user told the editor about this media: passed on to the daemon. */ readonly interpretation: Interpretation;
  readonly hasAlpha: boolean | null; readonly hasLinkedSound: boolean | null;
};
export type Size = { readonly width: number; readonly height: number };

export type HostContext = {
  readonly project: { readonly id: string; readonly name: string; /** Absolute; null before it was saved, or where projects are no files. */ readonly path: string | null } | null;
  readonly sequence: {
    readonly id: string; readonly name: string; /** Frames per second. */ readonly rate: string; readonly dropFrame: boolean;
    /** Timecode of its first moment, as a time. */ readonly startsAt: Instant;
    readonly size: Size; /** From its first moment, as all of these. */ readonly playhead: Instant | null; readonly marks: { readonly in: Instant | null; readonly out: Instant | null };
    readonly end: Instant;
  } | null;
};

/** What lies around a clip on its own track: an end of null means that nothing follows. */
export type Surroundings = { readonly gapBefore: Instant; readonly gapAfter: Instant | null };

export type Placement = {
  /** Absolute path of the result. */ readonly path: string;
  /** Which frames of it are shown, on its own frames. */ readonly shows: { readonly from: number; readonly frames: number; readonly rate: string };
  readonly mode: PlaceMode;
  /** The clip as it was sent; null with `bin`. It is found again before anything is written. */ readonly clip: HostClip | null;
  /** How much earlier than the clip the result begins and how much later it ends, in sequence time; with `append` and `prepend` only that length counts. Negative where only a part of the clip was sent. */ readonly before: Instant; readonly after: Instant;
  /** `keep-look`: a larger result covers the picture as the clip does. */ readonly scale: 'as-is' | 'keep-look';
  /** What the undo step and the clip are called, in the user's language. */ readonly label: string;
};

/** Something that a user should know of a placement, as the panel's languages word it. `reason` is the host's own word, where it gave one. */
export type PlaceNotice = {
  readonly code: 'clip-moved' | 'clip-gone' | 'clip-changed' | 'track-made' | 'no-free-track' | 'track-locked' | 'not-placed' | 'slid-back' | 'length-corrected' | 'sound-left-out' | 'effects-stay-below' | 'not-undoable' | 'every-use' | 'scaled' | 'not-scaled';
  readonly reason: string | null;
};
/** What was read back after writing: never what was asked for. */
export type Placed = {
  readonly mode: PlaceMode;
  /** The adapter's words for finding item and clip again. */ readonly item: string; readonly key: string | null;
  readonly sequence: string | null; readonly track: number | null; readonly place: Span | null;
  readonly notices: readonly PlaceNotice[];
};

/** `id` names a command as `menu.ts` reads it: choosing the item sends the event `command`. */
export type MenuItem = { readonly id: string; readonly label: string; readonly enabled?: boolean; readonly checked?: boolean; readonly items?: readonly MenuItem[] };
/** Of menus, script entries and keys; `preset` where one was named. */
export type Command = { readonly name: PanelCommand['name']; readonly preset: string | null; /** Names the asking where several panels may have heard it: what they send for it is one job. */ readonly id?: string };

export type HostEvent =
  | { readonly kind: 'selection'; readonly clips: readonly HostClip[] }
  | { readonly kind: 'context'; readonly context: HostContext }
  | { readonly kind: 'appearance'; readonly appearance: Appearance }
  | { readonly kind: 'activity'; readonly state: 'idle' | 'playing' | 'rendering' }
  | { readonly kind: 'extend-reached'; readonly edge: 'start' | 'end' }
  | { readonly kind: 'command'; readonly command: Command };

/** One line of the self-check: `unknown` where the host cannot be asked. `detail` is for a report, in English. */
export type Check = { readonly id: string; readonly state: 'good' | 'bad' | 'unknown'; readonly detail: string };

/** Every call rejects with FrameWrightError: `host-failed`, `host-silent` after a time-out, `host-cannot` for what the capabilities deny, `clip-gone`. */
export type Host = {
  describe(): Promise<HostInfo>;
  /** Clips that are selected now, in timeline order, pictures before sound; linked sound is not listed beside its picture. */
  selection(): Promise<readonly HostClip[]>;
  context(): Promise<HostContext>;
  surroundings(clip: HostClip): Promise<Surroundings>;
  /** The clip as it is now, wherever it went; null when it is gone. */
  find(clip: HostClip): Promise<HostClip | null>;
  /** Imports the result into the bin "FrameWright", places it, reads back. What cannot be placed as asked ends in the bin, with a notice that says why. */
  place(placement: Placement): Promise<Placed>;
  /** Takes a placement back: the sequence shows the original again. The result's file stays. */
  revert(placed: Placed, original: HostClip): Promise<void>;
  /** Points the item in the bin to another file: a result that was moved or made again. */
  relink(placed: Placed, path: string): Promise<void>;
  /** Moves the playhead to a clip or a placed result, and selects it where the host can. */
  reveal(key: string): Promise<void>;
  /** Moves an edge to a time of the sequence, within the clip's media. */
  trim(clip: HostClip, edge: 'start' | 'end', to: Instant): Promise<HostClip>;
  /** Exports what the sequence shows of a clip as a file in `folder`, an absolute path; the path of that file. */
  render(clip: HostClip, folder: string): Promise<string>;
  /** Notes of the project, as text of at most 256 KiB; null when there are none. They are saved with it. */
  readNotes(): Promise<string | null>;
  writeNotes(text: string): Promise<void>;
  /** Opens a file's folder, or a web address, outside the editor. */
  open(what: { readonly kind: 'folder-of' | 'link'; readonly target: string }): Promise<void>;
  setMenu(items: readonly MenuItem[]): Promise<void>;
  /** Looks whether every part of the API is there and works, and places and removes something on a scratch sequence. */
  check(): Promise<readonly Check[]>;
  subscribe(listener: (event: HostEvent) => void): () => void;
};
