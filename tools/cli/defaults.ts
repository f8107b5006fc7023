/** Budgets of `check`: runs and steps, never seconds, so that the same seed always does the same work. */
export const DEFAULTS = { runs: 10_000, steps: 300 } as const;
