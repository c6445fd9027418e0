// The worker process: `node main.ts <data folder>`, with an IPC channel. Everything native happens here.
import module from 'node:module';
module.enableCompileCache();
// Imported now, not above, so that the compile cache covers it.
const [{ serve }, { tasks }] = await Promise.all([import('./serve.ts'), import('./tasks/table.ts')]);
serve(tasks, process.argv[2]!);
