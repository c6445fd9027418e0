// Entry of the process in which one provider proves itself; its name is the argument, the proof the only message.
import { toFrameWrightError } from '../../shared/errors.ts';
import { computeAnswer, furthest } from './known-answer.ts';
import type { Proof } from './prove.ts';

const provider = process.argv[2]!;

async function prove(): Promise<Proof> {
  const expected = await computeAnswer('cpu');
  const difference = furthest(expected, await computeAnswer(provider));
  // One code value: other orders of summation round differently.
  return difference <= 1
    ? { proven: true, why: `A known picture computed on it agrees with the processor within ${difference} code values.` }
    : { proven: false, why: `A known picture computed on it differs from the processor by ${difference} code values.` };
}

const proof = await prove().catch((thrown: unknown): Proof => ({ proven: false, why: String(toFrameWrightError(thrown).values.why ?? thrown) }));
process.send!(proof);
