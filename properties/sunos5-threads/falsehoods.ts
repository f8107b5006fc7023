import { NONE } from '../../model/state/field.ts';
import { countLwps, freeLwp, hasRunThread, lwpCount, poolSize } from '../../model/systems/sunos5-threads/look.ts';
import { PROCESS, type Threads } from '../../model/systems/sunos5-threads/shape.ts';
import { properties } from '../property.ts';
import { enteredKernel, threadName } from './look.ts';
import { always, rescue, stuckIf, tooUrgentWaits, WOKEN } from './promises.ts';

/** Beliefs that are false, kept with the shortest script that shows it. */
export const falsehoods = properties<Threads>([
  {
    kind: 'monitor',
    id: 'sunos5-threads/no-starvation',
    says: 'a runnable thread is executed soon, since the library has LWPs made as they are needed',
    rules: ['SO-108'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    scope: 'thread',
    chart: rescue,
    hears: {
      // who yields may be chosen again at once, which is no switch
      thread_runnable: [
        { event: 'STUCK', of: (m, { subject, detail }) => (detail <= WOKEN && freeLwp(m) !== NONE ? subject : NONE) },
      ],
      thread_switch: [{ event: 'FED', of: (_m, { object }) => object }],
    },
    doc: 'SIGWAITING comes when all LWPs wait in the kernel. A thread that computes for ever on the only LWP never waits, so that no LWP is added, and other threads starve although the process may have more LWPs and the machine more CPUs. thr_setconcurrency is the way out.',
  },
  {
    kind: 'monitor',
    id: 'sunos5-threads/rescued-from-any-wait',
    says: 'when all LWPs wait in the kernel, whatever for, and a thread could run, an LWP is added',
    rules: ['SO-108'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    scope: 'process',
    chart: rescue,
    hears: {
      lwp_sleep: [
        {
          event: 'STUCK',
          of: (m) => stuckIf(m, countLwps(m, (_, lwp) => m.lwp.is.live(lwp) && !m.lwp.is.blocked(lwp)) === 0),
        },
      ],
      lwp_wakeup: [{ event: 'FED', of: always }],
      thread_switch: [{ event: 'FED', of: always }],
    },
    doc: 'A page fault or a read from a disk counts as a finite wait: it will be over soon, and no signal is sent. As long as it lasts, the other threads of the process do not run.',
  },
  {
    kind: 'state',
    id: 'sunos5-threads/urgent-first-always',
    says: 'no active thread is less urgent than a runnable one, unless its preemption is on its way',
    rules: ['SO-104'],
    confidence: 'recalled',
    expect: 'refuted',
    mutant: '-',
    each: 'process',
    when: (m) => m.option.preemption === 1 && hasRunThread(m),
    holds: (m) => tooUrgentWaits(m, () => true) === NONE,
    doc: 'The library looks for a victim when a thread becomes runnable. Threads whose LWPs are blocked in the kernel are no victims then; when such an LWP comes back, the library is not told, and the less urgent thread goes on until somebody calls the library.',
  },
  {
    kind: 'state',
    id: 'sunos5-threads/active-means-running',
    says: 'an active thread has a CPU',
    rules: ['ST-9'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'lwp',
    when: (m, lwp) => m.current.get(lwp) !== NONE,
    holds: (m, lwp) => m.lwp.is.onproc(lwp),
    doc: 'Active means that the thread has an LWP. The LWP may wait for a CPU or be blocked in the kernel, and the library does not know.',
  },
  {
    kind: 'state',
    id: 'sunos5-threads/kernel-knows-priorities',
    says: 'of two active threads, the more urgent one has a CPU first',
    rules: ['ST-10'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'lwp',
    when: (m, lwp) => m.current.get(lwp) !== NONE && m.lwp.is.run(lwp),
    holds: (m, lwp) => {
      const mine = m.priority[m.current.get(lwp)];
      for (let other = 0; other < lwpCount(m); other++) {
        if (m.lwp.is.onproc(other) && m.current.get(other) !== NONE && m.priority[m.current.get(other)] < mine)
          return false;
      }
      return true;
    },
    because: (m, lwp) => `${threadName(m, m.current.get(lwp))} waits for a CPU that a less urgent thread has`,
    doc: 'Priorities of the library and of the kernel have nothing to do with each other: the kernel schedules LWPs, and knows nothing of the threads on them.',
  },
  {
    kind: 'state',
    id: 'sunos5-threads/pool-as-requested',
    says: 'the pool has as many LWPs as thr_setconcurrency has asked for',
    rules: ['ST-11'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'process',
    when: (m) => m.requested.get(PROCESS) > 1,
    holds: (m) => poolSize(m) === m.requested.get(PROCESS),
    because: (m) => `${poolSize(m)} exist, ${m.requested.get(PROCESS)} were requested`,
    doc: 'The call is a hint. It is remembered at once and served later; SIGWAITING may add more than were asked for, and LWPs that have aged may leave fewer.',
  },
  {
    kind: 'step',
    id: 'sunos5-threads/no-kernel-even-for-masks',
    says: 'a switch between unbound threads never enters the kernel, masks of signals or not',
    rules: ['SO-105'],
    confidence: 'recalled',
    expect: 'refuted',
    mutant: '-',
    on: ['thread_switch'],
    when: (_m, { subject }) => subject !== NONE,
    holds: (m, { detail }) => !enteredKernel(m, detail, true),
    doc: 'Before the aslwp, the mask of an LWP followed those of its threads lazily. That works upwards: a signal that comes too early is caught by the wrapper of the library. Downwards it does not: an LWP that masks what its new thread accepts would keep signals waiting on the process, and lowering a mask is a system call.',
  },
]);
