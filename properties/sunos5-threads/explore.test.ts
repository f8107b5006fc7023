import { describe, expect, it } from 'vitest';
import { defineRuntime } from '../../model/policy/runtime/define.ts';
import type { LwpKit, UserThreadKit } from '../../model/policy/runtime/kit.ts';
import { handOffRuntime } from '../../model/runtimes/hand-off.ts';
import { solaris } from '../../model/runtimes/solaris.ts';
import { NONE } from '../../model/state/field.ts';
import { flag, queue } from '../../model/system/declare.ts';
import type { Topology } from '../../model/system/topology.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import type { AnyProperty } from '../property.ts';
import { expectedToHold, mutantOf, type Suite, suiteWith } from '../suite.ts';
import { sunos5Threads, threadsWith } from './suite.ts';

const suiteFor = (runtime: string): Suite => {
  const suite = suiteWith(sunos5Threads, runtime);
  if (suite === undefined) throw new Error(`no runtime ${runtime}`);
  return suite;
};

const topology = ({ system }: Suite, name: string): Topology => {
  const found = system.topologies.find((one: Topology) => one.name === name);
  if (found === undefined) throw new Error(`no topology ${name}`);
  return found;
};

/** Worlds that are searched to the end here, with their states and transitions; the larger ones in `explore.suite.ts`. */
const WORLDS = {
  solaris: {
    tiny: [16_568, 54_584],
    waits: [752, 2_336],
    aging: [448, 1_282],
    sections: [2_836, 10_634],
    suspension: [8_715, 30_379],
    shared: [2_046, 7_372],
    signals: [17_510, 71_450],
    'one-to-one': [1_112, 3_996],
  },
  'work-stealing': {
    tiny: [14_270, 49_014],
    waits: [752, 2_336],
    aging: [448, 1_282],
    sections: [2_060, 8_394],
    suspension: [7_627, 28_464],
    shared: [2_046, 7_372],
    'one-to-one': [1_112, 3_996],
  },
  'hand-off': {
    waits: [1_108, 3_418],
    aging: [490, 1_481],
    shared: [2_872, 10_408],
  },
} as const;

/** Where the mutant of each property is found soonest, and the length of the shortest script. */
const KILLED: Readonly<Record<string, readonly [world: string, steps: number]>> = {
  'active-on-one-lwp': ['aging', 1],
  'bound-stays': ['bound', 6],
  'dispatchable-on-the-way': ['sections', 7],
  'run-is-queued': ['waits', 1],
  'sleep-is-queued': ['tiny', 5],
  'blocked-keeps-thread': ['waits', 1],
  'stopped-is-nowhere': ['suspension', 2],
  'stops-soon': ['suspension', 5],
  'shared-sleeps-in-kernel': ['shared', 2],
  'no-sleeper-on-free-mutex': ['tiny', 5],
  'own-storage': ['waits', 2],
  'one-to-one': ['one-to-one', 4],
  'waiting-known': ['waits', 2],
  'runnable-counted': ['waits', 2],
  'one-cpu-each': ['waits', 1],
  'nothing-pending-without-thread': ['sections', 3],
  'deferred-in-section': ['sections', 7],
  'no-idle-lwp': ['bound', 4],
  'urgent-first': ['sections', 1],
  rescued: ['waits', 3],
  'keeps-requested': ['aging', 8],
  'switch-without-kernel': ['waits', 2],
  'sigwaiting-at-each-entry': ['waits', 4],
  'aslwp-does-not-count': ['signals', 1],
  'ages-without-thread': ['aging', 3],
  'only-idle-ages': ['pool', 8],
  'handed-thread-not-lost': ['sections', 7],
  'pool-not-empty': ['aging', 4],
  'no-preemption-in-section': ['sections', 3],
  'selected-once': ['signals', 5],
  'delivered-once': ['signals', 14],
  'lwp-mask-not-larger': ['early-signals', 5],
  'no-signal-stranded': ['early-signals', 5],
  'delivered-unmasked': ['early-signals', 4],
  'lock-takes-or-waits': ['shared', 2],
  'unlock-hands-over': ['tiny', 8],
  'new-holder-goes-on': ['shared', 8],
  'post-wakes-or-counts': ['aging', 3],
  'wait-takes-or-sleeps': ['aging', 2],
  'suspend-stops': ['suspension', 2],
  'continue-goes-on': ['suspension', 3],
  'new-lwp-comes': ['sections', 1],
  'parked-is-asleep': ['bound', 6],
  'asks-the-less-urgent': ['sections', 1],
  'preempts-upwards': ['waits', 1],
  'yields-give-way': ['waits', 2],
  shrinks: ['aging', 6],
  'sigwaiting-only-then': ['aging', 1],
  'redirected-is-pending': ['signals', 4],
  'pending-until-handled': ['signals', 4],
  'held-while-masked': ['signals', 5],
  'stopped-thread-last': ['noted', 6],
  'noted-for-runnable-first': ['noted', 7],
};

/** The same for beliefs that are false. */
const REFUTED: Readonly<Record<string, readonly [world: string, steps: number]>> = {
  'no-starvation': ['waits', 1],
  'rescued-from-any-wait': ['waits', 2],
  'urgent-first-always': ['tiny', 11],
  'active-means-running': ['waits', 1],
  'kernel-knows-priorities': ['tiny', 7],
  'pool-as-requested': ['aging', 1],
  'no-kernel-even-for-masks': ['early-signals', 19],
};

const promises = expectedToHold(sunos5Threads);
const beliefs = sunos5Threads.properties.filter(({ expect: expected }) => expected === 'refuted');
const short = ({ id }: AnyProperty) => id.replace('sunos5-threads/', '');

/** The shortest script that breaks a property, or undefined. */
function broken(suite: Suite, world: string, { id }: AnyProperty) {
  const properties = suite.properties.filter((property) => property.id === id);
  const { violation } = exploreAll(suite.system, topology(suite, world), properties, { only: id, states: 100_000 });
  return violation;
}

describe.each(Object.entries(WORLDS))('with the runtime %s, every promise is kept', (runtime, worlds) => {
  it.each(Object.entries(worlds))('on %s', (world, [states, transitions]) => {
    const suite = suiteFor(runtime);
    const found = exploreAll(suite.system, topology(suite, world), expectedToHold(suite));
    expect(found.violation).toBeUndefined();
    expect(found).toMatchObject({ complete: true, states, transitions });
  });
});

describe('a mutant breaks each property', () => {
  it.each(promises.map((property) => [short(property), property] as const))('%s', (id, property) => {
    const suite = mutantOf(sunos5Threads, property.mutant);
    if (suite === undefined) throw new Error(`no mutant ${property.mutant}`);
    const [world, steps] = KILLED[id] ?? ['tiny', -1];
    const violation = broken(suite, world, property);
    expect(violation?.property).toBe(property.id);
    expect(violation?.script).toHaveLength(steps);
  });

  it('and no mutant of the library or of a runtime lives on', () => {
    const named = new Set(sunos5Threads.properties.map(({ mutant }) => mutant));
    const idle = sunos5Threads.variants
      .map(({ variantOf }) => variantOf?.variant ?? '')
      .filter((name) => !named.has(name) && !named.has(`solaris+${name}`));
    expect(idle).toEqual(['appends', 'never-grows']);
  });

  it.each([
    ['solaris', 'appends', 'tiny'],
    ['solaris', 'never-grows', 'waits'],
    ['work-stealing', 'never-grows', 'waits'],
    ['work-stealing', 'does-not-steal', 'tiny'],
    ['hand-off', 'never-grows', 'waits'],
    ['hand-off', 'does-not-steal', 'tiny'],
  ])('%s+%s on %s', (runtime, name, world) => {
    const suite = mutantOf(sunos5Threads, `${runtime}+${name}`);
    if (suite === undefined) throw new Error(`no mutant ${name}`);
    const found = exploreAll(suite.system, topology(suite, world), expectedToHold(suite), { states: 100_000 });
    expect(found.violation).toBeDefined();
  });
});

describe('a popular belief is false', () => {
  it.each(beliefs.map((property) => [short(property), property] as const))('%s', (id, property) => {
    const [world, steps] = REFUTED[id] ?? ['tiny', -1];
    const violation = broken(sunos5Threads, world, property);
    expect(violation?.property).toBe(property.id);
    expect(violation?.script).toHaveLength(steps);
    expect(property.doc).toBeDefined();
  });
});

/** The priority of the thread of an LWP; nobody has more than any thread. */
const urgency = (k: { lwp: LwpKit; thread: UserThreadKit }, lwp: number): number =>
  lwp === NONE ? Number.POSITIVE_INFINITY : k.thread.priority(k.lwp.current(lwp));

/** The runtime of SunOS 5 that spares an LWP which it has once seen blocked, until its thread leaves it. */
const grudge = defineRuntime({
  name: 'grudge',
  says: 'never preempts a thread that was blocked when another one came',
  fields: { ready: queue('process', 'thread'), spared: flag('lwp') },
  hooks: {
    enqueue: (k, thread, _lwp, why) =>
      k.ready.insert(thread, k.thread.priority, why === 'preempted' ? 'before' : 'behind'),
    pickNext: (k) => k.ready.shift(),
    stopping: (k, _thread, lwp) => k.spared.set(lwp, 0),
    victim: (k, thread) => {
      for (const lwp of k.lwp.all) if (k.lwp.blocked(lwp) && k.lwp.current(lwp) !== NONE) k.spared.set(lwp, 1);
      const least = (victim: number, lwp: number) => (urgency(k, lwp) < urgency(k, victim) ? lwp : victim);
      const free = k.lwp.all.filter((lwp) => k.lwp.interruptible(lwp) && k.spared.get(lwp) === 0);
      const victim = free.reduce(least, NONE);
      return victim !== NONE && urgency(k, victim) < k.thread.priority(thread) ? victim : NONE;
    },
  },
  promises: { urgentFirst: true },
});

/** A runtime to which the library tells returns from the kernel can keep what SunOS 5 could not. */
const watchful = defineRuntime({
  ...(solaris as unknown as typeof grudge),
  name: 'watchful',
  hooks: {
    ...(solaris as unknown as typeof grudge).hooks,
    returned: (k, thread) =>
      k.thread.all.some((one) => k.thread.runnable(one) && k.thread.priority(one) > k.thread.priority(thread)),
  },
});

describe('runtimes of other people', () => {
  it('one that bears a grudge against who came back breaks its promise', () => {
    const suite = threadsWith(grudge);
    const found = exploreAll(suite.system, topology(suite, 'tiny'), expectedToHold(suite), { states: 100_000 });
    expect(found.violation?.property).toBe('sunos5-threads/asks-the-less-urgent');
  });

  it('one that is told of returns keeps urgent-first-always', () => {
    const suite = threadsWith(watchful);
    const always = suite.properties.filter(({ id }) => id === 'sunos5-threads/urgent-first-always');
    expect(always).toHaveLength(1);
    const found = exploreAll(suite.system, topology(suite, 'tiny'), always);
    expect(found).toMatchObject({ complete: true });
    expect(found.violation).toBeUndefined();
  });

  it('one that grows before its LWPs wait needs no SIGWAITING', () => {
    const suite = threadsWith(
      defineRuntime({ ...handOffRuntime, hooks: { ...handOffRuntime.hooks, grow: () => false } }),
    );
    const rescued = suite.properties.filter(({ id }) => id === 'sunos5-threads/rescued');
    const found = exploreAll(suite.system, topology(suite, 'waits'), rescued);
    expect(found).toMatchObject({ complete: true });
    expect(found.violation).toBeUndefined();
  });

  it('one that takes who came last starves others, and does not promise more', () => {
    const lifo = defineRuntime({
      name: 'lifo',
      says: 'last come, first served',
      fields: { ready: queue('process', 'thread') },
      hooks: { enqueue: (k, thread) => k.ready.prepend(thread), pickNext: (k) => k.ready.shift() },
      promises: { noIdleLwp: true, yieldsGiveWay: true },
    });
    const suite = threadsWith(lifo);
    const found = exploreAll(suite.system, topology(suite, 'waits'), expectedToHold(suite));
    expect(found.violation?.property).toBe('sunos5-threads/yields-give-way');
  });
});

describe('a pool for goroutines does not promise priorities', () => {
  it('and an urgent thread waits behind another one', () => {
    const suite = suiteFor('work-stealing');
    const property = suite.properties.find(({ id }) => id === 'sunos5-threads/urgent-first') as AnyProperty;
    expect(property.expect).toBe('unpromised');
    expect(broken(suite, 'tiny', property)?.script).toHaveLength(1);
  });
});
