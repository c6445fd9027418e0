// The lines of the self-check: what the script finds, what the page finds, and a place and remove on a scratch sequence.
import type { Check } from '../../shared/panel/host.ts';
import { readNotes } from './notes.ts';
import type { Script } from './script.ts';

type Given = { readonly script: Script; readonly preset: string | null; readonly hasNode: boolean; readonly hasProgram: boolean };

/** Every line is looked at, whatever became of the others. */
export async function checkHost({ script, preset, hasNode, hasProgram }: Given): Promise<Check[]> {
  const look = async (id: string, work: () => Promise<Omit<Check, 'id'>>): Promise<Check> =>
    work().then((line) => ({ id, ...line }), (error: unknown) => ({ id, state: 'bad', detail: error instanceof Error ? error.message : String(error) }));
  const good = (yes: boolean, detail: string): Omit<Check, 'id'> => ({ state: yes ? 'good' : 'bad', detail });
  const lines = [
    await look('host', async () => { const { version, script: build, system } = await script.ask('hello', {}); return good(true, `Premiere ${version} on ${system}, host script ${build}`); }),
    await look('api', async () => { const { missing } = await script.ask('hello', {}); return good(missing.length === 0, missing.length ? `missing: ${missing.join(', ')}` : 'every call is there'); }),
    await look('selection', async () => good(true, `${(await script.ask('selection', {})).length} clips selected`)),
    await look('events', async () => { const bound = await script.ask('listen', {}); return good(bound.length > 0, bound.length ? bound.join(', ') : 'none could be bound; the panel looks twice a second'); }),
    await look('tracks', async () => { const { makesTracks } = await script.ask('hello', {}); return { state: makesTracks ? 'good' : 'unknown', detail: makesTracks ? 'tracks can be added' : 'tracks cannot be added by script: keep a free one above' }; }),
    await look('notes', async () => good(true, `${(await readNotes(script))?.length ?? 0} letters of notes in this project`)),
    await look('render', async () => ({ state: preset ? 'good' : 'unknown', detail: preset ?? 'no export preset for ProRes or DNxHR was found' })),
    await look('permissions', async () => good(hasNode, hasNode ? 'files and programs can be reached' : 'Node is not enabled in this panel')),
    await look('program', async () => ({ state: hasProgram ? 'good' : 'unknown', detail: hasProgram ? 'framewright.json names the program' : 'framewright.json is missing: run framewright install --premiere' })),
  ];
  const scratch = await script.ask('check', {}).then((all) => all.map(({ id, good: yes, detail }): Check => ({ id, state: yes ? 'good' : 'bad', detail })), (error: unknown): Check[] => [{ id: 'scratch', state: 'bad', detail: String(error) }]);
  return [...lines, ...scratch];
}
