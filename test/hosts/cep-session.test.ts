// What a user does in the panel, carried by the CEP host to Premiere's timeline, at both ends of the range; the daemon does as it is told.
import { describe } from 'vitest';
import { createCepHost } from '../../plugin-premiere/cep/adapter.ts';
import { noDesk } from '../../plugin-premiere/cep/desk.ts';
import { setUp, versions } from './premiere/cep-stand.ts';
import type { Given, Plugin } from './premiere/seat.ts';
import { walkSession } from './premiere/session-walk.ts';

const preset = '/Applications/Premiere.app/Contents/MediaIO/systempresets/ProRes 422 HQ.epr';

describe.each(versions)('Premiere %s', (version) => {
  walkSession(async (given: Given): Promise<Plugin> => {
    const { premiere, cep, host, sequence, source, clip, close } = await setUp({ version, files: [preset], ...given });
    return {
      premiere, sequence, source, clip, close, page: () => ({ host, close: () => undefined }),
      choose: (menuId) => cep.dispatch({ type: 'com.adobe.csxs.events.flyoutMenuClicked', data: JSON.stringify({ menuId, menuName: menuId }) }),
      beside: () => ({ host: createCepHost({ engine: cep.engine, desk: noDesk, hasProgram: false, glanceMs: 250 }), close: () => undefined }),
    };
  });
});
