/** Budgets of `check`: runs and steps, never seconds, so that the same seed always does the same work. */
export const DEFAULTS = { runs: 5000, steps: 300 } as const;
