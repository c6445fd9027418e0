import { defineConfig } from 'vitest/config';

// These run in Chromium, where test/dashboard uses them and no coverage is counted.
const insideBrowsers = ['daemon/dashboard/browser/{main,preferences,session}.ts', 'shared/panel/{use-*,comparison,older-browsers,pictures,unchecked}.ts'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'], globalSetup: ['test/fixtures/run.ts'],
    pool: 'forks', maxWorkers: 2, testTimeout: 120_000, hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['shared/**/*.ts', 'daemon/**/*.ts'], exclude: ['daemon/kernels/**/*.as.ts', ...insideBrowsers], reporter: ['text-summary', 'json-summary'], thresholds: { lines: 85 } },
  },
});
