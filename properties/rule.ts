/** What a suite says about one rule of its system's texts. */
export interface Rule {
  /** Number of the rule in the catalogue: `DF-24`, `P2`. */
  readonly id: string;
  /** What it demands: one short sentence. */
  readonly says: string;
  /** `checked`: a property checks it. `awaiting`: until some mechanism is modelled. `not modelled`: left out for good. */
  readonly status: 'checked' | 'awaiting' | 'not modelled';
  /** What it waits for, or why it is left out. Needed unless it is checked. */
  readonly reason?: string;
  /**
   * Guards, effects or kernel functions whose branches carry the rule, as far as their `meta` does not name it. With
   * an event before it (`OFFER currentInCriticalSection`), in the branches of that event only.
   */
  readonly carriedBy?: readonly string[];
}
