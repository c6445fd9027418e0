// What the panel shows and what can be done in it. The pages draw this state and call these actions; they hold nothing of it themselves.
import type { Analysed } from '../../analysis.ts';
import type { Client } from '../../client.ts';
import type { FrameWrightError } from '../../errors.ts';
import type { Progress } from '../../events.ts';
import type { JobSummary } from '../../job.ts';
import type { AnyMedia } from '../../media.ts';
import type { PictureRef } from '../../pictures.ts';
import type { Command, Host, HostClip, HostContext, HostInfo, MenuItem, PlaceMode, Surroundings } from '../host.ts';
import type { LineState } from '../link.ts';
import type { Edge, Extension, Target } from './extension.ts';
import type { Entry } from './ledger.ts';
import type { Refusal, Way } from './refusals.ts';
import type { EditorSettings } from './settings.ts';

/** What the daemon says of a clip's file. Asked once for each file; `found` comes after `media`. */
export type Look = {
  readonly state: 'none' | 'looking' | 'known' | 'failed';
  readonly media: AnyMedia | null; readonly found: Analysed | null; readonly failure: FrameWrightError | null;
};

/** One order and what became of it: the note of it, and what is known of its job now. */
export type Work = {
  readonly entry: Entry;
  /** As the daemon last told it; null until then, and when it has forgotten it. */ readonly job: JobSummary | null;
  readonly progress: Progress | null;
  /** What is being done to it in the editor or asked of the daemon. */ readonly busy: 'sending' | 'placing' | 'reverting' | 'relinking' | 'asking' | null;
  /** Of the last thing that was tried; the note keeps why a job failed. */ readonly failure: FrameWrightError | null;
  /** Whether its result waits for the user's word, because it was there before the panel was; for orders under way, until the daemon was asked. */ readonly waits: boolean;
};

export type Card = {
  /** Names the card as long as the panel is open. */ readonly id: string;
  /** As it is now; as it was last seen where it is gone. */ readonly clip: HostClip;
  readonly selected: boolean; /** Whether it is still in the sequence, as far as is known. */ readonly present: boolean;
  readonly look: Look; /** What its in point shows. */ readonly thumbnail: PictureRef | null;
  /** Why it cannot be restored by the chosen way of placing; null where it can. */ readonly refusal: Refusal | null;
  readonly hints: readonly Hint[];
  /** What lies around it; null until asked, and for clips that are not selected. */ readonly surroundings: Surroundings | null;
  /** The newest order for it. */ readonly work: Work | null;
  readonly busy: 'rendering' | 'trimming' | 'finding' | null; readonly failure: FrameWrightError | null;
};
/** What a user should know before restoring: said, not refused. */
export type Hint = 'effects-stay-below' | 'every-use' | 'other-rate' | 'variable-rate' | 'retimed-as-rate' | 'sound-stays' | 'no-end-known' | 'clip-disabled';

/** `unkept`: the host keeps none, or no project is open. `damaged`: what was there could not be read and is kept aside. `newer`: a newer version wrote them, so nothing is written. */
export type NotesState = 'loading' | 'kept' | 'unkept' | 'damaged' | 'newer' | 'full' | 'failed';

export type Overall = {
  /** Orders at work or waiting for their turn. */ readonly running: number;
  /** 0 to 1 over them; null where there is none. */ readonly fraction: number | null;
  /** Seconds left as far as is known. */ readonly secondsLeft: number | null;
  /** Results that wait to be placed. */ readonly ready: number;
};

export type SessionState = {
  /** Null until the host has answered. */ readonly host: HostInfo | null; readonly hostFailure: FrameWrightError | null;
  readonly line: LineState; readonly context: HostContext;
  readonly cards: readonly Card[];
  /** Every order of this project, the newest first. */ readonly works: readonly Work[];
  readonly settings: EditorSettings; /** Null where nothing was sent yet. */ readonly last: EditorSettings | null;
  /** How results go back, as settings and host have it. */ readonly mode: PlaceMode;
  readonly overall: Overall; readonly notes: NotesState; /** Why the last writing or reading of notes failed. */ readonly notesFailure: FrameWrightError | null;
  /** An edge that the user has dragged to the end of its media. */ readonly reached: { readonly card: string; readonly edge: Edge } | null;
  /** Why the daemon's queue stands still; null while it moves. */ readonly hold: string | null;
};

/** Those that end in the daemon or the editor resolve when it has answered; failures are in the state, so none of them rejects. */
export type Actions = {
  choose(change: Partial<EditorSettings>): void;
  /** Restores the selected clips, or those named, as chosen or as said. `asking` names a command that other panels of the editor may have heard, too. */
  restore(cards?: readonly string[], change?: Partial<EditorSettings>, asking?: string): Promise<void>;
  /** Of the selected clips, or those named, what lies between the in and out points of the sequence. */
  restoreMarked(cards?: readonly string[]): Promise<void>;
  /** The same with the choices of last time. */
  sameAsLast(cards?: readonly string[], asking?: string): Promise<void>;
  /** What an extension would take; null where the host tells too little. Quick: it may be called while a hand moves. */
  extension(card: string, edge: Edge, target: Target): Extension | null;
  /** Trims where the media has enough, else has the missing frames made. */
  extend(card: string, edge: Edge, target: Target): Promise<void>;
  /** Goes a way out of a refusal. */
  wayOut(card: string, way: Way): Promise<void>;
  place(work: string, mode?: PlaceMode): Promise<void>;
  /** Everything that waits. */
  placeAll(): Promise<void>;
  cancel(work: string): Promise<void>;
  retry(work: string): Promise<void>;
  revert(work: string): Promise<void>;
  /** Restores the clip of an order once more, wherever it is now. */
  again(work: string, change?: Partial<EditorSettings>): Promise<void>;
  /** The result lies elsewhere now. */
  relink(work: string, path: string): Promise<void>;
  /** Shows a card's clip, or an order's placed result, in the sequence. */
  reveal(what: { readonly card: string } | { readonly work: string }): Promise<void>;
  openFolder(work: string): Promise<void>;
  /** Takes a card, or an ended order with its note, off the panel. */
  dismissCard(card: string): void;
  forget(work: string): void;
  setMenu(items: readonly MenuItem[]): void;
  /** As if it came from a menu of the editor: flyout items, keys, buttons. */
  command(command: Command): void;
  /** Asks the editor for selection and surroundings anew. */
  refresh(): Promise<void>;
};

export type Session = Actions & {
  readonly client: Client; readonly host: Host;
  state(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Commands that open something of the panel: extend, preview, open and self-check. */
  onCommand(listener: (command: Command) => void): () => void;
  /** Begins to listen and asks for everything; ends with the returned function. */
  start(): () => void;
};
