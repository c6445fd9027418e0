// What Premiere tells of clips, media and sequences through its UXP API, as plain facts.
import type { AudioClipTrackItem, ClipProjectItem, Project, ProjectItem, Sequence, VideoClipTrackItem } from '@adobe/premierepro';
import type { ContextFacts, ItemFacts, MediaFacts, SequenceFacts } from '../facts/facts.ts';
import type { Editor } from './editor.ts';

export type Clip = VideoClipTrackItem | AudioClipTrackItem;
export type Kind = 'video' | 'audio';
/** Facts with the object they were read from. `node` is empty: Premiere gives clips no id here. */
export type Seen = { readonly facts: ItemFacts; readonly clip: Clip; readonly item: ProjectItem | null };
export type Track = { readonly kind: Kind; readonly index: number; readonly name: string };

/** Id of an item of the project; it is the same after the project was opened again. */
export const idOf = ({ api }: Editor, item: ProjectItem): string => api.UniqueSerializeable.cast(item).getUniqueID().toString();

/** What every picture or sound carries without anybody having laid it there. */
const intrinsic = /^(?:AE\.)?ADBE (?:Motion|Opacity|Time ?Remapping|Audio ?Volume|Volume|Channel Volume|Panner)$/i;
const graphics = /(?:ADBE (?:Text|Vector Motion|Vector Shape|MOGRT|Capsule)|Graphic)/i;

export async function seeClip(editor: Editor, clip: Clip, track: Track): Promise<Seen> {
  const { ask } = editor, told = <Value>(value: Promise<Value>): Promise<Value> => ask('look at a clip', value);
  const [name, start, end, from, to, speed, reversed, disabled, adjustment] = await Promise.all([
    told(clip.getName()), told(clip.getStartTime()), told(clip.getEndTime()), told(clip.getInPoint()), told(clip.getOutPoint()), told(clip.getSpeed()), told(clip.isSpeedReversed()), told(clip.isDisabled()), told(clip.isAdjustmentLayer()),
  ]);
  const [item, effects] = await Promise.all([told(clip.getProjectItem()).catch(() => null), track.kind === 'video' ? effectsOf(editor, clip as VideoClipTrackItem) : null]);
  const media = item ? await seeMedia(editor, item, track.kind) : null;
  return {
    clip, item,
    facts: {
      node: '', name, kind: track.kind, track: track.index, trackName: track.name, locked: null, start: start.ticks, end: end.ticks, in: from.ticks, out: to.ticks,
      speed, reversed: reversed > 0, ramped: effects?.ramped, disabled, adjustment, graphic: effects?.graphic ?? false, effects: effects?.count ?? null, linkedSound: null, media,
    },
  };
}

type Effects = { readonly count: number; readonly graphic: boolean; /** Time remapping with keyframes. */ readonly ramped: boolean };
async function effectsOf({ ask }: Editor, clip: VideoClipTrackItem): Promise<Effects> {
  const chain = await ask('look at effects', clip.getComponentChain()), count = chain.getComponentCount();
  const components = await Promise.all(Array.from({ length: count }, async (_, at) => {
    const component = chain.getComponentAtIndex(at);
    return { component, name: await ask('look at effects', component.getMatchName()) };
  }));
  const isRamp = ({ component, name }: (typeof components)[number]): boolean =>
    /time ?remap/i.test(name) && Array.from({ length: component.getParamCount() }, (_, at) => component.getParam(at)).some((param) => param.isTimeVarying());
  return { count: components.filter(({ name }) => !intrinsic.test(name) && !graphics.test(name)).length, graphic: components.some(({ name }) => graphics.test(name)), ramped: components.some(isRamp) };
}

async function seeMedia(editor: Editor, item: ProjectItem, kind: Kind): Promise<MediaFacts | null> {
  const { ask } = editor, clip = clipOf(editor, item), told = <Value>(value: Promise<Value>): Promise<Value> => ask('look at media', value);
  if (!clip) return null;
  const [path, offline, sequence, multicam, merged, media, footage, columns, swappable] = await Promise.all([
    told(clip.getMediaFilePath()).catch(() => ''), told(clip.isOffline()), told(clip.isSequence()), told(clip.isMulticamClip()), told(clip.isMergedClip()), told(clip.getMedia()).catch(() => null),
    kind === 'video' ? told(clip.getFootageInterpretation()).catch(() => null) : null, columnsOf(editor, item), told(clip.canChangeMediaPath()),
  ]);
  const words = (id: string): string => columns.get(`Column.Intrinsic.${id}`) ?? '';
  return {
    node: idOf(editor, item), name: item.name, path: path ?? '', offline, sequence, multicam, merged, swappable,
    duration: media && media.duration.ticks !== '0' ? media.duration.ticks.padStart(6, '0') : '', timebase: words('MediaTimebase'), video: words('VideoInfo'), sound: words('AudioInfo'),
    footage: footage && {
      rate: footage.getFrameRate(), par: footage.getPixelAspectRatio(), alpha: /alpha/i.test(words('VideoInfo')) ? 1 : 0, ignoresAlpha: footage.getIgnoreAlpha(), pulldown: footage.getRemovePullDown(),
      field: [footage.FIELD_TYPE_PROGRESSIVE, footage.FIELD_TYPE_UPPERFIRST, footage.FIELD_TYPE_LOWERFIRST].indexOf(footage.getFieldType()),
    },
  };
}

/** The item as a clip; null for a bin and for what Premiere makes itself. */
export function clipOf({ api }: Editor, item: ProjectItem): ClipProjectItem | null {
  try {
    return (api.ClipProjectItem.cast(item) as ClipProjectItem | null) ?? null;
  } catch {
    return null;
  }
}

/** Columns of the project panel by their id. They are there as far as the panel shows them. */
export async function columnsOf({ api, ask }: Editor, item: ProjectItem): Promise<ReadonlyMap<string, string>> {
  const text = await ask('read columns of the project panel', api.Metadata.getProjectColumnsMetadata(item)).catch(() => '[]');
  return new Map((JSON.parse(text || '[]') as { readonly ColumnID: string; readonly ColumnValue: string }[]).map(({ ColumnID, ColumnValue }) => [ColumnID, ColumnValue]));
}

/** Every track of a kind, from the lowest. */
export async function tracksOf({ ask, api }: Editor, sequence: Sequence, kind: Kind): Promise<readonly (Track & { readonly clips: readonly Clip[] })[]> {
  const count = await ask('count tracks', kind === 'video' ? sequence.getVideoTrackCount() : sequence.getAudioTrackCount());
  return Promise.all(Array.from({ length: count }, async (_, index) => {
    const track = await ask('look at a track', kind === 'video' ? sequence.getVideoTrack(index) : sequence.getAudioTrack(index));
    return { kind, index, name: track.name, clips: track.getTrackItems(api.Constants.TrackItemType.CLIP, false) as readonly Clip[] };
  }));
}
export async function seeContext(editor: Editor): Promise<{ readonly facts: ContextFacts; readonly project: Project | null; readonly sequence: Sequence | null }> {
  const { api, ask } = editor, project = await ask('open the project', api.Project.getActiveProject()) as Project | null;
  const sequence = project && await ask('open the sequence', project.getActiveSequence()) as Sequence | null;
  return { project, sequence, facts: { project: project && { id: project.guid.toString(), name: project.name, path: project.path ?? '' }, sequence: sequence && await seeSequence(editor, sequence) } };
}

async function seeSequence({ ask }: Editor, sequence: Sequence): Promise<SequenceFacts> {
  const told = <Value>(value: Promise<Value>): Promise<Value> => ask('look at the sequence', value);
  const [timebase, zero, size, display, player, from, to, end] = await Promise.all([
    told(sequence.getTimebase()), told(sequence.getZeroPoint()), told(sequence.getFrameSize()), told(sequence.getSequenceVideoTimeDisplayFormat()), told(sequence.getPlayerPosition()), told(sequence.getInPoint()), told(sequence.getOutPoint()), told(sequence.getEndTime()),
  ]);
  return { id: sequence.guid.toString(), name: sequence.name, timebase, zero: zero.ticks, display: display.type, width: size.width, height: size.height, player: player.ticks, in: from.ticks, out: to.ticks, end: end.ticks };
}
