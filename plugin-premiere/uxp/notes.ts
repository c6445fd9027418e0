// Notes of the project, kept among its properties and saved with it.
import { failed, type Editor } from './editor.ts';

const name = 'framewright.notes';

export async function readNotes(editor: Editor): Promise<string | null> {
  const properties = await editor.ask('read the notes', editor.api.Properties.getProperties(await editor.project()));
  return properties.hasValue(name) ? properties.getValue(name) : null;
}

/** @throws FrameWrightError `host-failed` when they are not there afterwards. */
export async function writeNotes(editor: Editor, text: string): Promise<void> {
  const project = await editor.project(), { api } = editor, properties = await editor.ask('write the notes', api.Properties.getProperties(project));
  if (properties.hasValue(name) && properties.getValue(name) === text) return;
  editor.change(project, 'FrameWright notes', () => [properties.createSetValueAction(name, text, api.Constants.PropertyType.PERSISTENT)]);
  if (await readNotes(editor) !== text) throw failed('keep its notes in the project', 'They were not there when read back.');
}
