// Loaded before everything else in a worker: writes down when each finished unit was told, so that its way to a client can be measured from the very beginning.
//   FRAMEWRIGHT_BENCH_STAMPS=<file> node --import stamp-sends.ts …   →  lines { unit, at }: milliseconds since 1970
import { appendFileSync } from 'node:fs';

type Told = { readonly kind?: string; readonly event?: { readonly kind?: string; readonly unit?: { readonly unit: string } } };

const file = process.env.FRAMEWRIGHT_BENCH_STAMPS;
const send = process.send?.bind(process) as ((...words: unknown[]) => boolean) | undefined;
if (send && file) {
  process.send = ((message: Told, ...more: unknown[]): boolean => {
    const at = performance.timeOrigin + performance.now(), sent = send(message, ...more);
    if (message.kind === 'event' && message.event?.kind === 'unit') appendFileSync(file, `${JSON.stringify({ unit: message.event.unit!.unit, at })}\n`);
    return sent;
  }) as typeof process.send;
}
