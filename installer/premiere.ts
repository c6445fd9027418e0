// The panels for Premiere Pro: the UXP plug-in from 25.6 on, handed to Adobe's own installer; the CEP extension before, as files of the user.
import { FrameWrightError } from '../shared/errors.ts';
import type { Change } from '../shared/installing.ts';
import { filesBelow, hashAt, type Look } from './look.ts';
import type { Panels } from './panels.ts';
import { joinOf, windowsFolder, type Places, type Surroundings } from './places.ts';

const part = 'premiere';
/** Name of the plug-in in its manifest, by which Adobe's installer removes it. */
export const pluginName = 'FrameWright';
const extension = 'org.framewright.cep';
/** Versions of CEP in Premiere Pro 24 and 25. */
const cepVersions = ['CSXS.11', 'CSXS.12'];

/** Folders of Premiere Pro here, newest last. */
export function premieres(surroundings: Surroundings, see: Look): string[] {
  const join = joinOf(surroundings), parent = programsFolder(surroundings);
  if (parent === null) return [];
  return see.names(parent).filter((name) => /^Adobe Premiere Pro( \d{4})?( \(Beta\))?$/.test(name) && see.kind(join(parent, name)) === 'folder').map((name) => join(parent, name));
}

const programsFolder = (surroundings: Surroundings): string | null =>
  ({ darwin: '/Applications', win32: `${windowsFolder(surroundings, 'PROGRAMFILES')}\\Adobe` } as Readonly<Record<string, string>>)[surroundings.platform] ?? null;

/** The year that Adobe gives a version; one without is taken for a new one. */
const yearOf = (folder: string): number => Number(/(\d{4})/.exec(folder.replace(/^.*[\\/]/, ''))?.[1] ?? 9999);

/** @throws FrameWrightError `editor-missing`. */
export function demandPremiere(surroundings: Surroundings, see: Look): void {
  if (programsFolder(surroundings) === null) throw new FrameWrightError('editor-missing', { editor: 'Premiere Pro', why: 'Adobe makes it for Windows and macOS only.' });
  if (!premieres(surroundings, see).length) throw new FrameWrightError('editor-missing', { editor: 'Premiere Pro', why: `There is no Adobe Premiere Pro in ${programsFolder(surroundings)}.` });
}

/** What should be there. */
export function premiereWanted(surroundings: Surroundings, places: Places, see: Look, panels: Panels): Change[] {
  const years = premieres(surroundings, see).map(yearOf);
  return [
    ...(years.some((year) => year >= 2025) ? uxp(surroundings, places, see, panels) : []),
    // 2025 is 25.0 to 25.5 without UXP, and later with it: both are put there, and the manual says which to open.
    ...(years.some((year) => year <= 2025) ? cep(surroundings, places, see, panels) : []),
  ];
}

function uxp(surroundings: Surroundings, places: Places, see: Look, panels: Panels): Change[] {
  const folder = panels['premiere-uxp'], name = see.names(folder).find((one) => one.endsWith('.ccx'));
  if (!name) throw new FrameWrightError('install-failed', { what: 'the panel for Premiere Pro is not built.', why: `There is no .ccx in ${folder}.` });
  const archive = places.join(places.panels, 'premiere-uxp', name), agent = agentOf(surroundings), option = (word: string): string => (surroundings.platform === 'win32' ? `/${word}` : `--${word}`);
  if (see.kind(agent) === null) return [{ kind: 'note', part, says: `Premiere Pro 25.6 and later: Adobe's installer for plug-ins is not there (it comes with the Creative Cloud app). Double-click ${archive} and agree to what Creative Cloud asks.` }];
  return [{
    kind: 'run', part, words: [agent, option('install'), archive], says: 'Hand the plug-in to Adobe\'s installer (close Premiere Pro first, or restart it after):',
    setting: { name: 'the plug-in for Premiere Pro', value: hashAt(see, places.join(folder, name))!.slice(0, 12), undo: [[agent, option('remove'), pluginName]] },
  }];
}

const agentOf = ({ platform }: Surroundings): string => (platform === 'win32'
  ? 'C:\\Program Files\\Common Files\\Adobe\\Adobe Desktop Common\\RemoteComponents\\UPI\\UnifiedPluginInstallerAgent\\UnifiedPluginInstallerAgent.exe'
  : '/Library/Application Support/Adobe/Adobe Desktop Common/RemoteComponents/UPI/UnifiedPluginInstallerAgent/UnifiedPluginInstallerAgent.app/Contents/MacOS/UnifiedPluginInstallerAgent');

function cep(surroundings: Surroundings, places: Places, see: Look, panels: Panels): Change[] {
  const from = panels['premiere-cep'], to = places.join(extensionsOf(surroundings, places), extension);
  const files = filesBelow(see, from, '', places.join);
  if (!files.includes('CSXS/manifest.xml')) throw new FrameWrightError('install-failed', { what: 'the panel for Premiere Pro up to 25.5 is not built.', why: `There is no CSXS/manifest.xml in ${from}.` });
  const program = places.join(to, 'framewright.json');
  return [
    ...files.map((file): Change => ({ kind: 'copy', part, from: places.join(from, ...file.split('/')), path: places.join(to, ...file.split('/')), says: `Copy ${file} to ${to}.` })),
    { kind: 'write', part, path: program, text: programText(surroundings, places), says: `Write ${program}, which tells the panel where the program is:` },
    ...cepVersions.flatMap((version) => unsigned(surroundings, see, version)),
  ];
}

/** Where a panel that may start programs finds this one. */
export const programText = ({ home }: Surroundings, { node, main }: Places): string => `${JSON.stringify({ command: [node, main], home }, null, 2)}\n`;

const extensionsOf = (surroundings: Surroundings, places: Places): string => (surroundings.platform === 'win32'
  ? places.join(windowsFolder(surroundings, 'APPDATA'), 'Adobe', 'CEP', 'extensions') : places.join(surroundings.userFolder, 'Library', 'Application Support', 'Adobe', 'CEP', 'extensions'));

/** Extensions without Adobe's signature are only loaded when this is set. Where it was set before, it is not ours to take back. */
function unsigned({ platform }: Surroundings, see: Look, version: string): Change[] {
  const windows = platform === 'win32', where = windows ? `HKCU\\Software\\Adobe\\${version}` : `com.adobe.${version}`, name = `PlayerDebugMode of ${version}`;
  const [ask, set, undo] = windows
    ? [['reg', 'query', where, '/v', 'PlayerDebugMode'], ['reg', 'add', where, '/v', 'PlayerDebugMode', '/t', 'REG_SZ', '/d', '1', '/f'], ['reg', 'delete', where, '/v', 'PlayerDebugMode', '/f']]
    : [['defaults', 'read', where, 'PlayerDebugMode'], ['defaults', 'write', where, 'PlayerDebugMode', '1'], ['defaults', 'delete', where, 'PlayerDebugMode']];
  return [{ kind: 'run', part, words: set, says: `Let Premiere Pro load extensions that Adobe has not signed (${name}):`, setting: { name, value: '1', undo: isOn(see.ask(ask)) ? [] : [undo] } }];
}

const isOn = (answer: string | null): boolean => /(^|\s)1\s*$/.test(answer?.trim() ?? '');
