import { parseStimulus } from './candidates.ts';
import { tellFault } from './fault.ts';
import type { Machine } from './machine.ts';

/**
 * For tests: takes the steps one after the other.
 *
 * @returns the first fault in words, or null.
 * @throws Error when the charts do not accept a step.
 */
export function faultAfter(m: Machine, stimuli: readonly string[]): string | null {
  for (const text of stimuli) {
    const { kind, self, arg } = parseStimulus(m, text);
    m.begin();
    if (!m.attempt(kind, self, arg)) throw new Error(`${text}: not accepted`);
    if (m.fault !== null) return tellFault(m.fault);
    m.journal.commit();
  }
  return null;
}
