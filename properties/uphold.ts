import { InputError } from '../model/errors.ts';
import { thereAre } from '../model/unknown.ts';
import type { AnyProperty } from './property.ts';
import { type Outcome, run } from './run.ts';
import { expectedToHold } from './suite.ts';

export type { Outcome };

/**
 * Says in words whether an outcome keeps one promise (or all); runs the scenario again if other promises were watched.
 *
 * @throws InputError when the system promises no such thing.
 */
export function evaluatedAgain(
  outcome: Outcome,
  property?: string,
): { readonly pass: boolean; readonly message: string } {
  const { scenario } = outcome;
  const { suite } = scenario;
  const watched =
    property === undefined ? expectedToHold(suite) : suite.properties.filter((one) => one.id === property);
  if (watched.length === 0) {
    const known = suite.properties.map((one) => one.id);
    throw new InputError(`${suite.system.name} has no property "${property}"; ${thereAre(property ?? '', known)}`);
  }
  const { violation } = covers(outcome, watched) ? outcome : run(scenario, { properties: watched });
  const steps = scenario.stimuli.map((stimulus, n) => `  ${String(n + 1).padStart(3)}  ${stimulus}`);
  if (violation === null) {
    return { pass: true, message: `${watched.map((one) => one.id).join(', ')} holds in\n${scenario}` };
  }
  const lines = [`${violation.property} is broken after step ${violation.step}: ${violation.message}`, ...steps];
  return { pass: false, message: lines.join('\n') };
}

/** Whether the outcome already says all about these promises: they were watched, and nothing else ended the run. */
function covers({ scenario, violation }: Outcome, watched: readonly AnyProperty[]): boolean {
  const all = watched.every((property) => scenario.properties.includes(property));
  return all && (violation === null || watched.some((property) => property.id === violation.property));
}
