// Exporting a range of the sequence through Premiere, for clips that only it can read.
import { FrameWrightError } from '../../shared/errors.ts';
import type { HostClip } from '../../shared/panel/host.ts';
import { exportName } from '../facts/exports.ts';
import type { Desk } from './desk.ts';
import { presentItem } from './reverting.ts';
import { failed, hostName, type Script } from './script.ts';

/** Presets that come with Premiere, the first one found is taken: what editing codecs keep is enough to restore from. */
const wanted = [/prores.{0,8}422.{0,3}hq.*\.epr$/i, /dnxh[rd].{0,12}hqx.*\.epr$/i, /prores.{0,8}422.*\.epr$/i, /dnxh[rd].{0,12}(?:hq|220).*\.epr$/i];
/** An export may take as long as a film, ms. */
const patienceMs = 12 * 3600_000;

/** Path of the export preset; null where none is found. `application` is Premiere's own path. */
export async function findPreset(desk: Pick<Desk, 'list' | 'platform'>, application: string): Promise<string | null> {
  const root = desk.platform === 'macos' ? `${application.replace(/(\.app)\/.*$/, '$1')}/Contents` : application.replace(/[\\/][^\\/]*\.exe$/i, '');
  const files = (await desk.list(`${root}/MediaIO/systempresets`, 2)).filter((file) => file.endsWith('.epr'));
  for (const pattern of wanted) {
    const found = files.find((file) => pattern.test(file));
    if (found) return found;
  }
  return null;
}

/** @throws FrameWrightError `host-cannot` without a preset, `host-failed` when no file came of it. */
export async function renderClip(script: Script, desk: Pick<Desk, 'exists'>, preset: string | null, clip: HostClip, folder: string): Promise<string> {
  if (!preset) throw new FrameWrightError('host-cannot', { host: hostName, what: 'exporting a range', why: 'No export preset for ProRes or DNxHR was found beside Premiere.' });
  const item = await presentItem(script, clip.key, clip.name), path = `${folder}/${exportName(clip.name)}`;
  const answer = await script.ask('render', { sequence: clip.sequence, in: item.start, out: item.end, preset, path }, patienceMs);
  if (!await desk.exists(answer.path)) throw failed('render', `Premiere said "${answer.message}" and wrote no file.`);
  return answer.path;
}
