// Mutated messages against a listening server: it does not crash, hang, or do what nobody with a token asked for. FRAMEWRIGHT_FUZZ sets how many.
import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';

const rounds = Number(process.env.FRAMEWRIGHT_FUZZ ?? 3000);

describe('mutated messages', () => {
  it(`${rounds} of them do no harm`, async () => {
    const { messages, conversations, calls } = await fuzz(rounds, 4711);
    expect(messages).toBe(rounds);
    expect(conversations).toBeGreaterThan(10);
    expect(calls).toBeGreaterThan(rounds / 100);
  }, 120_000 + rounds * 20);
});
