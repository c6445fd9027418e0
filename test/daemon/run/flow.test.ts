import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ahead, handOver, unlessAborted } from '../../../daemon/run/flow.ts';

const never = new AbortController().signal;
const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => Array.fromAsync(items);

/** Counts up; `live` is how many of its items nobody has let go of. */
function counter(count: number, failAt = Infinity) {
  const state = { made: 0, ended: false };
  const source = async function* () {
    try {
      for (let i = 1; i <= count; i++) {
        if (i === failAt) throw new Error('source failed');
        state.made = i;
        yield i;
      }
    } finally {
      state.ended = true;
    }
  };
  return { state, source };
}

describe('ahead', () => {
  it('keeps order and runs ahead by its depth only', async () => {
    const { state, source } = counter(10);
    const seen: number[] = [];
    for await (const item of ahead(source(), 3, () => {}, never)) {
      seen.push(item);
      await sleep(1);
      expect(state.made).toBeLessThanOrEqual(item + 3);
      if (item === 2) expect(state.made).toBe(5);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
  it('gives the items before an error, then the error', async () => {
    const seen: number[] = [];
    await expect((async () => { for await (const item of ahead(counter(9, 5).source(), 8, () => {}, never)) seen.push(item); })()).rejects.toThrow('source failed');
    expect(seen).toEqual([1, 2, 3, 4]);
  });
  it('ends its source and drops what is left when the reader stops', async () => {
    const { state, source } = counter(100);
    const dropped: number[] = [];
    for await (const item of ahead(source(), 4, (left) => dropped.push(left), never)) {
      await sleep(1);
      if (item === 3) break;
    }
    expect(state.ended).toBe(true);
    expect(dropped).toEqual(Array.from({ length: state.made - 3 }, (_, i) => i + 4));
  });
  it('wakes a waiting reader when aborted', async () => {
    const controller = new AbortController();
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const stuck = async function* () { await gate; yield 1; };
    const dropped: number[] = [];
    const reading = collect(ahead(stuck(), 1, (left) => dropped.push(left), controller.signal));
    reading.catch(() => {});
    controller.abort(new Error('stop'));
    open();
    await expect(reading).rejects.toThrow('stop');
    expect(dropped).toEqual([1]);
  });
});

describe('handOver', () => {
  it('drops exactly what the reader did not take', () => {
    const dropped: number[] = [];
    for (const item of handOver([1, 2, 3, 4], (made) => made, (left) => dropped.push(left))) if (item === 2) break;
    expect(dropped).toEqual([3, 4]);
  });
});

describe('unlessAborted', () => {
  it('gives what the work gives', async () => {
    expect(await unlessAborted(Promise.resolve(3), new AbortController().signal)).toBe(3);
    await expect(unlessAborted(Promise.reject(new Error('own')), new AbortController().signal)).rejects.toThrow('own');
  });
  it('rejects with the reason at once, and hands on what comes late', async () => {
    const controller = new AbortController(), late: number[] = [], { promise, resolve } = Promise.withResolvers<number>();
    const waiting = unlessAborted(promise, controller.signal, (value) => late.push(value));
    controller.abort(new Error('why'));
    await expect(waiting).rejects.toThrow('why');
    resolve(7);
    await sleep(1);
    expect(late).toEqual([7]);
  });
});
