// What the daemon says of files: each is asked for once, a few at a time, the newest question first.
import { toFrameWrightError } from '../../errors.ts';
import type { AnyMedia } from '../../media.ts';
import type { HostClip } from '../host.ts';
import { convert, rateOf } from '../instant.ts';
import { lookKey, nothingKnown, type Face } from './model.ts';
import { frameRate } from './orders.ts';
import { changeFace, type Room } from './room.ts';
import type { Look } from './state.ts';

export type Looks = {
  /** What probing found. @throws FrameWrightError what the daemon says of the file. */ media(clip: HostClip): Promise<AnyMedia>;
  /** Probe, first look and picture for a card, in the background. */ show(face: Face): void;
  /** Asks again what was not answered because the daemon was away or did not let the panel in. */ again(): void;
};

const atOnce = 2, thumbnailSize = 192;
/** What is answered while no daemon is there, or none lets the panel in: it says nothing of a file. */
const isShutOut = (code: string | undefined): boolean => code === 'daemon-gone' || code === 'unauthorised' || code === 'forbidden' || code === 'daemon-version';

export function createLooks(room: Room): Looks {
  const probes = new Map<string, Promise<AnyMedia>>(), wanted: Face[] = [];
  let busy = 0;
  const set = (key: string, change: Partial<Look>): void => room.store.change((model) => ({ ...model, looks: new Map(model.looks).set(key, { ...nothingKnown, ...model.looks.get(key), ...change }) }));
  const known = (key: string): Look => room.store.state().looks.get(key) ?? nothingKnown;
  const media = (clip: HostClip): Promise<AnyMedia> => {
    const key = lookKey(clip), asked = probes.get(key) ?? room.client.probe({ path: clip.path ?? '', interpretation: clip.interpretation });
    probes.set(key, asked);
    asked.then((found) => { if (known(key).media === null) set(key, { media: found }); }, (error: unknown) => {
      probes.delete(key);
      set(key, { state: 'failed', failure: toFrameWrightError(error) });
    });
    return asked;
  };
  const pump = (): void => {
    const face = busy < atOnce ? wanted.pop() : undefined;
    if (!face) return;
    busy++;
    void lookAt(room, face, media, known, set).finally(() => { busy--; pump(); });
    pump();
  };
  const show = (face: Face): void => {
    if (face.clip.path === null || face.clip.offline) return;
    wanted.push(face);
    pump();
  };
  return {
    media, show,
    again() {
      for (const face of room.store.state().faces) if (face.clip.path !== null && isShutOut(known(lookKey(face.clip)).failure?.code)) show(face);
    },
  };
}

/** Failures are part of what is known; they are shown on the card. */
async function lookAt(room: Room, { id, clip }: Face, media: Looks['media'], known: (key: string) => Look, set: (key: string, change: Partial<Look>) => void): Promise<void> {
  const key = lookKey(clip);
  try {
    if (known(key).state !== 'known') set(key, { state: 'looking', failure: null });
    const found = await media(clip);
    await thumbnail(room, id, clip, found);
    if (known(key).found === null) set(key, { found: await room.client.analyze({ path: clip.path!, interpretation: clip.interpretation }) });
    set(key, { state: 'known' });
  } catch (error) { set(key, { state: 'failed', failure: toFrameWrightError(error) }); }
}

async function thumbnail(room: Room, id: string, clip: HostClip, media: AnyMedia): Promise<void> {
  if (!media.video) return;
  // Frames of uneven lengths are found by their mean: near enough for a small picture.
  const rate = media.video.rate.constant ? frameRate(clip, media)! : rateOf(media.video.rate.average);
  const frame = clip.source ? Number(convert(clip.source.in, rate, 'floor').at) : 0;
  changeFace(room, id, { thumbnail: await room.client.frame({ path: clip.path!, interpretation: clip.interpretation, frame: Math.max(0, frame), size: thumbnailSize }) });
}
