// A value that many look at: read, changed in one place, listened to.

export type Store<State> = {
  state(): State;
  /** Tells listeners, unless the change gives the same state back. */
  change(next: (state: State) => State): void;
  subscribe(listener: () => void): () => void;
};

export function createStore<State>(first: State): Store<State> {
  let state = first;
  const listeners = new Set<() => void>();
  return {
    state: () => state,
    change(next) {
      const changed = next(state);
      if (changed === state) return;
      state = changed;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  };
}

export type Turns = <Value>(act: () => Promise<Value>) => Promise<Value>;
/** One after the other, in the order in which they came, whether they succeed or not. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act, act);
    last = mine.catch(() => { /* Whoever called hears it. */ });
    return mine;
  };
}
