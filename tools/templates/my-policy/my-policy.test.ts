import { fc, test } from '@fast-check/vitest';
import { run, scenarios, smpHost, smpWith, withPolicyVariant } from 'schedcheck';
import { expect } from 'vitest';
import 'schedcheck/vitest';
import policy from './my-policy.ts';

const suite = smpWith(policy);

test.prop([scenarios(suite)])('keeps its promises', (scenario) => {
  expect(run(scenario)).toUphold();
});

// A test that can't fail says nothing. This one shows that a mistake would be noticed.
test('who never takes the CPU back is found out', () => {
  const system = withPolicyVariant(smpHost, policy, { name: 'greedy', hooks: { tick: () => false } });
  const greedy = scenarios({ ...suite, system });
  const { failed, counterexample } = fc.check(fc.property(greedy, (scenario) => run(scenario).violation === null));
  expect(failed).toBe(true);
  expect(run(counterexample![0]).violation?.property).toBe('smp/quantum');
});
