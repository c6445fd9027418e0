// A process that owns the store: `submit <source>` or `follow <id>`, in the home and with the worker entry that the environment names. Tests kill it.
import { createClient } from '../../../shared/client.ts';
import { createInProcessTransport } from '../../../daemon/server/in-process.ts';

const [action, subject] = process.argv.slice(2);
const entry = process.env.TEST_WORKER;
const client = createClient(createInProcessTransport({ home: process.env.TEST_HOME!, settings: { retrySeconds: 0.05 }, ...(entry ? { workerEntry: new URL(entry) } : {}) }));
const wish = JSON.parse(process.env.TEST_WISH ?? '{}') as object;
let dieAfterMs: number | null = null;
process.on('message', (message: { dieAfterMs: number }) => { ({ dieAfterMs } = message); });
client.onEvent((event) => {
  if (event.kind !== 'progress') process.send?.(event);
  // Delivering takes a few milliseconds: too short to be hit from outside, so the process kills itself, as hard.
  if (event.kind === 'state' && event.state === 'delivering' && dieAfterMs !== null) setTimeout(() => process.kill(process.pid, 'SIGKILL'), dieAfterMs);
});
const id = action === 'submit' ? (await client.submit({ path: subject!, wish, key: subject! })).id : subject!;
process.send?.({ kind: 'submitted', job: id });
const ended = await client.follow({ job: id });
process.send?.({ kind: 'ended', state: ended.state, error: ended.error });
await client.close();
process.disconnect?.();
