// Settings of the daemon.
import type { Context, Handlers } from './context.ts';

export function settingsHandlers({ settings, settingsFile }: Context): Pick<Handlers, 'settings' | 'changeSettings'> {
  return {
    settings: async () => settings(),
    changeSettings: (patch) => settingsFile.change(patch),
  };
}
