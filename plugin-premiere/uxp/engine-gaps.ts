// What shared code uses and UXP's engine may lack. Loaded first.
type Grown = { performance?: { now(): number } };

// Used for differences of a few seconds alone; a clock that is set back makes one of them wait longer.
if (!(globalThis as Grown).performance) Object.defineProperty(globalThis, 'performance', { configurable: true, writable: true, value: { now: () => Date.now() } });
export {};
