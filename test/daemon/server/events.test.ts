// Events on their way to clients: in order, none missed by one that comes back, and a slow one bounded and told.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { AnyEvent, SentEvent } from '../../../shared/events.ts';
import type { FromDaemon } from '../../../shared/wire.ts';
import { createHub } from '../../../daemon/server/hub.ts';
import { createOutbox } from '../../../daemon/server/outbox.ts';
import { startServer, talk, type Server, type Talk } from './served.ts';

let server: Server;
afterEach(() => server?.end());
const log = (line: string): AnyEvent => ({ kind: 'log', job: 'j', line });
const progress = (job: string, frames: number): AnyEvent => ({ kind: 'progress', job, fraction: 0, title: '', step: 1, steps: 1, next: null, frames, framesTotal: 0, fps: null, secondsDone: 0, secondsLeft: null, device: 'cpu', load: null });
const isEvent = (message: FromDaemon): message is Extract<FromDaemon, { kind: 'event' }> => message.kind === 'event';
const seqs = (one: Talk): number[] => one.heard.filter(isEvent).map(({ seq }) => seq);

describe('a client that comes back', () => {
  it('gets exactly what it missed, in order, before what is new', async () => {
    server = await startServer();
    const first = await talk(server);
    for (let i = 1; i <= 5; i++) server.hub.emit(log(String(i)));
    await first.wait((message) => isEvent(message) && message.seq === 5);
    first.socket.terminate();
    await first.closed;
    for (let i = 6; i <= 3000; i++) server.hub.emit(i % 2 ? log(String(i)) : progress('j', i));
    const back = talk(server, { hello: { seen: { epoch: 'epoch-1', seq: 5 } } });
    for (let i = 3001; i <= 3100; i++) { server.hub.emit(log(String(i))); if (i % 10 === 0) await sleep(1); }
    const again = await back;
    await again.wait((message) => isEvent(message) && message.seq === 3100);
    expect(seqs(again)).toEqual(Array.from({ length: 3095 }, (_, i) => i + 6));
    again.socket.close();
  });
  it('that knew nothing begins with now', async () => {
    server = await startServer();
    server.hub.emit(log('old'));
    const one = await talk(server);
    server.hub.emit(log('new'));
    await one.wait(isEvent);
    expect(seqs(one)).toEqual([2]);
    one.socket.close();
  });
  it('is told when that is no longer kept, or was another run of the daemon', async () => {
    server = await startServer({}, { kept: 10 });
    for (let i = 1; i <= 30; i++) server.hub.emit(log(String(i)));
    for (const [seen, count] of [[{ epoch: 'epoch-1', seq: 5 }, 25], [{ epoch: 'epoch-0', seq: 5 }, null], [{ epoch: 'epoch-1', seq: 31 }, null]] as const) {
      const one = await talk(server, { hello: { seen } });
      expect(await one.wait(isEvent)).toMatchObject({ seq: 30, event: { kind: 'lost', count } });
      expect(seqs(one)).toEqual([30]);
      one.socket.close();
    }
  });
});

describe('fifty clients', () => {
  it('hear the same', async () => {
    server = await startServer();
    const all = await Promise.all(Array.from({ length: 50 }, () => talk(server)));
    for (let i = 1; i <= 40; i++) { server.hub.emit(log(String(i))); if (i % 10 === 0) await sleep(1); }
    await Promise.all(all.map((one) => one.wait((message) => isEvent(message) && message.seq === 40)));
    for (const one of all) expect(seqs(one)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    for (const one of all) one.socket.close();
  });
});

describe('a slow client', () => {
  it('costs no memory, is not given progress that was overtaken, and is told what it lost', () => {
    const hub = createHub('e', () => 'now', 100), sent: SentEvent[] = [];
    let ready = true;
    const outbox = createOutbox(hub, () => 'now', (event) => sent.push(event), () => ready);
    outbox.begin(null);
    const emit = (event: AnyEvent): void => { hub.emit(event); outbox.flush(); };
    emit(progress('a', 1));
    emit(progress('a', 2));
    expect(sent.map(({ seq }) => seq)).toEqual([1, 2]);
    ready = false;
    for (let i = 3; i <= 50; i++) emit(i === 20 ? log('line') : progress(i % 2 ? 'a' : 'b', i));
    ready = true;
    outbox.flush();
    expect(sent.slice(2).map(({ seq, event }) => [seq, event.kind])).toEqual([[20, 'log'], [49, 'progress'], [50, 'progress']]);
    ready = false;
    for (let i = 51; i <= 200; i++) emit(log(String(i)));
    ready = true;
    outbox.flush();
    expect(sent.slice(5)).toEqual([{ epoch: 'e', seq: 200, at: 'now', event: { kind: 'lost', count: 150 } }]);
    emit(log('on'));
    expect(sent.at(-1)!.seq).toBe(201);
  });
  it('over a real socket gets every last event or is told of the loss, while others lose nothing', async () => {
    server = await startServer({}, { kept: 200, limits: { waitingBytes: 1 << 16 } });
    const [slow, quick] = [await talk(server), await talk(server)];
    slow.socket.pause();
    const most = 600;
    for (let i = 1; i <= most; i++) {
      server.hub.emit(log('x'.repeat(50_000)));
      await quick.wait((message) => isEvent(message) && message.seq === i);
    }
    expect(seqs(quick)).toEqual(Array.from({ length: most }, (_, i) => i + 1));
    slow.socket.resume();
    server.hub.emit(log('last'));
    await slow.wait((message) => isEvent(message) && message.seq === most + 1);
    const got = slow.heard.filter(isEvent), lost = got.filter(({ event }) => (event as AnyEvent).kind === 'lost');
    const count = lost.reduce((sum, { event }) => sum + ((event as { count: number }).count), 0);
    expect(count).toBeGreaterThan(0);
    expect(got.length - lost.length + count).toBe(most + 1);
    for (const one of [slow, quick]) one.socket.close();
  });
});
