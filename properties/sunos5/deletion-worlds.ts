import type { EntitySpec, Topology } from '../../model/system/topology.ts';
import { interrupt, named, thread, topology } from '../../model/systems/sunos5/topologies.ts';

/**
 * Small worlds that combine what the topologies of the system keep apart: calls with what forbids them, and two things
 * that seldom meet. Each is there for a few transitions whose absence no topology shows.
 */

const bound = (name: string, home: string, kind: string, classPriority = 0) =>
  thread(name, home, kind, { bound: true, classPriority });
const place = (name: string, kind = 'ts') => thread(name, 'cpu0', kind, { unborn: true });
const nic = interrupt('nic', 'cpu0', 1);
const clock = interrupt('clock', 'cpu0', 2, 'clock');
const plain: readonly EntitySpec[] = named('plain');

const raised = topology(
  'raised',
  'one CPU: an LWP and a handler with all kinds of locks, one of which raises the level',
  {
    threads: [thread('main', 'cpu0', 'ts')],
    lwps: { main: 'proc1' },
    interrupts: [nic],
    mutexes: 1,
    options: { yielding: true, disabling: true },
  },
);

/** Calls and what forbids them. */
const refusals: readonly Topology[] = [
  {
    ...raised,
    entities: {
      ...raised.entities,
      condvar: [{ name: 'condvar0', guardedBy: 'mutex0' }],
      semaphore: [{ name: 'semaphore0', initialCount: 1 }],
      rwlock: named('rwlock0'),
      spinMutex: named('spin0'),
    },
  },
  topology('careful', 'one CPU: an LWP that makes all calls, also with preemption disabled or a mutex held', {
    threads: [thread('main', 'cpu0', 'ts'), place('late'), place('child')],
    lwps: { main: 'proc1', late: 'proc1', child: 'proc2' },
    interrupts: [nic],
    mutexes: 1,
    requests: plain,
    options: {
      disabling: true,
      exiting: true,
      ending: true,
      waiting: true,
      suspending: true,
      forking: true,
      signalling: true,
    },
  }),
  topology('callers', 'two CPUs: a thread of the kernel that makes the calls of LWPs, and an LWP', {
    cpus: 2,
    threads: [bound('daemon', 'cpu0', 'sys'), bound('main', 'cpu1', 'ts'), place('late'), place('child')],
    lwps: { main: 'proc1', late: 'proc1', child: 'proc2' },
    requests: plain,
    options: { exiting: true, ending: true, waiting: true, suspending: true, forking: true, signalling: true },
  }),
  topology('strangers', 'one CPU: LWPs of two processes that suspend themselves and kill each other', {
    threads: [thread('main', 'cpu0', 'ts'), thread('stranger', 'cpu0', 'ts')],
    lwps: { main: 'proc1', stranger: 'proc2' },
    options: { suspending: true, killing: true },
  }),
  topology('workers', 'one CPU: threads that the kernel makes for itself, with a mutex, and with preemption disabled', {
    threads: [thread('maker', 'cpu0', 'sys'), place('worker', 'sys')],
    mutexes: 1,
    options: { disabling: true },
  }),
];

/** What arrives while a CPU is in the middle of something. */
const arrivals: readonly Topology[] = [
  topology(
    'masked',
    'two CPUs: an LWP that masks a signal, and a real-time thread that the other CPU wakes meanwhile',
    {
      cpus: 2,
      threads: [bound('main', 'cpu0', 'ts'), bound('urgent', 'cpu0', 'rt'), bound('waker', 'cpu1', 'sys')],
      lwps: { main: 'proc1' },
      interrupts: [nic],
      options: { signalling: true },
    },
  ),
  topology('overtaken', 'two CPUs: one chooses a thread, and the other wakes two better ones for it', {
    cpus: 2,
    threads: [
      bound('daemon', 'cpu0', 'sys'),
      bound('fixed', 'cpu0', 'rt'),
      bound('better', 'cpu0', 'rt', 1),
      bound('waker', 'cpu1', 'sys'),
    ],
  }),
  topology(
    'hurried',
    'two CPUs: one switches, and meets a high-level interrupt when the other has asked it to preempt',
    {
      cpus: 2,
      threads: [
        bound('daemon', 'cpu0', 'sys'),
        bound('daemon2', 'cpu0', 'sys'),
        bound('urgent', 'cpu0', 'rt'),
        bound('waker', 'cpu1', 'sys'),
      ],
      interrupts: [interrupt('uart', 'cpu0', 4)],
    },
  ),
  topology('far-quantum', 'two CPUs: two equal real-time threads on one, and the clock on the other', {
    cpus: 2,
    threads: [bound('fixed', 'cpu1', 'rt'), bound('equal', 'cpu1', 'rt')],
    lwps: { fixed: 'proc1' },
    interrupts: [clock],
  }),
  topology('far-yield', 'two CPUs: a time-sharing LWP that yields or ends on one, and the clock on the other', {
    cpus: 2,
    threads: [bound('user', 'cpu1', 'ts', 2)],
    lwps: { user: 'proc1' },
    interrupts: [clock],
    options: { yielding: true, exiting: true },
  }),
  topology('in-front', 'two CPUs: an LWP is swapped in, for a CPU where a better one that yields is queued', {
    cpus: 2,
    threads: [bound('swapper', 'cpu0', 'ts'), bound('better', 'cpu1', 'ts', 2), thread('user', 'cpu1', 'ts')],
    lwps: { better: 'proc1', user: 'proc1' },
    options: { swapping: true, yielding: true },
  }),
];

/** LWPs of other classes. */
const classes: readonly Topology[] = [
  topology(
    'servers',
    'one CPU: an LWP of the system class that forks and is charged, and a real-time thread that swaps',
    {
      threads: [thread('server', 'cpu0', 'sys'), thread('urgent', 'cpu0', 'rt'), place('child', 'sys')],
      lwps: { server: 'proc1', child: 'proc2' },
      interrupts: [clock],
      options: { swapping: true, forking: true },
    },
  ),
  topology('fixed-forks', 'one CPU: a real-time LWP that forks', {
    threads: [thread('main', 'cpu0', 'rt'), place('child', 'rt')],
    lwps: { main: 'proc1', child: 'proc2' },
    options: { forking: true },
  }),
];

const pair = [bound('main', 'cpu0', 'ts'), bound('remote', 'cpu1', 'ts')];

/** Forks that something comes between. */
const forks: readonly Topology[] = [
  topology('one-child', 'two CPUs: LWPs of two processes that fork at the same time, with room for one child', {
    cpus: 2,
    threads: [...pair, place('child')],
    lwps: { main: 'proc1', remote: 'proc2', child: 'proc3' },
    options: { forking: true },
  }),
  topology('fork-or-exit', 'two CPUs: two LWPs of a process, one of which forks while the other ends it', {
    cpus: 2,
    threads: [...pair, place('child')],
    lwps: { main: 'proc1', remote: 'proc1', child: 'proc2' },
    options: { forking: true, ending: true },
  }),
  topology('fork-or-stop', 'two CPUs: two LWPs of a process, one of which forks while the other stops', {
    cpus: 2,
    threads: [...pair, place('child')],
    lwps: { main: 'proc1', remote: 'proc1', child: 'proc2' },
    options: { forking: true, jobControl: true },
  }),
  topology('suspend-or-exit', 'two CPUs: two LWPs of a process, one of which suspends the other while that ends both', {
    cpus: 2,
    threads: pair,
    lwps: { main: 'proc1', remote: 'proc1' },
    options: { suspending: true, exiting: true, ending: true },
  }),
];

/** What needs several threads in the right order. */
const crowds: readonly Topology[] = [
  topology('resorted', 'one CPU: two time-sharing threads that wait for one mutex while their priorities move', {
    threads: [
      thread('owner', 'cpu0', 'sys'),
      thread('low', 'cpu0', 'ts'),
      thread('high', 'cpu0', 'ts', { classPriority: 1 }),
    ],
    interrupts: [clock],
    mutexes: 1,
    options: { sleepWithMutex: true },
  }),
  topology('lifted', 'two CPUs: an LWP continues a suspended one while a third one holds them all, to fork', {
    cpus: 2,
    threads: [
      bound('main', 'cpu0', 'ts'),
      bound('remote', 'cpu1', 'ts'),
      thread('other', 'cpu0', 'ts'),
      place('child'),
    ],
    lwps: { main: 'proc1', remote: 'proc1', other: 'proc1', child: 'proc2' },
    options: { forking: true, suspending: true },
  }),
];

export const deletionWorlds: readonly Topology[] = [...refusals, ...arrivals, ...classes, ...forks, ...crowds];
