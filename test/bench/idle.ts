// What the process that owns the store costs while nothing runs.
//   node idle.ts '<json: { home }>'   →  one JSON line { rss, cpu }
import { setTimeout as sleep } from 'node:timers/promises';
import { createInProcessTransport } from '../../daemon/server/in-process.ts';
import { createClient } from '../../shared/client.ts';

const { home } = JSON.parse(process.argv[2]!) as { home: string };
const client = createClient(createInProcessTransport({ home }));
await client.jobs({});
await sleep(1000);
const before = process.cpuUsage();
await sleep(10_000);
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${JSON.stringify({ rss: process.memoryUsage.rss(), cpu: (user + system) / 1e6 })}\n`);
await client.close();
