import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { PROCESS } from '../../model/systems/sunos5-threads/shape.ts';
import { aslwpOf, inUserMode, libraryLwps, sleepsInCall } from '../../model/systems/sunos5-two-level/look.ts';
import type { TwoLevel } from '../../model/systems/sunos5-two-level/shape.ts';
import { properties } from '../property.ts';
import { sawAt } from '../sunos5/look.ts';

/** What the kernel does at its entry, in its dispatcher and with its registers. */
const KERNEL_EVENTS = [
  SAW.user_exit,
  SAW.user_regs_save,
  SAW.kernel_regs_save,
  SAW.kernel_regs_restore,
  SAW.user_regs_restore,
  SAW.sched_choose,
  SAW.sched_switch,
  SAW.sched_wakeup,
];

const kernelEvents = (m: TwoLevel): number =>
  KERNEL_EVENTS.filter((kind) => sawAt(m as never, kind, () => true) >= 0).length;

const allSleep = (m: TwoLevel): boolean =>
  Array.from({ length: libraryLwps(m) }, (_, lwp) => lwp).every(
    (lwp) => !m.userLwp.is.live(lwp) || sleepsInCall(m, lwp),
  );

/** What can be said only of both layers together. */
export const seamProperties = properties<TwoLevel>([
  {
    kind: 'state',
    id: 'sunos5-two-level/onproc-is-user-mode',
    says: 'an LWP executes for the library exactly as long as its kernel thread is on a CPU in user mode',
    rules: ['TL-1'],
    confidence: 'derived',
    mutant: 'executes-while-interrupted',
    each: 'userLwp',
    when: (m, lwp) => m.userLwp.is.onproc(lwp) || inUserMode(m, lwp),
    holds: (m, lwp) => m.userLwp.is.onproc(lwp) && inUserMode(m, lwp),
  },
  {
    kind: 'state',
    id: 'sunos5-two-level/exists-in-both',
    says: 'an LWP that the kernel has belongs to the library, until it has ended there',
    rules: ['TL-2'],
    confidence: 'derived',
    mutant: 'forgets-the-dead',
    each: 'userLwp',
    when: (m, lwp) => !m.userLwp.is.free(lwp) || !m.lwp.is.unborn(lwp),
    holds: (m, lwp) => !m.userLwp.is.free(lwp),
  },
  {
    kind: 'state',
    id: 'sunos5-two-level/sleep-keeps-thread',
    says: 'as long as a kernel thread sleeps in the system call of a user thread, that thread is active on its LWP and executes nowhere',
    rules: ['SO-102'],
    confidence: 'promised',
    mutant: 'gives-sleeper-away',
    each: 'userLwp',
    when: (m, lwp) =>
      sleepsInCall(m, lwp) && m.userLwp.is.blocked(lwp) && !m.userLwp.is.parked(lwp) && !m.userLwp.is.timed(lwp),
    holds: (m, lwp) => {
      const thread = m.userCurrent.get(lwp);
      return thread !== NONE && m.library.thread.is.active(thread) && m.library.lwpOf.get(thread) === lwp;
    },
  },
  {
    kind: 'state',
    id: 'sunos5-two-level/waits-in-kernel',
    says: 'a kernel thread of the process sleeps only as long as its LWP waits, for the library as for the kernel',
    rules: ['TL-3'],
    confidence: 'derived',
    mutant: 'wakes-in-library-only',
    each: 'userLwp',
    when: (m, lwp) => m.userLwp.is.live(lwp) && sleepsInCall(m, lwp),
    holds: (m, lwp) => m.userLwp.is.blocked(lwp),
  },
  {
    kind: 'step',
    id: 'sunos5-two-level/switch-without-kernel-event',
    says: 'between two user threads on one LWP nothing happens in the kernel: no entry, no registers, no dispatcher',
    rules: ['SO-105'],
    confidence: 'promised',
    mutant: 'yields-through-kernel',
    on: ['thread_switch'],
    when: (_m, { subject: previous }) => previous !== NONE,
    holds: (m) => kernelEvents(m) === 0,
  },
  {
    kind: 'state',
    id: 'sunos5-two-level/context-saved',
    says: 'the registers of an unbound thread are saved if and only if it has no LWP',
    rules: ['SO-39'],
    confidence: 'derived',
    mutant: 'leaves-without-saving',
    each: 'userThread',
    when: (m, thread) =>
      m.library.bound[thread] === 0 && !m.library.thread.is.free(thread) && !m.library.thread.is.zombie(thread),
    holds: (m, thread) => (m.userContextSaved.get(thread) === 0) === m.library.thread.is.active(thread),
  },
  {
    kind: 'step',
    id: 'sunos5-two-level/resumed-once',
    says: 'an LWP resumes a context that was saved, and that no other LWP has resumed since',
    rules: ['SO-39'],
    confidence: 'derived',
    mutant: 'leaves-without-saving',
    on: ['thread_switch'],
    when: (_m, { object }) => object !== NONE,
    holds: (m, { object }) => m.userContextSaved.before(object) === 1 && m.userContextSaved.get(object) === 0,
  },
  {
    kind: 'step',
    id: 'sunos5-two-level/sigwaiting-when-asleep',
    says: 'SIGWAITING is raised when all LWPs of the library really sleep in the kernel, and not when the last one calls it',
    rules: ['SO-107'],
    confidence: 'recalled',
    mutant: 'sigwaiting-at-the-call',
    on: ['process_waiting'],
    holds: allSleep,
  },
  {
    kind: 'state',
    id: 'sunos5-two-level/aslwp-woken',
    says: 'as long as SIGWAITING pends, the kernel thread of the aslwp does not sleep',
    rules: ['SO-106'],
    confidence: 'recalled',
    mutant: 'aslwp-sleeps-on',
    each: 'userProcess',
    when: (m) => m.userProcess.is.sigwaiting(PROCESS),
    holds: (m) => !sleepsInCall(m, aslwpOf(m)),
    doc: 'When it runs is up to the dispatcher: a real-time thread that computes keeps it waiting.',
  },
  {
    kind: 'state',
    id: 'sunos5-two-level/siglwp-on-its-way',
    says: 'an LWP in user mode for which SIGLWP was sent has an AST posted, and its CPU is being poked',
    rules: ['TL-4'],
    confidence: 'code',
    mutant: 'pokes-nobody',
    each: 'userLwp',
    when: (m, lwp) => m.undelivered.get(lwp) === 1 && inUserMode(m, lwp),
    holds: (m, lwp) => m.ast.get(m.body[lwp]) === 1 && m.crossCalled.get(m.lastCpu.get(m.body[lwp])) === 1,
  },
]);

/** Threads of the library that wait for a local mutex whose holder has lost its CPU to somebody. */
const lostByPreemption = (m: TwoLevel, thread: number): boolean => {
  const lwp = m.library.lwpOf.get(thread);
  return lwp !== NONE && m.thread.is.runnable(m.body[lwp]);
};

/** An LWP in user mode that carries a less urgent thread than a given one; or NONE. */
function outrunBy(m: TwoLevel, lwp: number): number {
  const priority = m.library.priority[m.userCurrent.get(lwp)];
  for (let other = 0; other < libraryLwps(m); other++) {
    const carried = m.userCurrent.get(other);
    if (inUserMode(m, other) && carried !== NONE && m.library.priority[carried] < priority) return other;
  }
  return NONE;
}

const waitsForCpu = (m: TwoLevel, lwp: number) => m.userCurrent.get(lwp) !== NONE && m.thread.is.runnable(m.body[lwp]);

/** Beliefs that are false, and whose counterexamples need both layers. */
export const seamFalsehoods = properties<TwoLevel>([
  {
    kind: 'state',
    id: 'sunos5-two-level/lock-holder-keeps-cpu',
    says: 'the kernel does not take the CPU from an LWP whose thread holds a lock that other threads wait for',
    rules: ['TL-5'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'userMutex',
    when: (m, mutex) => m.library.holder.get(mutex) !== NONE && !m.library.sleepers.isEmpty(mutex),
    holds: (m, mutex) => !lostByPreemption(m, m.library.holder.get(mutex)),
    because: (m, mutex) =>
      `${m.nameOf('userThread', m.library.holder.get(mutex))} holds it, and its LWP waits for a CPU`,
    doc: 'Locks of the library are words in the memory of the process: the kernel does not see them, and the library does not see that the holder has lost its CPU. The others wait for a thread that could run.',
  },
  {
    kind: 'state',
    id: 'sunos5-two-level/user-priorities-decide',
    says: 'of two active threads, the one that is more urgent for the library gets the CPU',
    rules: ['TL-6'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'userLwp',
    when: waitsForCpu,
    holds: (m, lwp) => outrunBy(m, lwp) === NONE,
    because: (m, lwp) => `${m.nameOf('userLwp', outrunBy(m, lwp))} has the CPU, for a less urgent thread`,
    doc: 'The dispatcher of the kernel compares the priorities of kernel threads. Those of user threads are known to the library only: a thread of low priority on an LWP that the kernel favours outruns a more urgent one.',
  },
]);
