import type { EntitySpec, Topology } from '../../system/topology.ts';
import { interrupt, named, thread, topology } from './topologies.ts';

/** Small worlds for synchronization, each about one part of it; all but `contended` can be searched to the end. */

/** Adds objects to a topology, by kind. */
function withObjects(given: Topology, objects: Readonly<Record<string, readonly EntitySpec[]>>): Topology {
  return { ...given, entities: { ...given.entities, ...objects } };
}

const low = thread('low', 'cpu0', 'sys');
const medium = thread('medium', 'cpu0', 'rt');
const high = thread('high', 'cpu0', 'rt', { classPriority: 1 });
const user = thread('user', 'cpu0', 'ts');
const nic = interrupt('nic', 'cpu0', 1);
const clock = interrupt('clock', 'cpu0', 2, 'clock');

const condition: readonly EntitySpec[] = [{ name: 'condvar0', guardedBy: 'mutex0' }];

export const synchronizationTopologies: readonly Topology[] = [
  topology('inversion', 'one CPU: a low, a medium and a high thread of fixed priority, and one mutex', {
    threads: [low, medium, high],
    mutexes: 1,
    options: { sleepless: true },
  }),
  topology('chain', 'one CPU: threads that hold one mutex and wait for the next, three deep, and an interrupt', {
    threads: [low, medium, high],
    interrupts: [nic],
    mutexes: 3,
    options: { sleepless: true },
  }),
  withObjects(
    topology('condition', 'one CPU: three threads and a condition variable with its mutex; waits may end early', {
      threads: [low, medium, thread('medium2', 'cpu0', 'rt')],
      interrupts: [nic],
      mutexes: 1,
      options: { sleepless: true, timedWaits: true },
    }),
    { condvar: condition },
  ),
  withObjects(
    topology('condition-two', 'two CPUs: a thread waits on a condition variable, another one signals', {
      cpus: 2,
      threads: [low, thread('high', 'cpu1', 'rt', { classPriority: 1 })],
      mutexes: 1,
      options: { sleepless: true },
    }),
    { condvar: condition },
  ),
  withObjects(
    topology('semaphore', 'one CPU: three threads and a semaphore with one unit, and an interrupt that posts', {
      threads: [low, medium, high],
      interrupts: [nic],
      options: { sleepless: true },
    }),
    { semaphore: [{ name: 'semaphore0', initialCount: 1 }] },
  ),
  withObjects(
    topology('readers', 'one CPU: four threads and a readers/writer lock, held also by threads that sleep', {
      threads: [low, medium, thread('medium2', 'cpu0', 'rt'), high],
      interrupts: [nic],
      options: { sleepWithMutex: true },
    }),
    { rwlock: named('rwlock0') },
  ),
  withObjects(
    topology('readers-chain', 'one CPU: three threads, a readers/writer lock, and a mutex that its holders take', {
      threads: [low, medium, high],
      mutexes: 1,
      options: { sleepWithMutex: true },
    }),
    { rwlock: named('rwlock0') },
  ),
  topology('shifting', 'one CPU: two time-sharing threads with a mutex, and the clock: priorities move meanwhile', {
    threads: [user, thread('user2', 'cpu0', 'ts', { classPriority: 1 })],
    lwps: { user: 'proc1', user2: 'proc1' },
    interrupts: [clock],
    mutexes: 1,
    options: { sleepWithMutex: true },
  }),
  withObjects(
    topology('spin-mutex', 'two CPUs: threads and an interrupt handler with a spin mutex, and a thread to be woken', {
      cpus: 2,
      threads: [
        thread('low', 'cpu0', 'sys'),
        thread('high', 'cpu0', 'rt', { bound: true }),
        thread('other', 'cpu1', 'sys', { bound: true }),
      ],
      interrupts: [nic],
    }),
    { spinMutex: named('spin0') },
  ),
  topology('spinner', 'two CPUs: a thread that spins for a mutex whose owner may be preempted', {
    cpus: 2,
    threads: [
      thread('low', 'cpu0', 'sys', { bound: true }),
      thread('medium', 'cpu0', 'rt', { bound: true }),
      thread('high', 'cpu1', 'rt', { classPriority: 1, bound: true }),
    ],
    mutexes: 1,
    options: { sleepless: true },
  }),
  withObjects(
    topology('semaphore-equals', 'one CPU: the same as `semaphore`, with two threads of one priority', {
      threads: [low, medium, thread('medium2', 'cpu0', 'rt')],
      interrupts: [nic],
      options: { sleepless: true },
    }),
    { semaphore: [{ name: 'semaphore0', initialCount: 1 }] },
  ),
  withObjects(
    topology('returns', 'one CPU: an LWP that may take a readers/writer lock before it returns to user mode', {
      threads: [user, thread('daemon', 'cpu0', 'sys')],
      lwps: { user: 'proc1' },
    }),
    { rwlock: named('rwlock0') },
  ),
  // Who is boosted on a turnstile meets an equal there only if two threads more urgent than itself are equal.
  topology('boosted', 'one CPU: a thread that sleeps on a mutex beside one of the priority that it inherits later', {
    threads: [low, medium, high, thread('high2', 'cpu0', 'rt', { classPriority: 1 })],
    mutexes: 2,
    options: { sleepless: true },
  }),
  // Owners that sleep themselves when they are boosted are rare unless there are more threads than CPUs and locks.
  topology('contended', 'three CPUs: five system threads that compete for two mutexes, and an interrupt handler', {
    cpus: 3,
    threads: [0, 1, 2, 3, 4].map((n) => thread(`daemon${n}`, `cpu${n % 3}`, 'sys')),
    interrupts: [nic],
    mutexes: 2,
    options: { sleepless: true },
  }),
  // An owner that keeps a part of what it has inherited needs waiters of different priorities on two mutexes.
  topology('contended-mixed', 'the same with three system threads and two real-time threads', {
    cpus: 3,
    threads: [
      ...[0, 1, 2].map((n) => thread(`daemon${n}`, `cpu${n}`, 'sys')),
      ...[0, 1].map((n) => thread(`urgent${n}`, `cpu${n}`, 'rt', { classPriority: n })),
    ],
    interrupts: [nic],
    mutexes: 2,
    options: { sleepless: true },
  }),
];
