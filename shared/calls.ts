// Calls in flight over a line that may be cut.
import { operations, type OperationName } from './operations.ts';

export type Pending = {
  readonly name: OperationName; readonly request: unknown;
  resolve(value: unknown): void; reject(error: unknown): void;
  /** Whether the daemon may have it. */ sent: boolean;
};

/** Whether a call that was cut may have been done and must not be asked for again: one that changes something and carries no key by which the daemon would know it. */
export const endsInDoubt = ({ name, request }: Pending): boolean => !operations[name].repeatable && (request as { key?: unknown }).key === undefined;

export const nameOf = ({ name }: Pending): string => operations[name].title;
