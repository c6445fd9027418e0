// What tests of the UXP plugin stand on: a Premiere of some version with a cut, the built plugin in it, and the page's end of the bridge.
import { buildUxp } from '../../../plugin-premiere/uxp/build.ts';
import { connectBridge } from '../../../shared/panel/bridge/connect.ts';
import type { Host, HostClip, HostEvent, Placement } from '../../../shared/panel/host.ts';
import { instant } from '../../../shared/panel/instant.ts';
import type { PanelLink } from '../../../shared/panel/link.ts';
import { createPremiere, timelineOf, type Premiere, type PremiereOptions } from './premiere.ts';
import { ticksPerSecond, type Item, type MediaFacts, type TimelineItem, type TimelineSequence } from './state.ts';
import { runPlugin, type EngineOptions, type UxpEngine } from './uxp-engine.ts';

/** The first official one, and the one that changed what may be called where. */
export const versions = ['25.6.0', '26.3.0'] as const;

export type Stand = {
  readonly premiere: Premiere; readonly engine: UxpEngine; readonly link: PanelLink; readonly host: Host; readonly events: HostEvent[];
  readonly sequence: TimelineSequence; readonly source: Item; readonly clip: TimelineItem;
  /** Selects the clip and reads it as the panel does. */ selected(): Promise<HostClip>;
  timeline(): string[];
  close(): Promise<void>;
};
export type StandOptions = Partial<EngineOptions> & Partial<Omit<PremiereOptions, 'look'>> & { readonly media?: Readonly<Record<string, MediaFacts>>; readonly rate?: readonly [bigint, bigint]; readonly hidesColumns?: boolean };

export const picture = (frames: number, more: Partial<MediaFacts> = {}): MediaFacts =>
  ({ start: 0n, duration: BigInt(frames) * ticksPerSecond / 25n, rate: 25, size: { width: 1920, height: 1080 }, picture: true, sound: false, alpha: false, ...more });
const { panel } = await buildUxp();

/** A sequence at 25 fps with one clip: frames 50 to 100 show frames 10 to 60 of a file of 200 frames with sound. Results are pictures of 50 frames. */
export function setUp({ version = '26.3.0', media = {}, rate = [25n, 1n], hidesColumns = false, exportFile, ...given }: StandOptions = {}): Stand {
  const known: Readonly<Record<string, MediaFacts>> = { '/media/a.mov': picture(200, { sound: true }), '/results/r.mov': picture(50), ...media };
  const premiere = createPremiere({ version, look: (path) => known[path] ?? null, exportFile }), sequence = premiere.addSequence('Cut', rate), source = premiere.addMedia('/media/a.mov');
  premiere.faults.hidesColumns = hidesColumns;
  const clip = premiere.addClip(sequence, source, { track: 0, start: 50, frames: 50, from: 10 });
  const engine = runPlugin({ panel, premiere, speed: 20, ...given }), link = connectBridge(engine.page), events: HostEvent[] = [];
  link.host.subscribe((event) => events.push(event));
  return {
    premiere, engine, link, host: link.host, events, sequence, source, clip,
    async selected() {
      premiere.select(clip.id);
      return (await link.host.selection())[0]!;
    },
    timeline: () => timelineOf(premiere),
    async close() {
      await link.transport.close();
      engine.unload();
    },
  };
}

/** The result for the whole of a clip. */
export const placement = (clip: HostClip | null, more: Partial<Placement> = {}): Placement => ({
  path: '/results/r.mov', shows: { from: 0, frames: 50, rate: '25' }, mode: 'track-above', clip, before: instant(0, '25'), after: instant(0, '25'), scale: 'keep-look', label: 'Restored a.mov', ...more,
});
export const codes = ({ notices }: { readonly notices: readonly { readonly code: string }[] }): string[] => notices.map(({ code }) => code);
/** What lies in the bin. */
export const binned = ({ premiere }: Stand): string[] => premiere.inBin(premiere.bin('FrameWright')?.id ?? '').map(({ path }) => path!);
