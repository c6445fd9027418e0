// Settings, and the editors that work makes way for.
import type { Context, Handlers } from './context.ts';

export function settingsHandlers({ settings, settingsFile, presence }: Context): Pick<Handlers, 'settings' | 'changeSettings' | 'host'> {
  return {
    settings: async () => settings(),
    changeSettings: (patch) => settingsFile.change(patch),
    async host({ host, state }) {
      presence.tell(host, state);
      return {};
    },
  };
}
