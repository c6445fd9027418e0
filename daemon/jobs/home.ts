// Where FrameWright keeps its own things: job store, tables, measurements. Never the user's results.
import os from 'node:os';
import { join } from 'node:path';

/**
 * `FRAMEWRIGHT_HOME`, else the platform's place for application data: `%LOCALAPPDATA%\FrameWright`, `~/Library/Application Support/FrameWright`,
 * `$XDG_DATA_HOME/framewright` or `~/.local/share/framewright`.
 */
export function findHome(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform, userFolder: string = os.homedir()): string {
  if (environment.FRAMEWRIGHT_HOME) return environment.FRAMEWRIGHT_HOME;
  if (platform === 'win32') return join(environment.LOCALAPPDATA ?? join(userFolder, 'AppData', 'Local'), 'FrameWright');
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', 'FrameWright');
  return join(environment.XDG_DATA_HOME || join(userFolder, '.local', 'share'), 'framewright');
}
