// Paths that clients send: absolute, on this machine, and what they lead to a regular file or a folder. No address ever reaches FFmpeg.
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import { operations, type OperationName } from '../../shared/operations.ts';

/** Kinds of mounts whose files lie on another machine. */
const network = /^(nfs\d?|cifs|smb\d?|smbfs|afpfs|webdav|davfs\d?|ncpfs|afs|ceph|glusterfs|lustre|fuse\.(sshfs|rclone|s3fs|glusterfs|ceph|davfs\d?|curlftpfs|gvfsd-fuse|juicefs))$/;
/** Kinds of mounts that hold the kernel's own things under the guise of files. */
const kernels = /^(proc|sysfs|devpts|devtmpfs|securityfs|debugfs|tracefs|cgroup2?|bpf|configfs|efivarfs|pstore|mqueue|binfmt_misc|fusectl|hugetlbfs|nsfs|rpc_pipefs|selinuxfs)$/;

/** No system takes longer ones: PATH_MAX of Linux, and Windows' 32 767 UTF-16 units; bytes. */
const longestPath = process.platform === 'win32' ? 3 * 32_767 : 4096;

/** Looks at the fields that the operation declares as paths. `allowsNetwork` is asked only where it matters. @throws FrameWrightError `path-refused`. */
export async function demandPaths(name: OperationName, request: Record<string, unknown>, allowsNetwork: () => Promise<boolean>): Promise<void> {
  const { reads, writes } = operations[name];
  const given = [...reads, ...writes].flatMap((field) => request[field] ?? []).filter((path) => typeof path === 'string');
  if (!given.length) return;
  const mounts = await readMounts();
  for (const path of given) await demandPath(path, mounts, allowsNetwork);
}

/** Files that were found in a folder that was looked at already: those that lead elsewhere, through a link or onto another drive, are looked at themselves. @throws FrameWrightError `path-refused`. */
export async function demandFound(folder: string, files: readonly string[], allowsNetwork: () => Promise<boolean>): Promise<void> {
  const mounts = await readMounts(), home = mountOf((await resolveNearest(folder)).real, mounts);
  for (const file of files) {
    const { real } = await resolveNearest(file);
    if (mountOf(real, mounts) !== home || real.startsWith('/dev/') || /^[\\/]{2}/.test(real)) await demandPath(file, mounts, allowsNetwork);
  }
}

/** One path; what does not exist is judged by the folder that it would lie in. @throws FrameWrightError `path-refused`. */
export async function demandPath(path: string, mounts: readonly Mount[], allowsNetwork: () => Promise<boolean>): Promise<void> {
  const refuse = (why: string): never => { throw new FrameWrightError('path-refused', { path: path.slice(0, 500), why }); };
  const awry = wrongForm(path);
  if (awry) refuse(awry);
  const share = /^[\\/]{2}/;
  if (share.test(path) && !await allowsNetwork()) refuse('It is on a network share, and the setting networkPaths does not allow these.');
  const { real, facts } = await resolveNearest(path);
  if (facts && !facts.isFile() && !facts.isDirectory()) refuse('It is a device, a pipe or a socket, not a file.');
  const kind = mountOf(real, mounts)?.kind ?? '';
  if (kernels.test(kind) || /^\/(dev|proc|sys)(\/|$)/.test(real) && !/^\/dev\/shm(\/|$)/.test(real)) refuse('It belongs to the system and is no file on a disk.');
  if ((network.test(kind) || share.test(real)) && !await allowsNetwork()) refuse(`It lies on a network drive${kind ? ` (${kind})` : ''}, and the setting networkPaths does not allow these.`);
}

/** Why a path cannot be one of a local file, from its letters alone; null when it can. */
function wrongForm(path: string): string | null {
  if (path.includes('\0')) return 'It holds a zero byte.';
  if (Buffer.byteLength(path) > longestPath) return `It is longer than ${longestPath} bytes.`;
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return 'It is an address; FrameWright opens files of this machine only.';
  if (/^[\\/]{2}[.?][\\/]/.test(path)) return 'It names a device.';
  if (!isAbsolute(path)) return 'It is not absolute; the daemon has no folder of its own to start from.';
  return null;
}

type Facts = Awaited<ReturnType<typeof stat>>;

/** Where the path leads, through links; of one that does not exist the nearest folder that does. `facts` are null where nobody may look. */
async function resolveNearest(path: string): Promise<{ real: string; facts: Facts | null }> {
  for (let at = path; ; at = dirname(at)) {
    const real = await realpath(at).catch(() => null);
    if (real !== null) return { real, facts: await stat(real).catch(() => null) };
    if (dirname(at) === at) return { real: at, facts: null };
  }
}

export type Mount = { readonly at: string; readonly kind: string };

/** Mounted file systems of Linux (proc(5), mountinfo: field 5 is the place, the kind stands behind the lone dash). Elsewhere links resolve to share names. */
async function readMounts(): Promise<readonly Mount[]> {
  if (process.platform === 'darwin') return readMacMounts();
  if (process.platform !== 'linux') return [];
  const text = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).map((line) => {
    const [left = '', right = ''] = line.split(' - ');
    return { at: (left.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))), kind: right.split(' ')[0] ?? '' };
  });
}

/** `//host/share on /Volumes/share (smbfs, nodev, …)`, as mount(8) prints it. */
async function readMacMounts(): Promise<readonly Mount[]> {
  const { execFile } = await import('node:child_process');
  const text = await new Promise<string>((done) => execFile('/sbin/mount', (_, out) => done(String(out))));
  return text.split('\n').flatMap((line) => {
    const found = / on (.+) \(([^,)]+)/.exec(line);
    return found ? [{ at: found[1]!, kind: found[2]! }] : [];
  });
}

/** The mount that a path lies on: the longest that it begins with, the last where several lie over each other. */
function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  return mounts.reduce<Mount | null>((best, mount) => {
    const inside = path === mount.at || path.startsWith(mount.at.endsWith('/') ? mount.at : `${mount.at}/`);
    return inside && (!best || mount.at.length >= best.at.length) ? mount : best;
  }, null);
}
