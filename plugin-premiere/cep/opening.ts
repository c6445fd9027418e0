// Showing a file in its folder, or a web address, outside Premiere; by programs of the system, never through a shell.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Desk } from './desk.ts';
import { hostName } from './script.ts';

type What = { readonly kind: 'folder-of' | 'link'; readonly target: string };

/** The program and its arguments; null for what is not opened. */
export function openCommand({ kind, target }: What, platform: Desk['platform']): string[] | null {
  if (kind === 'link' && !/^https?:\/\/[^\s"<>]+$/.test(target)) return null;
  if (kind === 'folder-of' && !/^(?:\/|[A-Za-z]:[\\/]|\\\\)[^"\x00-\x1f]*$/.test(target)) return null;
  if (platform === 'macos') return kind === 'link' ? ['/usr/bin/open', target] : ['/usr/bin/open', '-R', target];
  if (platform === 'windows') return kind === 'link' ? ['rundll32.exe', 'url.dll,FileProtocolHandler', target] : ['explorer.exe', `/select,${target.replace(/\//g, '\\')}`];
  return ['xdg-open', kind === 'link' ? target : target.replace(/\/[^/]*$/, '') || '/'];
}

/** @throws FrameWrightError `host-cannot` for other addresses and paths, `host-failed` when the system has no program for it. */
export async function open(desk: Pick<Desk, 'launch' | 'platform'>, what: What): Promise<void> {
  const command = openCommand(what, desk.platform);
  if (!command) throw new FrameWrightError('host-cannot', { host: hostName, what: `opening ${what.target}`, why: 'Only web addresses and absolute paths are opened.' });
  await desk.launch(command, {}).catch((cause: Error) => { throw new FrameWrightError('host-failed', { host: hostName, what: `opening ${what.target}`, why: cause.message }, { cause }); });
}
