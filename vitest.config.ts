import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks', maxWorkers: 2, testTimeout: 120_000, hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['shared/**/*.ts', 'daemon/**/*.ts'], exclude: ['daemon/kernels/**/*.as.ts'], reporter: ['text-summary', 'json-summary'], thresholds: { lines: 85 } },
  },
});
