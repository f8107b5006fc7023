import { expect } from 'vitest';
import { evaluatedAgain, type Outcome } from './uphold.ts';

/** Importing this file teaches vitest's `expect` the matcher `toUphold`. */

interface Matchers<R> {
  /**
   * The outcome of `run(scenario)` keeps a promise.
   *
   * @param property id of the promise (`lwkt-core/sorted`); without it, all promises of the system.
   */
  toUphold(property?: string): R;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: vitest's own default
  interface Assertion<T = any> extends Matchers<T> {}
  interface AsymmetricMatchersContaining extends Matchers<unknown> {}
}

expect.extend({
  toUphold(outcome: Outcome, property?: string) {
    const { pass, message } = evaluatedAgain(outcome, property);
    return { pass, message: () => message };
  },
});
