import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import type { Topology } from '../../model/system/topology.ts';
import { type Costs, costsOf } from '../../model/systems/sunos5-threads/costs.ts';
import { sunos5Threads } from './suite.ts';

/** Two CPUs and everything that the operations need. */
const world: Topology = {
  name: 'costs',
  entities: {
    cpu: [{ name: 'cpu0' }, { name: 'cpu1' }],
    lwp: ['lwp0', 'lwp1', 'lwp2'].map((name) => ({ name })),
    thread: [
      { name: 'main' },
      { name: 'worker', mortal: true },
      { name: 'helper', mortal: true, newLwp: true },
      { name: 'bound0', mortal: true, bound: true },
      { name: 'bound1', mortal: true, bound: true },
      { name: 'urgent', mortal: true, priority: 20 },
    ],
    mutex: [
      { name: 'a', shared: true },
      { name: 'b', shared: true },
    ],
    semaphore: [{ name: 'ping' }, { name: 'pong' }],
  },
  options: { hints: true },
};

/** Both bound threads exist, on lwp1 and lwp2; main waits in the kernel, bound0 has cpu0, and cpu1 stays idle. */
const twoBound = ['lwp0 create bound0', 'lwp0 create bound1', 'lwp0 read', 'cpu0 dispatch lwp1'];

/** What happens before, and what is counted. */
const OPERATIONS: Readonly<Record<string, readonly [before: readonly string[], counted: readonly string[]]>> = {
  'create an unbound thread': [[], ['lwp0 create worker']],
  'create it with THR_NEW_LWP': [[], ['lwp0 create helper']],
  'create a bound thread': [[], ['lwp0 create bound0']],
  'switch between unbound threads': [['lwp0 create worker'], ['lwp0 yield']],
  'preempt the own thread': [['lwp0 create urgent'], ['lwp0 siglwp']],
  'preempt the thread of another LWP': [
    [
      'lwp0 more',
      'process serve',
      'lwp0 create urgent',
      'cpu1 dispatch lwp1',
      'lwp1 look',
      'lwp1 wait ping',
      'lwp0 create worker',
      'cpu1 dispatch lwp1',
      'lwp1 look',
    ],
    ['lwp1 post ping', 'lwp0 siglwp'],
  ],
  'serve a request for an LWP': [['lwp0 more'], ['process serve']],
  'add an LWP for SIGWAITING': [
    ['lwp0 create worker', 'lwp0 read'],
    ['process handle', 'cpu0 dispatch lwp1', 'lwp1 look'],
  ],
  'hand over, unbound threads': [
    ['lwp0 create worker', 'lwp0 yield', 'lwp0 wait ping'],
    ['lwp0 post ping', 'lwp0 wait pong'],
  ],
  'hand over to an idle LWP': [
    ['lwp0 more', 'process serve', 'lwp0 create worker', 'cpu1 dispatch lwp1', 'lwp1 look', 'lwp1 wait ping'],
    ['lwp0 post ping', 'cpu1 dispatch lwp1', 'lwp1 look'],
  ],
  'hand over, process-shared mutex': [
    [
      ...twoBound,
      'lwp1 lock a',
      'cpu0 preempt',
      'cpu0 dispatch lwp2',
      'lwp2 lock b',
      'lwp2 lock a',
      'cpu0 dispatch lwp1',
    ],
    ['lwp1 unlock a', 'lwp1 lock b', 'cpu0 dispatch lwp2'],
  ],
  'hand over, bound threads': [
    [...twoBound, 'lwp1 wait ping', 'cpu0 dispatch lwp2'],
    ['lwp2 post ping', 'lwp2 wait pong', 'cpu0 dispatch lwp1'],
  ],
};

const COLUMNS: readonly (readonly [keyof Costs, string])[] = [
  ['kernelEntries', 'kernel entries'],
  ['lwpCreations', 'new LWPs'],
  ['threadSwitches', 'thread switches'],
  ['lwpSwitches', 'LWP switches'],
  ['libraryQueueing', 'library queueing'],
  ['userRegisterSets', 'user sets'],
  ['kernelRegisterSets', 'kernel sets'],
];

function measured(name: string): Costs {
  const [before, counted] = OPERATIONS[name] ?? [[], []];
  const m = machineFor(sunos5Threads.system, world);
  m.initialise();
  costsOf(m, before);
  return costsOf(m, counted);
}

/** Not less in anything, and more in something: dearer whatever the single parts cost. */
function dearer(one: Costs, other: Costs): boolean {
  const differences = COLUMNS.map(([column]) => one[column] - other[column]);
  return differences.every((difference) => difference >= 0) && differences.some((difference) => difference > 0);
}

describe('what is counted', () => {
  it.each(Object.keys(OPERATIONS))('%s', (name) => {
    const row = `| ${name} | ${COLUMNS.map(([column]) => measured(name)[column]).join(' | ')} |`;
    const page = readFileSync(new URL('../../docs/systems/sunos5-threads.md', import.meta.url), 'utf8');
    const rows = page.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
    expect(rows).toContain(row);
  });
});

describe('the order of the published tables', () => {
  it('creating: unbound < bound, by kernel entries and LWPs', () => {
    const [bound, unbound] = [measured('create a bound thread'), measured('create an unbound thread')];
    expect([bound.kernelEntries, unbound.kernelEntries]).toEqual([1, 0]);
    expect([bound.lwpCreations, unbound.lwpCreations]).toEqual([1, 0]);
  });

  it('synchronization: process-shared < bound, whatever the parts cost', () => {
    expect(dearer(measured('hand over, bound threads'), measured('hand over, process-shared mutex'))).toBe(true);
  });

  it('synchronization: unbound < process-shared, by kernel entries', () => {
    const [unbound, shared] = [measured('hand over, unbound threads'), measured('hand over, process-shared mutex')];
    expect([unbound.kernelEntries, shared.kernelEntries]).toEqual([0, 2]);
    expect([unbound.kernelRegisterSets, shared.kernelRegisterSets]).toEqual([0, 2]);
  });
});
