// What each side of the WebSocket says that it can do, and what is made of it.
import { afterEach, expect, it } from 'vitest';
import { startServer, talk, type Server } from './served.ts';

let server: Server;
afterEach(() => server.end());
const greet = async (features?: string[]) => {
  const one = await talk(server, { hello: false });
  one.say({ kind: 'hello', protocol: 1, client: 'test', ...(features ? { features } : {}) });
  return { ...one, welcome: await one.wait(({ kind }) => kind === 'welcome' || kind === 'failure') };
};
const kindsOf = (heard: readonly { kind: string }[]): string[] => heard.flatMap((message) => (message.kind === 'event' ? [(message as { event?: { kind: string } }).event!.kind] : []));

it('the daemon names its own in the welcome, also to a client that names none', async () => {
  server = await startServer();
  for (const features of [undefined, [], ['commands', 'from-the-future']]) expect((await greet(features)).welcome).toMatchObject({ kind: 'welcome', features: expect.arrayContaining(['commands', 'pictures', 'pairing']) });
  expect((await greet(Array.from({ length: 101 }, () => 'x'))).welcome).toMatchObject({ kind: 'failure', error: { code: 'message-malformed' } });
});

it('commands are sent to those who know them, and older clients hear everything else', async () => {
  server = await startServer();
  const older = await greet(), panel = await greet(['commands']);
  server.hub.emit({ kind: 'command', name: 'restore', host: null, preset: null });
  server.hub.emit({ kind: 'hold', why: null });
  for (const one of [older, panel]) await one.wait((message) => message.kind === 'event' && (message.event as { kind: string }).kind === 'hold');
  expect([kindsOf(older.heard), kindsOf(panel.heard)]).toEqual([['hold'], ['command', 'hold']]);
});

it('a picture is given by its id, as a frame before the answer', async () => {
  const id = 'ab'.repeat(32);
  server = await startServer({}, { pictures: { [id]: Buffer.from('picture') } });
  const one = await greet();
  one.say({ kind: 'picture', id: 1, picture: id });
  expect(await one.wait((message) => message.kind === 'answer')).toEqual({ kind: 'answer', id: 1, value: { picture: id } });
  expect(one.frames).toEqual([Buffer.concat([Buffer.from(id, 'hex'), Buffer.from('picture')])]);
  one.say({ kind: 'picture', id: 2, picture: 'cd'.repeat(32) });
  expect(await one.wait((message) => message.kind === 'failure')).toMatchObject({ id: 2, error: { code: 'picture-gone' } });
  one.say({ kind: 'picture', id: 3, picture: '../../etc/passwd' });
  expect(await one.closed).toMatchObject({ code: 1002 });
});
