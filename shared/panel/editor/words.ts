// The words of the panel, in the language of the components around.
import { editor as english, type EditorStrings } from '../english-editor.ts';
import { useEditorBook } from '../language.tsx';

export const useEditorStrings = (): EditorStrings => useEditorBook() ?? english;
