// The rules of Premiere's UXP API, enforced: the lock, transactions, actions that stay in theirs, answers that never come.
import type { Action, CompoundAction } from '@adobe/premierepro';
import type { Premiere } from './premiere.ts';
import type { State } from './state.ts';

/** Members of an official type without what makes it callable. */
type Members<T> = Partial<{ [Key in keyof T]: T[Key] }>;
/** A simulated object of an official type: every member that is there is of its type; the rest is not simulated. */
export const simulated = <T>(members: Members<T>): T => members as T;

export type Rules = ReturnType<typeof createRules>;
type Made = { readonly name: string; readonly run: (state: State) => unknown; spent: boolean; /** The lock in which it was made. */ readonly lock: number };

export function createRules(premiere: Premiere) {
  const actions = new WeakMap<object, Made>(), strict = isAtLeast(premiere.version, 26, 3);
  let lock = 0, locks = 0, compound: Made[] | null = null;

  /** An answer of the host: a promise that a fault may hold for ever or reject. */
  function answer<Value>(name: string, make: () => Value | Promise<Value>): Promise<Value> {
    premiere.calls.push(name);
    if (premiere.faults.silent.has(name)) return new Promise(() => { /* The host shows a dialog. */ });
    return Promise.resolve().then(() => {
      if (premiere.faults.refuses.has(name)) throw new Error(`${name} failed`);
      return make();
    });
  }
  /** @throws Error outside lockedAccess, from 26.3 on. */
  function action(name: string, run: Made['run']): Action {
    premiere.calls.push(name);
    if (strict && lock === 0) throw new Error(`${name}: actions can only be created inside lockedAccess`);
    const made = {};
    actions.set(made, { name, run, spent: false, lock });
    return made as Action;
  }
  function lockedAccess(callback: () => void): void {
    if (lock !== 0) throw new Error('lockedAccess: the project is locked already');
    lock = ++locks;
    try {
      refusePromise(callback(), 'lockedAccess');
    } finally {
      lock = 0;
    }
  }
  function executeTransaction(callback: (compound: CompoundAction) => void, label = 'Script action'): boolean {
    premiere.calls.push('executeTransaction');
    if (compound) throw new Error('executeTransaction: a transaction is under way');
    if (strict && lock === 0) throw new Error('executeTransaction: the project is not locked');
    const mine: Made[] = compound = [];
    try {
      refusePromise(callback(simulated<CompoundAction>({
        get empty() { return mine.length === 0; },
        addAction(given) {
          const made = actions.get(given);
          if (compound !== mine) throw new Error('addAction: the transaction has ended');
          if (!made || made.spent) throw new Error('addAction: the action belongs to another transaction');
          if (strict && made.lock !== lock) throw new Error('addAction: the action was created under another lock');
          made.spent = true;
          mine.push(made);
          return true;
        },
      })), 'executeTransaction');
    } finally {
      compound = null;
    }
    if (mine.length === 0) return false;
    premiere.edit(label, (state) => { for (const { run } of mine) run(state); });
    return true;
  }
  return { premiere, strict, answer, action, lockedAccess, executeTransaction };
}

function refusePromise(answer: unknown, name: string): void {
  if (answer && typeof (answer as { then?: unknown }).then === 'function') throw new Error(`${name}: the callback must not be asynchronous`);
}

/** Whether a version such as `26.3.0` is this or a later one. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}
