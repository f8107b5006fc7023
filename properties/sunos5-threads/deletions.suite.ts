import { expect, test } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import type { AnySystem } from '../../model/system/system.ts';
import type { Topology } from '../../model/system/topology.ts';
import { explore } from '../../tools/checker/exhaustive.ts';
import { deletions } from '../deletions.ts';
import { expectedToHold } from '../suite.ts';
import { sunos5Threads } from './suite.ts';

/** Together they take each transition that can be taken. */
const WORLDS: readonly (readonly [world: string, states: number])[] = [
  ['waits', 2_000],
  ['aging', 2_000],
  ['sections', 3_000],
  ['suspension', 9_000],
  ['shared', 3_000],
  ['one-to-one', 2_000],
  ['tiny', 4_000],
  ['bound', 4_000],
  ['pool', 8_000],
  ['signals', 18_000],
  ['early-signals', 12_000],
  ['small', 15_000],
];

/** Transitions that nothing notices, each with the reason. */
const SURVIVORS: Readonly<Record<string, string>> = {
  'process, served, GROW, branch 1': 'the runtime of SunOS 5 never grows before all LWPs wait',
  'process, served, GROW, branch 2': 'the same',
  'process, served, SERVE, branch 3': 'needs bound threads on all LWPs and a request for more: in medium only',
  'lwp, onproc, ENTER, branch 4': 'needs a bound thread and critical sections: in medium only',
  'lwp, onproc, LEAVE, branch 3': 'leaving what was not entered changes nothing',
  'lwp, onproc, UNMASK, branch 1': 'without a thread, nothing is masked either',
  'lwp, onproc, EMPTY, branch 2': 'one LWP at least is requested and wanted, so that the runtime keeps the last anyhow',
  'lwp, onproc, DELIVER, branch 2': 'without a thread, no signal is pending (nothing-pending-without-thread)',
  'lwp, onproc, DELIVER, branch 3': 'listed as untaken',
  'mutex, free, SEIZE, branch 1': 'the stimulus exists for process-shared mutexes only',
  'signal, notified, SEND': 'pending is a bit: another one changes nothing',
  'signal, held, SEND': 'pending is a bit: another one changes nothing',
};

/** Transitions among the first states; deterministic, so that one branch more or less shows. */
function look(system: AnySystem, world: string, states: number) {
  const topology = sunos5Threads.system.topologies.find(({ name }: Topology) => name === world) as Topology;
  // Monitors would need a search of their own; what they see is seen by the counts.
  const properties = expectedToHold(sunos5Threads).filter(({ kind }) => kind !== 'monitor');
  const { violation, transitions } = explore(machineFor(system, topology), properties, { states });
  return { broken: violation?.property, transitions };
}

test('without any one transition of a chart, a count, a promise or the protocol is broken', {
  timeout: 300_000,
}, () => {
  const whole = WORLDS.map(([world, states]) => look(sunos5Threads.system, world, states));
  expect(whole.map(({ broken }) => broken)).toEqual(WORLDS.map(() => undefined));
  const cut = deletions(sunos5Threads.system);
  const survivors = cut.filter(({ system }) =>
    WORLDS.every(([world, states], n) => {
      const { broken, transitions } = look(system, world, states);
      return broken === undefined && transitions === whole[n]?.transitions;
    }),
  );
  expect(survivors.map(({ name }) => name)).toEqual(Object.keys(SURVIVORS));
  expect(cut.length).toBeGreaterThan(80);
});
