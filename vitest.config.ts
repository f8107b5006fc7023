import { defineConfig } from 'vitest/config';

const shared = { setupFiles: ['tools/testing/setup.ts'], exclude: ['node_modules/**', 'dist/**'] };

/** `fast` is `npm test`: the tests beside the code. `verify` is the long suite. `examples` runs what the pages show. */
export default defineConfig({
  test: {
    // One file a worker at a time: the machines that run this have few cores, and the long suites want memory.
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'fast', include: ['**/*.test.ts'], testTimeout: 30_000 } },
      { test: { ...shared, name: 'verify', include: ['**/*.suite.ts'], testTimeout: 1_800_000 } },
      { test: { ...shared, name: 'examples', include: ['tools/docs/examples.docs.ts'], testTimeout: 60_000 } },
    ],
  },
});
