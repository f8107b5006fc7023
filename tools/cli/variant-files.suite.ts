import { expect, test } from 'vitest';
import { systemNames } from '../../properties/catalogue.ts';
import { folderWith, schedcheck } from '../testing/command.ts';

/** For each system: its suite in the package, a mistake as a user would write it, where it shows, and what it breaks. */
const VARIANTS: Readonly<Record<string, readonly [suite: string, mistake: string, world: string, breaks: string]>> = {
  dragonfly: ['dragonfly', 'guards: { cpu: { inHardSection: () => false } }', 'medium', 'no-switch-in-hard-section'],
  'lwkt-core': ['lwktCore', 'guards: { cpu: { becameHead: () => false } }', 'S1', 'no-lost-reschedule'],
  smp: ['smp', 'effects: { cpu: { askPreempts: () => {} } }', 'tiny', 'highest-priority-runs'],
  sunos4: ['sunos4', 'effects: { thread: { leaveRunQueue: () => {} } }', 'priorities', 'one-wait-at-a-time'],
  sunos5: ['sunos5', 'effects: { dispq: { raiseMaximum: () => {} } }', 'tiny', 'maximum-known'],
  'sunos5-threads': ['sunos5Threads', 'effects: { lwp: { returnFromKernel: () => {} } }', 'waits', 'waiting-known'],
  'sunos5-two-level': ['sunos5TwoLevel', 'effects: { cpu: { pokeItsCpu: () => {} } }', 'sections', 'siglwp-on-its-way'],
  svr4: ['svr4', 'guards: { cpu: { bestNotMoreUrgent: () => true } }', 'classes', 'most-urgent-runs'],
};

const fileOf = (suite: string, mistake: string): string => `
import { ${suite}, variant } from 'schedcheck';

export default variant(${suite}.system, { name: 'mine', ${mistake} });
`;

test.for(systemNames())('a variant of your own changes %s', { timeout: 120_000 }, async (name) => {
  const [suite, mistake, world, breaks] = VARIANTS[name] as (typeof VARIANTS)[string];
  const cwd = folderWith({ 'my-variant.ts': fileOf(suite, mistake) });
  const ran = await schedcheck(['explore', './my-variant.ts', '--topology', world, '--property', breaks], { cwd });
  expect(ran).toMatchObject({ code: 1, complaints: [] });
  expect(ran.out).toContain(`But ${name}/${breaks} is broken`);
});
