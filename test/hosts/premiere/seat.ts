// The panel's own conductor over a simulated Premiere, through whichever of its two interfaces; the daemon does as a test says.
import { expect } from 'vitest';
import type { Command, Host } from '../../../shared/panel/host.ts';
import { createSession } from '../../../shared/panel/editor/session.ts';
import type { Session } from '../../../shared/panel/editor/state.ts';
import { createPaperDaemon, type PaperDaemon } from '../../panel/daemon.ts';
import type { ExportAsked, Premiere } from './premiere.ts';
import { itemOf, ticksPerSecond, type Item, type MediaFacts, type TimelineItem, type TimelineSequence } from './state.ts';

/** For what goes through Premiere's one queue of calls, ms. */
export const patient = { timeout: 30_000 };

type Page = { readonly host: Host; close(): void | Promise<void> };
/** A panel's plugin in a Premiere: frames 50 to 100 of a sequence at 25 fps show frames 10 to 60 of `/media/a.mov`. */
export type Plugin = {
  readonly premiere: Premiere; readonly sequence: TimelineSequence; readonly source: Item; readonly clip: TimelineItem;
  /** The editor as a page is given it; another call is the panel opened again. */ page(): Page;
  /** Another panel in the same Premiere. */ beside(): Page;
  /** Chooses a command in a menu of Premiere's own. */ choose(name: Command['name']): void;
  close(): void | Promise<void>;
};
export type Given = { readonly media?: Readonly<Record<string, MediaFacts>>; readonly exportFile?: (asked: ExportAsked) => Promise<boolean> };
export type OpenPlugin = (given: Given) => Promise<Plugin>;

export type Seat = {
  readonly plugin: Plugin; readonly premiere: Premiere; readonly daemon: PaperDaemon; session: Session;
  /** The panel, closed; and opened again. */ close(): Promise<void>; reopen(): Promise<void>;
  select(...clips: readonly TimelineItem[]): Promise<void>;
  states(): string[];
};

/** Media of so many frames at 25 fps. */
export const media = (frames: number, sound = false): MediaFacts => ({ start: 0n, duration: BigInt(frames) * ticksPerSecond / 25n, rate: 25, size: { width: 1920, height: 1080 }, picture: true, sound, alpha: false });
const results = { '/media/a.mov': media(200, true), ...Object.fromEntries(['1', '2', '3'].map((n) => [`/results/job-${n}.mov`, media(50)])) };
let ids = 0;

/** @param ends is given what is to be ended after the test. */
export async function takeSeat(openPlugin: OpenPlugin, ends: (() => void | Promise<void>)[], given: Given = {}): Promise<Seat> {
  const plugin = await openPlugin({ ...given, media: { ...results, ...given.media } }), daemon = createPaperDaemon();
  ends.push(() => plugin.close());
  return sitDown(plugin, daemon, ends, plugin.page);
}

/** A panel, given what opens its page. */
export async function sitDown(plugin: Plugin, daemon: PaperDaemon, ends: (() => void | Promise<void>)[], open: () => Page): Promise<Seat> {
  const begin = (): { readonly session: Session; close(): Promise<void> } => {
    const page = open(), session = createSession({ link: { host: page.host, transport: daemon.transport, connection: daemon.connection }, label: (clip) => `Restored ${clip}`, newId: () => `id-${++ids}` }), end = session.start();
    return { session, async close() { end(); await page.close(); } };
  };
  let now = begin();
  ends.push(() => now.close());
  const described = () => expect.poll(() => now.session.state().host !== null, patient).toBe(true);
  await described();
  const seat: Seat = {
    plugin, premiere: plugin.premiere, daemon, session: now.session, close: () => now.close(),
    async reopen() {
      now = begin();
      seat.session = now.session;
      await described();
    },
    async select(...clips) {
      plugin.premiere.select(...clips.map(({ id }) => id));
      await expect.poll(() => seat.session.state().cards.filter(({ selected, look }) => selected && look.state === 'known').length, patient).toBe(clips.length);
    },
    states: () => seat.session.state().works.map(({ entry }) => entry.state),
  };
  return seat;
}

/** A timeline by its files, in frames: `V1 [50,100) a.mov from 10`. */
export function laid(premiere: Premiere): string[] {
  const sequence = premiere.activeSequence(), frame = sequence.ticksPerFrame;
  return (['video', 'audio'] as const).flatMap((kind) => sequence[kind].flatMap((track, at) => track.items.map(({ item, start, end, in: from }) =>
    `${kind === 'video' ? 'V' : 'A'}${at + 1} [${start / frame},${end / frame}) ${itemOf(premiere.state(), item).path?.split('/').pop() ?? itemOf(premiere.state(), item).name} from ${from / frame}`)));
}
/** Paths in the bin of results. */
export const binned = (premiere: Premiere): (string | null)[] => premiere.inBin(premiere.bin('FrameWright')?.id ?? '').map(({ path }) => path);
/** The user moves or deletes the first clip, its sound with it. */
export const moveClip = (premiere: Premiere, frames: number): void => premiere.edit('Move', ({ sequences: [sequence] }) => {
  const by = BigInt(frames) * sequence!.ticksPerFrame;
  for (const [one] of [sequence!.video[0]!.items, sequence!.audio[0]!.items]) { one!.start += by; one!.end += by; }
});
export const deleteClip = (premiere: Premiere): void => premiere.edit('Delete', ({ sequences: [sequence] }) => { for (const track of [sequence!.video[0]!, sequence!.audio[0]!]) track.items = []; });
