import fc from 'fast-check';
import { printStimulus } from '../model/system/candidates.ts';
import { machineFor } from '../model/system/machines.ts';
import { scriptLength, stimulusAt } from '../model/system/script.ts';
import { scenarios } from './arbitrary.ts';
import { CATALOGUE } from './catalogue.ts';
import { run } from './run.ts';
import type { Scenario } from './scenario.ts';
import { type Suite, suiteWith } from './suite.ts';

/** All suites that both drivers are compared on: those of the catalogue, and LWKT with a policy. */
export const LOCKSTEP: Readonly<Record<string, () => Promise<Suite>>> = {
  ...CATALOGUE,
  'dragonfly/round-robin': async () => {
    const { dragonfly } = await import('./dragonfly/suite.ts');
    return suiteWith(dragonfly, 'round-robin') as Suite;
  },
};

/**
 * Runs a scenario with both drivers side by side, the compiled tables and xstate itself, and compares acceptance, the
 * whole state vector, the observations and the fault after every step.
 *
 * @returns the first difference in words, or null.
 */
export function firstDifference(scenario: Scenario): string | null {
  const { system } = scenario.suite;
  const tables = machineFor(system, scenario.topology, 'tables');
  const xstate = machineFor(system, scenario.topology, 'xstate');
  for (const m of [tables, xstate]) {
    m.observing = true;
    m.initialise();
  }
  for (let n = 0; n < scriptLength(scenario.script); n++) {
    const { kind, self, arg } = stimulusAt(scenario.script, n);
    const seen = [tables, xstate].map((m) => {
      m.begin();
      const accepted = m.attempt(kind, self, arg);
      const observed = Array.from({ length: m.observations.length }, (_, i) => Object.values(m.observations.at(i)));
      m.journal.commit();
      return JSON.stringify({ accepted, vector: [...m.lanes], observed, fault: m.fault });
    });
    if (seen[0] !== seen[1]) {
      return `step ${n + 1}, ${printStimulus(tables, { kind, self, arg })}: tables ${seen[0]}, xstate ${seen[1]}`;
    }
    if (tables.fault !== null) return null;
  }
  return null;
}

/** A walk looks at what its steps touched, and stops at a violation; a run looks at everything. Both stop at the same step. */
export function staysEqual(suite: Suite, variant: Suite['system']): fc.IProperty<[Scenario]> {
  return fc.property(scenarios({ ...suite, system: variant }, { steps: 120 }), (scenario) => {
    const { steps } = run(scenario);
    if (steps !== scenario.length) throw new Error(`a walk stopped ${scenario.length - steps} steps late`);
  });
}
