// Links that begin with framewright:// reach `framewright open-link`: how each system learns of them.
import { posix } from 'node:path';
import type { Change, Setting } from '../shared/installing.ts';
import { sha256, type Look } from './look.ts';
import { ownLine } from './reconcile.ts';
import type { Places, Surroundings } from './places.ts';

const part = 'link';
const desktopName = 'framewright-link.desktop';

/** What should be there. */
export function schemeWanted(surroundings: Surroundings, places: Places, see: Look): Change[] {
  if (surroundings.platform === 'win32') return windows(places);
  if (surroundings.platform === 'darwin') return mac(places);
  return linux(surroundings, places, see);
}

function linux({ userFolder, environment }: Surroundings, { launcher }: Places, see: Look): Change[] {
  const entry = posix.join(environment.XDG_DATA_HOME || posix.join(userFolder, '.local', 'share'), 'applications', desktopName);
  const defaults = posix.join(environment.XDG_CONFIG_HOME || posix.join(userFolder, '.config'), 'mimeapps.list'), before = see.read(defaults)?.toString('utf8') ?? null;
  const text = `[Desktop Entry]
Type=Application
Name=FrameWright
Comment=Opens what an editor's panel asks of FrameWright
Exec=${desktopWord(launcher)} open-link %u
MimeType=x-scheme-handler/framewright;
NoDisplay=true
Terminal=false
`;
  return [
    { kind: 'write', part, path: entry, text, says: `Write ${entry}:` },
    { kind: 'edit', part, path: defaults, before, after: withOwnLine(before ?? ''), says: `Name it in ${defaults}: ${ownLine}${desktopName}` },
  ];
}

/** Quoted as the Desktop Entry Specification reads Exec: twice, because the value is a string first. */
const desktopWord = (word: string): string => `"${word.replace(/["`$\\]/g, '\\$&').replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;

function withOwnLine(text: string): string {
  const line = `${ownLine}${desktopName}`, header = '[Default Applications]';
  if (text.split('\n').includes(line)) return text;
  const rest = text.split('\n').filter((one) => !one.startsWith(ownLine)), at = rest.findIndex((one) => one.trim() === header);
  if (at === -1) return `${rest.join('\n').replace(/\n*$/, text ? '\n' : '')}${header}\n${line}\n`;
  return rest.toSpliced(at + 1, 0, line).join('\n');
}

const set = (says: string, words: readonly string[], setting: Setting): Change => ({ kind: 'run', part, says, words, setting });

function windows({ node, main }: Places): Change[] {
  const key = 'HKCU\\Software\\Classes\\framewright', command = `"${node}" "${main}" open-link "%1"`;
  const add = (says: string, where: string, words: readonly string[], name: string, undo: Setting['undo'] = []): Change => set(says, ['reg', 'add', where, ...words, '/f'], { name, value: words.join(' '), undo });
  return [
    add('Let Windows know links that begin with framewright:', key, ['/ve', '/d', 'URL:FrameWright'], 'links of framewright:', [['reg', 'delete', key, '/f']]),
    add('Say that it is a kind of link:', key, ['/v', 'URL Protocol', '/d', ''], 'the kind of these links'),
    add('Say who opens them:', `${key}\\shell\\open\\command`, ['/ve', '/d', command], 'who opens these links'),
  ];
}

/** A link comes as an Apple event, which a shell script cannot hear: a script applet does, and hands it on. */
function mac({ launcher, program }: Places): Change[] {
  const app = posix.join(program, 'FrameWright Links.app'), source = posix.join(program, 'links.applescript'), plist = posix.join(app, 'Contents', 'Info.plist');
  const text = `on open location link\n\tdo shell script ${appleText(`'${launcher.replaceAll("'", String.raw`'\''`)}'`)} & " open-link " & quoted form of link & " > /dev/null 2>&1 &"\nend open location\n`;
  const types = JSON.stringify([{ CFBundleURLName: 'org.framewright.links', CFBundleURLSchemes: ['framewright'] }]), register = '/System/Library/Frameworks/CoreServices.framework/Frameworks/LaunchServices.framework/Support/lsregister';
  const step = (name: string, says: string, words: readonly string[], undo: Setting['undo'] = []): Change => set(says, words, { name, value: sha256(text).slice(0, 12), undo });
  return [
    { kind: 'write', part, path: source, text, says: `Write ${source}:` },
    step('an application that opens links', `Make ${app} of it:`, ['osacompile', '-o', app, source], [[register, '-u', app], ['rm', '-R', app]]),
    step('its identifier', 'Name it:', ['plutil', '-replace', 'CFBundleIdentifier', '-string', 'org.framewright.links', plist]),
    step('which links it opens', 'Say which links it opens:', ['plutil', '-replace', 'CFBundleURLTypes', '-json', types, plist]),
    step('that it stays out of the Dock', 'Keep it out of the Dock:', ['plutil', '-replace', 'LSUIElement', '-bool', 'YES', plist]),
    step('its signature', 'Sign it for this Mac:', ['codesign', '--force', '--sign', '-', app]),
    step('that the system knows it', 'Let the system know it:', [register, '-f', app]),
  ];
}

const appleText = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
