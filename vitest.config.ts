import { defineConfig } from 'vitest/config';

/** `fast`: every `*.test.ts`, for `npm test`. `verify`: the long suites, `*.suite.ts`, for `npm run verify`. */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['{machines,model,properties,tools}/**/*.test.ts'],
          setupFiles: ['properties/setup.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'verify',
          include: ['{machines,model,properties,tools}/**/*.suite.ts'],
          setupFiles: ['properties/setup.ts'],
          testTimeout: 600_000,
        },
      },
    ],
  },
});
