import { describe, expect, it } from 'vitest';
import { compile } from '../../model/system/compile.ts';
import { Machine } from '../../model/system/machine.ts';
import { resolve, type Topology } from '../../model/system/topology.ts';
import { dragonfly } from '../../model/systems/dragonfly/system.ts';
import { dragonflyVariants } from '../../model/systems/dragonfly/variants.ts';
import { type Bounds, explore } from '../../tools/checker/exhaustive.ts';
import type { AnyProperty } from '../property.ts';
import { dragonflyProperties } from './properties.ts';

/** Worlds that are searched to the end here, with their states and transitions. */
const WORLDS: readonly (readonly [world: string, states: number, transitions: number])[] = [
  ['births', 1_381, 2_305],
  ['no-preemption', 689, 1_136],
  ['throttle-level', 13_417, 30_689],
  ['tiny', 474_736, 793_340],
];

/** Where the mutant of each property is found soonest, and the length of the shortest script. */
const KILLED: Readonly<Record<string, readonly [world: string, steps: number]>> = {
  'queue-and-flag-agree': ['tiny', 9],
  'queued-at-home': ['tiny2', 2],
  'queue-counted': ['soft2', 1],
  'idle-off-queue': ['tiny2', 4],
  'priority-sorted': ['users', 9],
  'first-come-first-served': ['births', 1],
  'better-user-priority-first': ['users', 9],
  'own-queue-only': ['tiny2', 2],
  'queues-exclude-each-other': ['users', 11],
  'head-wakeup-flagged': ['users', 2],
  'reschedule-not-dropped': ['users', 31],
  'priority-set-at-home': ['lwps', 16],
  'tick-asks-for-reschedule': ['sections', 3],
  'tick-rotates-equals': ['users', 7],
  'one-running-per-cpu': ['soft2', 2],
  'runs-at-home': ['tiny2', 3],
  'target-not-running': ['lwps', 5],
  'switch-legal': ['sections', 2],
  'no-switch-in-hard-section': ['sections', 2],
  'target-in-critical-section': ['births', 6],
  'off-cpu-in-critical-section': ['soft2', 1],
  'no-step-after-exit': ['births', 6],
  'exit-flags': ['births', 5],
  'stack-in-use-is-flagged': ['soft2', 1],
  'reaped-off-the-cpu': ['tiny2', 11],
  'switch-picks-most-urgent': ['births', 3],
  'idle-only-if-nothing': ['users', 7],
  'chart-and-flags-agree': ['edge', 12],
  'no-kernel-preemption': ['tiny', 2],
  'preempts-upwards': ['chains', 11],
  'no-preemption-in-critical-section': ['chains', 6],
  'preemption-allowed': ['chains', 5],
  'preempts-when-asked': ['edge', 12],
  'victim-has-preemptor': ['edge', 9],
  'preemptor-in-chain': ['tiny', 10],
  'chain-short': ['chains', 22],
  'victim-does-not-run': ['tiny', 4],
  'return-to-victim': ['users', 10],
  'victim-resumed-unconditionally': ['sections', 10],
  'done-before-resume': ['edge', 9],
  'splz-nested-once': ['chains', 6],
  'nesting-restored': ['edge', 9],
  'designation-untouched': ['users', 3],
  'reschedule-on-return': ['users', 10],
  'critical-count-not-negative': ['throttle-level', 2],
  'balanced-at-user-return': ['users', 19],
  'pending-recorded': ['soft2', 3],
  'message-recorded': ['tiny2', 4],
  'nothing-stranded': ['edge', 3],
  'clean-user-return': ['users', 13],
  'interrupt-nesting-bounded': ['soft2', 24],
  'halts-safely': ['tiny2', 8],
  'one-ipi-outstanding': ['soft2', 12],
  'interrupts-do-not-stack': ['tiny', 3],
  'handlers-in-critical-section': ['throttle-level', 6],
  'running-means-asked': ['tiny', 15],
  'no-lost-interrupt': ['edge', 21],
  'masked-until-handled': ['tiny', 6],
  'livelock-throttles': ['throttle-level', 23],
  'asked-at-home': ['soft2', 4],
  'one-handler-per-cpu': ['chains', 15],
  'user-code-if-designated': ['users', 12],
  'user-priority-in-user-mode': ['users', 12],
  'sleepers-not-designated': ['tiny', 2],
  'sleepers-at-kernel-priority': ['tiny', 2],
  'designated-not-waiting': ['tiny', 6],
  'raised-before-release': ['users', 25],
};

/** The same for beliefs that are false. */
const REFUTED: Readonly<Record<string, readonly [world: string, steps: number]>> = {
  'highest-priority-always-runs': ['tiny', 2],
  'running-flag-is-current': ['soft2', 1],
  'current-is-queued': ['sections', 1],
  'preempted-is-queued': ['sections', 4],
  'sorted-by-user-priority': ['users', 7],
  'reschedule-means-better': ['tiny', 3],
  'idle-is-least-urgent': ['tiny', 0],
  'only-designated-is-queued': ['users', 2],
  'yield-moves-to-tail': ['births', 6],
  'interrupt-thread-was-asked': ['tiny', 6],
  'asked-thread-is-queued': ['edge', 17],
  'masked-even-when-throttled': ['throttle-level', 33],
};

function search(
  system: typeof dragonfly,
  world: string | Topology,
  properties: readonly AnyProperty[],
  bounds?: Bounds,
) {
  const topology = typeof world === 'string' ? system.topologies.find(({ name }) => name === world) : world;
  if (topology === undefined) throw new Error(`no world ${world}`);
  return explore(new Machine(compile(system), resolve(system, topology)), properties, bounds);
}

const promises = dragonflyProperties.filter(({ expect: expected }) => expected !== 'refuted');
const beliefs = dragonflyProperties.filter(({ expect: expected }) => expected === 'refuted');
const short = ({ id }: AnyProperty) => id.replace('dragonfly/', '');

describe('dragonfly, searched to the end', () => {
  it.each(WORLDS)('keeps every promise on %s', { timeout: 60_000 }, (world, states, transitions) => {
    const found = search(dragonfly, world, promises);
    expect(found.violation).toBeUndefined();
    expect(found.stoppedBy).toBeUndefined();
    expect(found).toMatchObject({ complete: true, states, transitions, deadlocks: 0 });
  });
});

describe('a mutant breaks each property', () => {
  it.each(promises.map((property) => [short(property), property] as const))(
    '%s',
    { timeout: 60_000 },
    (id, property) => {
      const system = dragonflyVariants.find(({ variantOf }) => variantOf?.variant === property.mutant);
      if (system === undefined) throw new Error(`no variant ${property.mutant}`);
      const [world, steps] = KILLED[id] ?? ['tiny', -1];
      const found = search(system, world, [property], { states: 200_000 });
      expect(found.violation?.property).toBe(property.id);
      expect(found.violation?.script).toHaveLength(steps);
    },
  );
});

describe('a popular belief is false', () => {
  it.each(beliefs.map((property) => [short(property), property] as const))(
    '%s',
    { timeout: 60_000 },
    (id, property) => {
      const [world, steps] = REFUTED[id] ?? ['tiny', -1];
      const found = search(dragonfly, world, [property], { states: 100_000 });
      expect(found.violation?.property).toBe(property.id);
      expect(found.violation?.script).toHaveLength(steps);
      expect(property.doc).toBeDefined();
    },
  );
});

describe('a preemptable thread that another CPU schedules directly', () => {
  const world: Topology = {
    name: 'remote',
    options: { remotePreemptable: true, criticalDepth: 0 },
    entities: {
      cpu: [{ name: 'cpu0' }, { name: 'cpu1' }],
      thread: [
        { name: 'daemon', home: 'cpu0' },
        { name: 'lwp-a', home: 'cpu1', role: 'lwp' },
        { name: 'port', home: 'cpu1', role: 'support' },
      ],
      lwp: [{ name: 'a', body: 'lwp-a' }],
    },
  };

  it('makes the kernel panic, which no code of the kernel tries (DF-R5.5)', () => {
    const found = search(dragonfly, world, []);
    expect(found.violation?.property).toBe('dragonfly/assertion');
    expect(found.violation?.script).toHaveLength(3);
  });

  it('does no harm as long as the message keeps its critical section', { timeout: 60_000 }, () => {
    const careful = { ...world, options: { ...PLAIN, criticalDepth: 0 } };
    expect(search(dragonfly, careful, promises)).toMatchObject({ complete: true, deadlocks: 0 });
  });
});

const PLAIN = {
  hardSections: false,
  spinning: false,
  descheduling: false,
  delayedSoftInterrupts: false,
  signals: false,
};
