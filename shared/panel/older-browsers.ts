// What the code of shared/ uses and Chrome 88, Safari 15.6 and the script engines of editors lack. Loaded first.

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
if (!(String.prototype as Indexed).at) {
  Object.defineProperty(String.prototype, 'at', { configurable: true, writable: true, value(this: string, index: number): string | undefined { return this[index < 0 ? this.length + index : index]; } });
}
type Timed = { performance?: unknown };
if (!(globalThis as Timed).performance) Object.defineProperty(globalThis, 'performance', { configurable: true, writable: true, value: { now: () => Date.now() } });
export {};
