// What a session and its thread say to each other. Tensors cross once, by number afterwards.
import type { SharedTensor } from './tensor.ts';

export type ThreadData = {
  readonly model: Uint8Array | string; readonly provider: string; readonly threads: number;
  /** One shared value: 1 while onnxruntime works. */
  readonly busy: Int32Array;
};
type Ids = Readonly<Record<string, number>>;
export type ToThread =
  | { readonly kind: 'run'; readonly fresh: readonly { readonly id: number; readonly tensor: SharedTensor }[]; readonly inputs: Ids; readonly outputs: Ids }
  | { readonly kind: 'forget'; readonly id: number }
  | { readonly kind: 'close' };
export type ToMain =
  | { readonly kind: 'open'; readonly inputs: readonly string[]; readonly outputs: readonly string[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };
