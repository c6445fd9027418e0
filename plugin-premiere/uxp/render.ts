// Exporting what the sequence shows of a clip, for media that only Premiere can read.
import type { Project, Sequence } from '@adobe/premierepro';
import type { HostClip } from '../../shared/panel/host.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { exportName } from '../facts/exports.ts';
import { failed, type Editor } from './editor.ts';
import { find } from './find.ts';

/** An export may take long, and says when it is done. */
const longestSeconds = 24 * 3600;

/** Path of the file. The sequence's in and out points are what they were afterwards. @throws FrameWrightError `clip-gone`, `host-failed`. */
export async function render(editor: Editor, clip: HostClip, folder: string): Promise<string> {
  const found = await find(editor, clip.key);
  if (!found) throw new FrameWrightError('clip-gone', { name: clip.name });
  const { api, ask } = editor, { sequence, project } = found, manager = api.EncoderManager.getManager();
  const marks = { in: (await ask('look at the sequence', sequence.getInPoint())).ticks, out: (await ask('look at the sequence', sequence.getOutPoint())).ticks };
  const separator = folder.includes('\\') && !folder.startsWith('/') ? '\\' : '/', path = `${folder.replace(/[\\/]$/, '')}${separator}${exportName(clip.name)}.mov`;
  mark(editor, project, sequence, found.seen.facts.start, found.seen.facts.end);
  try {
    // Without a preset Premiere takes the settings that were used last for this sequence.
    if (!await ask('export', manager.exportSequence(sequence, api.Constants.ExportType.IMMEDIATELY, path, '', false), longestSeconds)) throw failed('export', 'Premiere did not export the range. Export it by hand, and restore that file.');
  } finally {
    mark(editor, project, sequence, marks.in, marks.out);
  }
  return path;
}

const mark = ({ api, change }: Editor, project: Project, sequence: Sequence, from: string, to: string): void =>
  change(project, 'FrameWright', () => [sequence.createSetInPointAction(api.TickTime.createWithTicks(from)), sequence.createSetOutPointAction(api.TickTime.createWithTicks(to))]);
