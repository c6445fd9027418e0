// What onnxruntime says, as catalogued errors.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FrameWrightError } from '../../shared/errors.ts';

/** `title` is what people read; `frame` the index frame being made, null while a session is opened. */
export type SessionPlace = { readonly title: string; readonly model: Uint8Array | string; readonly frame: number | null };

// Sources: BFCArena, the CPU allocator's bad_alloc, CUDA, cuDNN, cuBLAS, Direct3D 12, Dawn and Metal.
const memory = /bad_alloc|bad allocation|failed to allocate|out of memory|out_of_memory|alloc_failed|e_outofmemory|array buffer allocation failed|smaller than requested bytes|exceeds the max buffer size/i;
const damaged = /protobuf parsing failed|invalid_protobuf|invalid_graph|no graph was found|load model from .* failed|model.*is invalid|unsupported model IR version/i;

/** `out-of-memory`, `model-damaged`, or `step-failed` with onnxruntime's own sentence. */
export function sessionError(message: string, { title, model, frame }: SessionPlace): FrameWrightError {
  const cause = new Error(message);
  const why = `onnxruntime says: ${message.replace(/^.* was false\. /s, '').trim()}`;
  if (memory.test(message)) return new FrameWrightError('out-of-memory', { title, why }, { cause });
  if (frame === null && damaged.test(message)) {
    return new FrameWrightError('model-damaged', { model: typeof model === 'string' ? model : title, found: hashOf(model), expected: 'that of a model which onnxruntime can read' }, { cause });
  }
  return new FrameWrightError('step-failed', { title, frame: frame ?? 0, why }, { cause });
}

const hashOf = (model: Uint8Array | string): string => createHash('sha256').update(typeof model === 'string' ? readFileSync(model) : model).digest('hex');
