// The worker process: `node main.ts <data folder>`, with an IPC channel. Everything native happens here.
import module from 'node:module';
import { join } from 'node:path';

// Beside the packages, where only who may change the program may write; the system's folder for temporary files is everybody's.
module.enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'framewright', 'code'));
// Imported now, not above, so that the compile cache covers it.
const [{ serve }, { tasks }] = await Promise.all([import('./serve.ts'), import('./tasks/table.ts')]);
serve(tasks, process.argv[2]!);
