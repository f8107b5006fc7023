import { NONE } from '../../model/state/field.ts';
import { poolSize } from '../../model/systems/svr4/pool.ts';
import { FIRST_LWP, PROCESS, type Svr4 } from '../../model/systems/svr4/shape.ts';
import { properties } from '../property.ts';
import { firstReady, lwpsOf, userName } from './look.ts';

/** Popular beliefs about threads on LWPs that are false of this system. Each is kept with its counterexample. */
export const falsehoods = properties<Svr4>([
  {
    kind: 'state',
    id: 'svr4/library-priority-gets-the-cpu',
    says: 'a more important thread has a CPU before a less important one',
    rules: ['SV-F1'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'thread',
    when: (m, lwp) => m.thread.is.runnable(lwp) && m.carries.get(lwp) !== NONE,
    holds: (m, lwp) => {
      const mine = m.importance[m.carries.get(lwp)];
      return lwpsOf(m).every((other) => !onCpu(m, other) || m.importance[m.carries.get(other)] >= mine);
    },
    because: (m, lwp) => `${userName(m, m.carries.get(lwp))} waits for a CPU, and a less important thread runs`,
    doc: 'The library decides which thread an LWP carries, and the kernel decides which LWP runs; neither knows the priorities of the other. An LWP that carries the most important thread of a process is just one LWP among others.',
  },
  {
    kind: 'state',
    id: 'svr4/pool-as-requested',
    says: 'the pool has as many LWPs as thr_setconcurrency has asked for',
    rules: ['SV-F2'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    when: (m) => m.requested.get(PROCESS) > 1,
    holds: (m) => poolSize(m) === m.requested.get(PROCESS),
    because: (m) => `${m.requested.get(PROCESS)} were asked for, and there are ${poolSize(m)}`,
    doc: 'The call is a hint, and it is served later. The pool also grows for other reasons, and shrinks when there are fewer threads than that.',
  },
  {
    kind: 'state',
    id: 'svr4/waiting-never-starves',
    says: 'a process whose LWPs all wait in the kernel gets another one for a thread that is ready',
    rules: ['SV-F3'],
    confidence: 'recalled',
    expect: 'refuted',
    mutant: '-',
    when: (m) => firstReady(m) !== NONE && lwpsOf(m).every((lwp) => m.thread.is.inCall(lwp) || m.thread.is.finite(lwp)),
    holds: (m) => m.sigwaiting.get(PROCESS) === 1 || lwpsOf(m).every((lwp) => m.thread.is.inCall(lwp)),
    because: (m) => `${userName(m, firstReady(m))} is ready, every LWP waits, and SIGWAITING does not come`,
    doc: 'SIGWAITING is for waits without an end in sight. While one LWP waits for the disk, the kernel sees no reason for it, and threads that are ready wait with it. The same holds for LWPs that compute.',
  },
  {
    kind: 'state',
    id: 'svr4/bound-thread-runs-at-once',
    says: 'a bound thread that is ready runs',
    rules: ['SV-F4'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'user',
    when: (m, user) => m.bound[user] === 1 && (m.user.is.ready(user) || m.user.is.active(user)),
    holds: (m, user) =>
      lwpsOf(m).some((lwp) => m.boundTo.get(lwp) === user && (onCpu(m, lwp) || m.thread.is.inCall(lwp))),
    because: (m, user) => `${userName(m, user)} has its LWP, and the LWP has no CPU`,
    doc: 'A bound thread need not wait for an LWP. Its LWP still has to wait for a CPU like any other; only the fixed-priority class changes that.',
  },
  {
    kind: 'step',
    id: 'svr4/new-lwp-runs-the-new-thread',
    says: 'a thread that comes with THR_INCR_CONC is taken up before others, by the LWP that was made with it',
    rules: ['SV-F5'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    on: ['library_switch'],
    when: (m, { subject, object }) =>
      subject !== FIRST_LWP && object !== NONE && m.ready.members(PROCESS).some((user) => m.incrConc[user] === 1),
    holds: (m, { object }) => m.incrConc[object] === 1,
    because: (m, { object }) => `${userName(m, object)} was taken up, and the thread that came with an LWP waits`,
    doc: 'THR_INCR_CONC makes the pool larger by one. The new LWP serves the queue of the library like any other, and takes whoever is first there.',
  },
]);

const onCpu = (m: Svr4, lwp: number): boolean => m.thread.is.running(lwp) && m.carries.get(lwp) !== NONE;
