// Asking Resolve: one thing after the other, each call with a time-out, and nothing believed that is not of the documented kind.
import { FrameWrightError } from '../shared/errors.ts';

export const hostName = 'DaVinci Resolve';
type Callable = (...values: never[]) => unknown;
type MethodOf<Value> = Extract<Value, Callable>;

export type Calls = {
  /** Calls a method and waits for its answer. @throws FrameWrightError `host-cannot` where this version lacks it, `host-silent`, `host-failed`. */
  ask<Face extends object, Name extends keyof Face & string>(face: Face, method: Name, ...values: Parameters<MethodOf<Face[Name]>>): Promise<Awaited<ReturnType<MethodOf<Face[Name]>>>>;
  /** Does `work` when everything that was begun before has ended, so that no two things write to one timeline. */
  inTurn<Value>(work: () => Promise<Value>): Promise<Value>;
};

export function createCalls({ timeoutMs }: { readonly timeoutMs: number }): Calls {
  let last: Promise<unknown> = Promise.resolve();
  return {
    async ask(face, method, ...values) {
      const callable: unknown = face[method];
      if (typeof callable !== 'function') throw cannot(method, 'This version of Resolve does not have it.');
      let answer: unknown;
      try {
        answer = await within((callable as Callable).apply(face, values as never[]), timeoutMs);
      } catch (error) {
        throw error instanceof FrameWrightError ? error : failed(method, String((error as Error | null)?.message ?? error));
      }
      return answer as never;
    },
    inTurn(work) {
      const turn = last.then(work, work);
      last = turn.catch(() => { /* Whoever asked hears it. */ });
      return turn;
    },
  };
}

function within(answer: unknown, timeoutMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new FrameWrightError('host-silent', { host: hostName, seconds: Math.max(1, Math.round(timeoutMs / 1000)) })), timeoutMs);
    Promise.resolve(answer).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export const failed = (what: string, why: string): FrameWrightError => new FrameWrightError('host-failed', { host: hostName, what, why });
export const cannot = (what: string, why: string): FrameWrightError => new FrameWrightError('host-cannot', { host: hostName, what, why });
export const has = (face: object, method: string): boolean => typeof (face as Record<string, unknown>)[method] === 'function';

/** Null for everything but a whole number; Resolve's own numbers may come as text. */
export function wholeOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}
export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
export const objectOf = <Value>(value: Value): (Value & object) | null => (typeof value === 'object' && value !== null ? value : null);
/** What of a list is an object; an empty list where none came. */
export const objectsOf = <Value>(value: readonly Value[] | null | undefined): (Value & object)[] => (Array.isArray(value) ? value.flatMap((one: Value) => objectOf(one) ?? []) : []);

/** @throws FrameWrightError `host-failed` where Resolve gave something else than an object. */
export function required<Value>(what: string, value: Value): Value & object {
  const object = objectOf(value);
  if (!object) throw failed(what, `It answered ${JSON.stringify(value) ?? 'nothing'}.`);
  return object;
}
