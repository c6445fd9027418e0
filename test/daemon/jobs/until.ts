// Waiting in tests that set timers.

/** Waits until `holds` no longer throws, by the machine's clock, which fake timers leave alone. @throws what it threw last, after 20 seconds. */
export async function until(holds: () => void): Promise<void> {
  for (const begun = performance.now(); ;) {
    try { return holds(); } catch (error) { if (performance.now() - begun > 20_000) throw error; }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
