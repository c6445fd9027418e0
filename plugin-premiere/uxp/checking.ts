// The lines of the self-check: what is there, what answers, and a place and remove on a scratch sequence.
import type { Project, ProjectItem, Sequence } from '@adobe/premierepro';
import type { Check } from '../../shared/panel/host.ts';
import { everything } from './bin.ts';
import { wordsOf, type Editor } from './editor.ts';
import { selection, spotsOf } from './find.ts';
import { readNotes } from './notes.ts';
import { clipOf, idOf } from './read.ts';
import { remove, type Stage } from './write.ts';

type Line = Omit<Check, 'id'>;
const good = (detail: string): Line => ({ state: 'good', detail }), bad = (detail: string): Line => ({ state: 'bad', detail }), unknown = (detail: string): Line => ({ state: 'unknown', detail });

/** Calls that the adapter needs, as Premiere names them. */
const wanted = {
  Application: [], ClipProjectItem: ['cast'], EncoderManager: ['getManager'], EventManager: ['addGlobalEventListener', 'addEventListener'], FolderItem: ['cast'], Metadata: ['getProjectColumnsMetadata'], Project: ['getActiveProject'], ProjectItem: ['cast'],
  Properties: ['getProperties'], SequenceEditor: ['getEditor'], TickTime: ['createWithTicks'], TrackItemSelection: ['createEmptySelection'], UniqueSerializeable: ['cast'], Constants: [],
} as const satisfies Partial<Record<keyof Editor['api'], readonly string[]>>;

export type Around = { readonly engine: string; /** Why the network was refused; null while it was not. */ readonly refusedNetwork: () => string | null };

/** Every line is looked at, whatever became of the others. */
export async function checkHost(editor: Editor, around: Around): Promise<Check[]> {
  const look = async (id: string, work: () => Promise<Line>): Promise<Check> => ({ id, ...await work().catch((error: unknown) => bad(wordsOf(error))) });
  const refused = around.refusedNetwork();
  return [
    await look('host', async () => good(`Premiere ${editor.version}, ${around.engine}`)),
    await look('api', async () => api(editor)),
    await look('permissions', async () => (refused === null ? good('sockets to this computer are permitted') : bad(refused))),
    await look('project', async () => good(`${(await editor.project()).name} is open`)),
    await look('selection', async () => good(`${(await selection(editor)).length} clips selected`)),
    await look('notes', async () => good(`${(await readNotes(editor))?.length ?? 0} letters of notes in this project`)),
    await look('render', async () => (editor.api.EncoderManager.getManager().isAMEInstalled ? good('Media Encoder is installed') : unknown('Media Encoder is not installed; ranges are exported by Premiere itself'))),
    await look('scratch', () => scratch(editor)),
  ];
}

function api({ api: module }: Editor): Line {
  const missing = Object.entries(wanted).flatMap(([name, calls]) => {
    const part = (module as unknown as Record<string, Record<string, unknown> | undefined>)[name];
    return part ? calls.filter((call) => typeof part[call] !== 'function').map((call) => `${name}.${call}`) : [name];
  });
  return missing.length > 0 ? bad(`missing: ${missing.join(', ')}`) : good('every call is there');
}

/** Lays a clip of the project onto a new sequence's second track, takes it away, and deletes the sequence; what was open is open again. */
async function scratch(editor: Editor): Promise<Line> {
  const { ask } = editor, project = await editor.project(), active = await ask('open the sequence', project.getActiveSequence()) as Sequence | null;
  const item = await anyClip(editor, project), clip = item && clipOf(editor, item);
  if (!item || !clip) return unknown('there is no clip with a picture in this project that could be placed');
  const sequence = await ask('make a sequence', project.createSequenceFromMedia('FrameWright self-check', [clip], editor.api.ProjectItem.cast(await ask('open the project', project.getRootItem()))), 30);
  try {
    return await placeAndRemove({ editor, project, sequence, label: 'FrameWright self-check' }, item);
  } finally {
    await ask('delete a sequence', project.deleteSequence(sequence));
    if (active) await ask('open the sequence', project.setActiveSequence(active));
  }
}

async function placeAndRemove(stage: Stage, item: ProjectItem): Promise<Line> {
  const { editor, project, sequence, label } = stage, placed = async () => (await spotsOf(editor, sequence, 'video')).filter(({ track, media }) => track.index === 1 && media === idOf(editor, item));
  editor.change(project, label, () => [editor.api.SequenceEditor.getEditor(sequence).createOverwriteItemAction(item, editor.api.TickTime.createWithTicks('0'), 1, 0)]);
  const there = await placed();
  if (there.length !== 1) return bad('overwriting reported success and placed nothing');
  remove(stage, there.map(({ clip }) => clip), 'video');
  return (await placed()).length === 0 ? good('a clip was placed, read back and removed on a scratch sequence') : bad('a placed clip could not be removed');
}

async function anyClip(editor: Editor, project: Project): Promise<ProjectItem | null> {
  for (const item of await everything(editor, await editor.ask('open the project', project.getRootItem()))) {
    const clip = clipOf(editor, item)!, usable = !await editor.ask('look at media', clip.isSequence()) && !await editor.ask('look at media', clip.isOffline()) && await editor.ask('look at media', clip.getMediaFilePath()).catch(() => '') !== '';
    if (usable) return item;
  }
  return null;
}
