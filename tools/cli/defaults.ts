/** Budgets of `check`: runs and steps, never seconds, so that the same seed always does the same work. */
export const DEFAULTS = { runs: 2000, steps: 200 } as const;
