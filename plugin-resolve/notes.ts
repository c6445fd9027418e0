// Notes of a project, in the custom data of one marker. Markers are there from 18.5 on, hang on no clip that a user may delete from the media pool, and are
// saved with the project; third-party metadata would need a clip in the bin before anything was made.
import { failed, objectOf } from './calls.ts';
import type { Marker, Timeline } from './resolve-api.ts';
import { allTimelines, needProject, type Api } from './sequence.ts';

/** Text before ours, by which the marker is known; its name may be changed by users. */
const prefix = 'framewright-notes:';
const name = 'FrameWright', colour = 'Cream', words = 'Keeps what FrameWright made in this project. Without it results can no longer be taken back.';
/** One frame holds one marker: where a user's own is, the next free one is taken. */
const mostTries = 100;

type Holder = { readonly timeline: Timeline; readonly frame: number; readonly text: string };

async function holders(api: Api): Promise<Holder[]> {
  const found: Holder[] = [];
  for (const timeline of await allTimelines(api)) {
    const markers: Readonly<Record<string, Marker>> = objectOf(await api.ask(timeline, 'GetMarkers')) ?? {};
    for (const [frame, marker] of Object.entries(markers)) if (String(marker.customData).startsWith(prefix)) found.push({ timeline, frame: Number(frame), text: marker.customData.slice(prefix.length) });
  }
  return found;
}

/** Of the first timeline that has them: a copied timeline has a copy, until the next writing. */
export const readNotes = async (api: Api): Promise<string | null> => (await holders(api))[0]?.text ?? null;

/** @throws FrameWrightError `host-failed` where they cannot be read back whole. */
export async function writeNotes(api: Api, text: string): Promise<void> {
  const [first, ...copies] = await holders(api);
  if (first) await api.ask(first.timeline, 'UpdateMarkerCustomData', first.frame, prefix + text);
  else await addMarker(api, text);
  for (const { timeline, frame } of copies) await api.ask(timeline, 'DeleteMarkerAtFrame', frame);
  const kept = await readNotes(api);
  if (kept !== text) throw failed('UpdateMarkerCustomData', kept === null ? 'The marker that keeps notes could not be written.' : `Only ${kept.length} of ${text.length} characters were kept.`);
}

async function addMarker(api: Api, text: string): Promise<void> {
  const timeline = objectOf(await api.ask(await needProject(api), 'GetCurrentTimeline'));
  if (!timeline) throw failed('AddMarker', 'Notes are kept in a marker, and no timeline is open.');
  const taken = objectOf(await api.ask(timeline, 'GetMarkers')) ?? {};
  for (let frame = 0; frame < mostTries; frame++) {
    if (!(frame in taken) && await api.ask(timeline, 'AddMarker', frame, colour, name, words, 1, prefix + text) === true) return;
  }
}
