// The panel for DaVinci Resolve: a Workflow Integration with Resolve's own module from this machine, and entries of the menu Workspace ▸ Scripts.
import { FrameWrightError } from '../shared/errors.ts';
import type { Change } from '../shared/installing.ts';
import { shellArgument } from '../shared/words.ts';
import { filesBelow, type Look } from './look.ts';
import type { Panels } from './panels.ts';
import { joinOf, windowsFolder, type Places, type Surroundings } from './places.ts';
import { programText } from './premiere.ts';

const part = 'resolve', plugin = 'org.framewright.panel', module = 'WorkflowIntegration.node';
const firstWithUserPlugins = 21;

type ResolvePlaces = {
  /** The program itself, which tells that Resolve is here. */ readonly program: string;
  /** Null on Linux, where Resolve has no Workflow Integrations. */ readonly sample: string | null; readonly plugins: string | null;
  readonly scripts: string;
};

function placesOfResolve(surroundings: Surroundings, see: Look): ResolvePlaces {
  const { platform, userFolder, environment } = surroundings, join = joinOf(surroundings), support = ['Blackmagic Design', 'DaVinci Resolve'];
  if (platform === 'win32') {
    const all = join(windowsFolder(surroundings, 'PROGRAMDATA'), ...support, 'Support');
    return { program: join(windowsFolder(surroundings, 'PROGRAMFILES'), ...support, 'Resolve.exe'), ...workflow(join, all, join(all, 'Developer')), scripts: join(windowsFolder(surroundings, 'APPDATA'), ...support, 'Support', 'Fusion', 'Scripts') };
  }
  if (platform === 'darwin') {
    const program = '/Applications/DaVinci Resolve/DaVinci Resolve.app', all = join('/Library', 'Application Support', ...support), own = join(userFolder, 'Library', 'Application Support', ...support);
    const version = Number.parseInt(see.ask(['defaults', 'read', join(program, 'Contents', 'Info'), 'CFBundleShortVersionString']) ?? '', 10);
    return { program, ...workflow(join, version >= firstWithUserPlugins ? own : all, join(all, 'Developer')), scripts: join(own, 'Fusion', 'Scripts') };
  }
  return { program: '/opt/resolve/bin/resolve', sample: null, plugins: null, scripts: join(environment.XDG_DATA_HOME || join(userFolder, '.local', 'share'), 'DaVinciResolve', 'Fusion', 'Scripts') };
}

const workflow = (join: Places['join'], plugins: string, developer: string): Pick<ResolvePlaces, 'sample' | 'plugins'> =>
  ({ plugins: join(plugins, 'Workflow Integration Plugins'), sample: join(developer, 'Workflow Integrations', 'Examples', 'SamplePlugin', module) });

export const hasResolve = (surroundings: Surroundings, see: Look): boolean => see.kind(placesOfResolve(surroundings, see).program) !== null;

/** @throws FrameWrightError `editor-missing` where Resolve is not, or has no module to copy, or its folder takes nothing from this user. */
export function demandResolve(surroundings: Surroundings, see: Look): void {
  const { program, sample, plugins } = placesOfResolve(surroundings, see), editor = 'DaVinci Resolve';
  if (see.kind(program) === null) throw new FrameWrightError('editor-missing', { editor, why: `There is no ${program}.` });
  if (sample !== null && see.kind(sample) === null) throw new FrameWrightError('editor-missing', { editor, why: `Its own ${module}, which FrameWright must not bring along, is not at ${sample}. It comes with Resolve Studio's installer, as "Developer"; the edition of the App Store has none.` });
  if (plugins !== null && !mayWrite(plugins, surroundings, see)) throw new FrameWrightError('editor-missing', { editor, why: `This version of Resolve reads panels from ${plugins} only, and you may write nothing there. ${surroundings.platform === 'win32' ? 'Run the same command from a terminal that was started as administrator.' : `Make that folder yours once: sudo mkdir -p ${shellArgument(plugins)} && sudo chown "$USER" ${shellArgument(plugins)}`}` });
}

/** Whether files can be made there or in the nearest folder above that exists. */
function mayWrite(folder: string, surroundings: Surroundings, see: Look): boolean {
  if (see.kind(folder) !== null) return see.writable(folder);
  const above = joinOf(surroundings)(folder, '..');
  return above !== folder && mayWrite(above, surroundings, see);
}

/** What should be there. */
export function resolveWanted(surroundings: Surroundings, places: Places, see: Look, panels: Panels): Change[] {
  const { plugins, sample, scripts } = placesOfResolve(surroundings, see), built = panels.resolve;
  return [...(plugins && sample ? panel(surroundings, places, see, { built: places.join(built, 'panel'), plugins, sample }) : []), ...entries(surroundings, places, see, places.join(built, 'scripts'), scripts)];
}

const copies = (see: Look, join: Places['join'], from: string, to: string): Change[] =>
  filesBelow(see, from, '', join).map((file) => ({ kind: 'copy', part, from: join(from, ...file.split('/')), path: join(to, ...file.split('/')), says: `Copy ${file} to ${to}.` }));

function panel(surroundings: Surroundings, { join, ...places }: Places, see: Look, { built, plugins, sample }: { readonly built: string; readonly plugins: string; readonly sample: string }): Change[] {
  const to = join(plugins, plugin), program = join(to, 'framewright.json');
  if (see.kind(join(built, 'manifest.xml')) === null) throw new FrameWrightError('install-failed', { what: 'the panel for DaVinci Resolve is not built.', why: `There is no manifest.xml in ${built}.` });
  return [
    ...copies(see, join, built, to),
    { kind: 'copy', part, from: sample, path: join(to, module), says: `Copy Resolve's own ${module} beside it, from ${sample}.` },
    { kind: 'write', part, path: program, text: programText(surroundings, { join, ...places }), says: `Write ${program}, which tells the panel where the program is:` },
  ];
}

/** In `Utility`, Resolve lists them on every page, and every other Lua file of that folder too: where the program is stands in each of them. */
function entries(surroundings: Surroundings, places: Places, see: Look, from: string, scripts: string): Change[] {
  const to = places.join(scripts, 'Utility', 'FrameWright');
  const shown = `local program = { command = { ${[places.node, places.main].map(luaText).join(', ')} }, home = ${luaText(surroundings.home)} }`;
  return see.names(from).map((name) => {
    const shipped = see.read(places.join(from, name))!.toString('utf8'), text = shipped.replace(programLine, () => shown);
    if (text === shipped) throw new FrameWrightError('install-failed', { what: `${name} is not an entry for Resolve's menu.`, why: `It has no line for the program's place; it is in ${from}.` });
    return { kind: 'write', part, path: places.join(to, name), text, shown, says: `Write ${name} to ${to}, with this line in it:` };
  });
}

/** Shipped entries have it empty. */
const programLine = /^local program = nil$/m;

const luaText = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
