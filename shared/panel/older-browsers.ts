// What the code of shared/ uses and Chrome 88 and Safari 15.6 lack. Loaded first.

type Grown = { hasOwn?: unknown };
if (!(Object as Grown).hasOwn) Object.defineProperty(Object, 'hasOwn', { configurable: true, writable: true, value: (object: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(object, key) });

type Resolving = { withResolvers?: unknown };
if (!(Promise as Resolving).withResolvers) {
  Object.defineProperty(Promise, 'withResolvers', {
    configurable: true, writable: true,
    value: <Value>() => {
      let resolve!: (value: Value) => void, reject!: (reason: unknown) => void;
      const promise = new Promise<Value>((yes, no) => { [resolve, reject] = [yes, no]; });
      return { promise, resolve, reject };
    },
  });
}

type Indexed = { at?: unknown };
if (!(Array.prototype as Indexed).at) {
  Object.defineProperty(Array.prototype, 'at', { configurable: true, writable: true, value<Value>(this: readonly Value[], index: number): Value | undefined { return this[index < 0 ? this.length + index : index]; } });
}
export {};
