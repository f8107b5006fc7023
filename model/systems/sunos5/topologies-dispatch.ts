import type { Topology } from '../../system/topology.ts';
import { interrupt, thread, topology } from './topologies.ts';

/** Worlds about where threads are queued, who takes them from there, and what a tick does. */

const bound = (name: string, home: string, kind: string) => thread(name, home, kind, { bound: true });
const clock = interrupt('clock', 'cpu0', 2, 'clock');
const nic = interrupt('nic', 'cpu0', 1);
const user = thread('user', 'cpu0', 'ts');
const daemon = thread('daemon', 'cpu0', 'sys');
const place = thread('late', 'cpu0', 'ts', { unborn: true });
const suspended = [{ name: 'suspended', asksSuspended: true }];

export const dispatchTopologies: readonly Topology[] = [
  topology('three', 'three CPUs: one that idles may take a system thread of either of the others, past bound ones', {
    cpus: 3,
    threads: [
      bound('fixed', 'cpu1', 'sys'),
      thread('free', 'cpu1', 'sys'),
      bound('keeper', 'cpu2', 'sys'),
      thread('free2', 'cpu2', 'sys'),
    ],
  }),
  topology('tie', 'two CPUs: a bound and an unbound real-time thread of one priority, and who wakes them', {
    cpus: 2,
    threads: [bound('fixed', 'cpu0', 'rt'), thread('urgent', 'cpu0', 'rt'), bound('waker', 'cpu1', 'rt')],
  }),
  topology('rejected', 'two CPUs: two system threads of one CPU, and a better one that the other CPU wakes', {
    cpus: 2,
    threads: [
      bound('daemon', 'cpu0', 'sys'),
      bound('daemon2', 'cpu0', 'sys'),
      bound('fixed', 'cpu0', 'rt'),
      bound('waker', 'cpu1', 'sys'),
    ],
  }),
  topology('balance', 'two CPUs: time-sharing threads of one level, all of one CPU at first, that yield', {
    cpus: 2,
    threads: [user, thread('user2', 'cpu0', 'ts'), thread('user3', 'cpu0', 'ts')],
    options: { yielding: true },
  }),
  topology('beneath', 'one CPU: an LWP, a handler, and the clock, which may interrupt that', {
    threads: [user, daemon],
    lwps: { user: 'proc1' },
    interrupts: [nic, clock],
  }),
  topology('ticked', 'two CPUs: a real-time LWP that is bound, one that is not, and the clock', {
    cpus: 2,
    threads: [
      thread('fixed', 'cpu0', 'rt', { bound: true }),
      thread('urgent', 'cpu1', 'rt', { classPriority: 1 }),
      bound('waker', 'cpu1', 'rt'),
    ],
    lwps: { fixed: 'proc1' },
    interrupts: [clock],
  }),
  topology('yields', 'one CPU: two time-sharing LWPs that yield, and the clock', {
    threads: [user, thread('user2', 'cpu0', 'ts', { classPriority: 2 })],
    lwps: { user: 'proc1', user2: 'proc1' },
    interrupts: [clock],
    options: { yielding: true },
  }),
  topology('aging', 'one CPU: an LWP, one that it creates, which may be stopped, and the clock', {
    threads: [user, place],
    lwps: { user: 'proc1', late: 'proc1' },
    interrupts: [clock],
    requests: suspended,
    options: { exiting: true, suspending: true },
  }),
  topology('swap-stopped', 'one CPU: LWPs that are created, suspended and swapped', {
    threads: [user, place, daemon],
    lwps: { user: 'proc1', late: 'proc1' },
    requests: suspended,
    options: { swapping: true, suspending: true, exiting: true },
  }),
];
