// A process that owns one job: `submit <source>` or `resume <id>`, in the home and with the worker entry that the environment names. Tests kill it.
import { createClient } from '../../../shared/client.ts';
import { createInProcessTransport } from '../../../daemon/server/in-process.ts';

const [action, subject] = process.argv.slice(2);
const entry = process.env.TEST_WORKER;
const client = createClient(createInProcessTransport({ home: process.env.TEST_HOME!, ...(entry ? { workerEntry: new URL(entry) } : {}) }));
const wish = JSON.parse(process.env.TEST_WISH ?? '{}') as object;
client.onEvent((event) => { if (event.kind !== 'progress') process.send?.(event); });
const job = action === 'submit' ? await client.submit({ path: subject!, wish }) : await client.resume({ job: subject! });
process.send?.({ kind: 'submitted', job: job.id });
const ended = await client.follow({ job: job.id });
process.send?.({ kind: 'ended', state: ended.state, error: ended.error });
await client.close();
process.disconnect?.();
