// What a user does in the panel, over the built UXP plugin in a simulated Premiere: the first one with UXP, and the one that changed its rules.
import { describe } from 'vitest';
import { buildUxp } from '../../plugin-premiere/uxp/build.ts';
import { connectBridge } from '../../shared/panel/bridge/connect.ts';
import type { Given, Plugin } from './premiere/seat.ts';
import { walkSession } from './premiere/session-walk.ts';
import { runPlugin, type UxpEngine } from './premiere/uxp-engine.ts';
import { setUp, versions } from './premiere/uxp-stand.ts';

const { panel } = await buildUxp();
function pageOf(engine: UxpEngine) {
  const { host, transport } = connectBridge(engine.page);
  return { host, close: () => transport.close() };
}

describe.each(versions)('Premiere %s', (version) => {
  walkSession(async (given: Given): Promise<Plugin> => {
    const { premiere, engine, link, sequence, source, clip } = setUp({ version, ...given });
    // A script serves one page at a time.
    await link.transport.close();
    return {
      premiere, sequence, source, clip, choose: (name) => engine.command(name), close: () => engine.unload(), page: () => pageOf(engine),
      beside() {
        const other = runPlugin({ panel, premiere, speed: 20 }), page = pageOf(other);
        return { host: page.host, async close() { await page.close(); other.unload(); } };
      },
    };
  });
});
