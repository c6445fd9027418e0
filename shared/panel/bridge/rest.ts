// Waits that end early when somebody wants something.
export type Rest = { /** Ends after `ms`, or with the next `wake`; at once where one came since the last pause. */ pause(ms: number): Promise<void>; wake(): void };

export function createRest(): Rest {
  let end: (() => void) | null = null, woken = false;
  return {
    async pause(ms) {
      if (!woken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => { clearTimeout(timer); resolve(); };
        });
      }
      end = null;
      woken = false;
    },
    wake() {
      woken = true;
      end?.();
    },
  };
}
