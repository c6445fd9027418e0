// Real daemons' doors, for lines of panels; they end with the test.
import { afterEach } from 'vitest';
import { startServer, type Server } from '../../daemon/server/served.ts';

/** What ends with the test, the last one first. */
export const ends: (() => unknown)[] = [];
export function endAfterEach(): void {
  afterEach(async () => { for (const end of ends.splice(0).reverse()) await end(); });
}

export async function daemon(port = 0): Promise<Server> {
  const server = await startServer({ presets: async () => [{ name: 'film' }] }, { port });
  let over = false;
  const end = async (): Promise<void> => { if (!over) { over = true; await server.end(); } };
  ends.push(end);
  return { ...server, end };
}
export const codeOf = async (server: Server): Promise<string> => (await server.access.handlers.pairingCode({})).code;
export const tokenOf = async (server: Server): Promise<string> => (await server.access.handlers.pair({ code: await codeOf(server), client: 'panel' })).token;
