// Makes the OpenAPI document in a thread of its own, which takes the memory of that along when it ends.
import { parentPort, workerData } from 'node:worker_threads';
import { makeOpenApi } from './openapi.ts';

parentPort!.postMessage(JSON.stringify(makeOpenApi((workerData as { version: string }).version)));
