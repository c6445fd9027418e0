// The entry point of the daemon's process: `node daemon/daemon.ts [--ends-when-idle]`. Loads no codec and no inference engine; workers do.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Beside the packages, where only who may change the program may write; the system's folder for temporary files is everybody's.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'framewright', 'code'));
const { resolve } = await import('node:path');
const { findHome } = await import('./jobs/home.ts');
const { runDaemon } = await import('./life.ts');

process.exitCode = await runDaemon({ home: resolve(findHome(process.env)), endsWhenIdle: process.argv.includes('--ends-when-idle'), environment: process.env });
// Timers of what has ended must not hold the process.
process.exit();
