// The daemon of the soak: a service whose operations come and go over the pipe to its parent, which kills it.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createService } from '../../daemon/server/service.ts';
import { operations, type OperationName } from '../../shared/operations.ts';

type Asked = { readonly id: number; readonly name: OperationName | 'memory'; readonly request: unknown };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const service = createService({ home: process.argv[2]!, settings: { retries: 20, retrySeconds: 0.2 } });
service.recover();

/** Bytes that are held after everything that can be let go of was. */
function memory(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

process.on('message', ({ id, name, request }: Asked) => {
  const answer = name === 'memory' ? Promise.resolve(memory()) : service.call(name, operations[name].request.parse(request) as never);
  void answer.then((value) => process.send?.({ id, value }), (error: Error) => process.send?.({ id, error: error.message }));
});
process.on('disconnect', () => process.exit());
process.send?.({ id: 0 });
