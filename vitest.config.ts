import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { leavesOutPages } from './tests/support/chromium.ts';

export default defineConfig({
  resolve: { alias: { 'duckmart/corrupt': resolve('src/corrupt/corrupt.ts') } },
  test: {
    reporters: ['default', './tests/support/closing-line.ts'],
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/data/**', ...(leavesOutPages ? ['tests/**/*.browser.test.ts'] : [])],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
