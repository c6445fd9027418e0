// Makes the OpenAPI document in a process of its own, which takes the memory of that along when it ends.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Beside the packages, where only who may change the program may write; the system's folder for temporary files is everybody's.
enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'framewright', 'code'));
const { makeOpenApi } = await import('./openapi.ts');
process.send?.(JSON.stringify(makeOpenApi(process.argv[2]!)), () => process.disconnect?.());
