// The entry point of the daemon's process: `node daemon/daemon.ts [--ends-when-idle]`. Loads no codec and no inference engine; workers do.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { resolve } = await import('node:path');
const { findHome } = await import('./jobs/home.ts');
const { runDaemon } = await import('./life.ts');

process.exitCode = await runDaemon({ home: resolve(findHome(process.env)), endsWhenIdle: process.argv.includes('--ends-when-idle'), environment: process.env });
// Timers of what has ended must not hold the process.
process.exit();
