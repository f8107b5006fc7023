import { defineConfig } from 'vitest/config';

const shared = {
  environment: 'node' as const,
  setupFiles: ['./tools/testing/setup.ts'],
  exclude: ['node_modules/**', 'dist/**'],
};

/** `fast` is `npm test`: the tests beside the code. `verify` is the long suite: whole systems, every mutant. */
export default defineConfig({
  test: {
    // One file a worker at a time: the machines that run this have few cores, and the long suites want memory.
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'fast', include: ['**/*.test.ts'], testTimeout: 20_000 } },
      { test: { ...shared, name: 'verify', include: ['**/*.suite.ts'], testTimeout: 1_800_000 } },
    ],
  },
});
