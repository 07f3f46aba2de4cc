import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,conformance,invariants,differences,golden,fuzz}/**/*.test.ts'],
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
