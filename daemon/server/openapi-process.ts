// Makes the OpenAPI document in a process of its own, which takes the memory of that along when it ends.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { makeOpenApi } = await import('./openapi.ts');
process.send?.(JSON.stringify(makeOpenApi(process.argv[2]!)), () => process.disconnect?.());
