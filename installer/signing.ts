// Where makers of packages sign: commands from the environment, run after the archives are made and before their checksums.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** For files whose names match, the command is run with `FILE` (absolute); the one for `folder` with `FOLDER` and the `OUTPUT` that it makes of it. */
export const signingHooks = [
  { variable: 'FRAMEWRIGHT_SIGN_ZXP', of: 'folder', output: (version: string) => `framewright-${version}-premiere-cep.zxp` },
  { variable: 'FRAMEWRIGHT_SIGN_CCX', of: /\.ccx$/ },
  { variable: 'FRAMEWRIGHT_SIGN_MACOS', of: /-darwin-\w+\.tar\.gz$/ },
  { variable: 'FRAMEWRIGHT_SIGN_WINDOWS', of: /-win32-\w+\.zip$/ },
  { variable: 'FRAMEWRIGHT_SIGN_LINUX', of: /-linux-\w+\.tar\.gz$/ },
] as const;

/** @throws Error when a command fails. */
export function sign(output: string, extension: string, environment: NodeJS.ProcessEnv, run: (command: string, environment: NodeJS.ProcessEnv) => void): void {
  const names = readdirSync(output).sort(), version = /^framewright-(.+)-premiere\.ccx$/.exec(names.find((name) => name.endsWith('-premiere.ccx')) ?? '')?.[1] ?? '';
  for (const hook of signingHooks) {
    const command = environment[hook.variable];
    if (!command) continue;
    if (hook.of === 'folder') run(command, { ...environment, FOLDER: extension, OUTPUT: join(output, hook.output(version)) });
    else for (const name of names.filter((one) => hook.of.test(one))) run(command, { ...environment, FILE: join(output, name) });
  }
}
