import { defineConfig } from 'vitest/config';

const shared = { setupFiles: ['tools/testing/setup.ts'], exclude: ['node_modules/**', 'dist/**'] };

const HOSTILE = 'tools/cli/hostile*.suite.ts';

/** `fast` is `npm test`: the tests beside the code. `verify` is the long suite. `examples` runs what the pages show. */
export default defineConfig({
  test: {
    // One file a worker at a time: the machines that run this have few cores, and the long suites want memory.
    maxWorkers: 2,
    projects: [
      // Files of a worker share their modules: a system is compiled once, which takes a quarter off the whole.
      // Only what hangs may meet the time limit: a busy machine is many times slower than a quiet one.
      { test: { ...shared, name: 'fast', isolate: false, include: ['**/*.test.ts'], testTimeout: 240_000 } },
      {
        test: {
          ...shared,
          name: 'verify',
          include: ['**/*.suite.ts'],
          exclude: [...shared.exclude, HOSTILE],
          testTimeout: 1_800_000,
        },
      },
      // Takes memory and time by design; minutes on a quiet machine, so not part of CI.
      { test: { ...shared, name: 'hostile', include: [HOSTILE], testTimeout: 600_000 } },
      { test: { ...shared, name: 'examples', include: ['tools/docs/*.docs.ts'], testTimeout: 60_000 } },
    ],
  },
});
