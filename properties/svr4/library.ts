import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { CREATE } from '../../model/systems/svr4/calls.ts';
import {
  activeThreads,
  agingLimit,
  FOR_BOUND_THREAD,
  freeSlot,
  INCR_CONC,
  inPool,
  poolSize,
  SETCONCURRENCY,
  SIGWAITING,
  someLwpNotBlocked,
  UNASKED,
} from '../../model/systems/svr4/pool.ts';
import { PROCESS, type Svr4 } from '../../model/systems/svr4/shape.ts';
import { alsoSaw } from '../in-step.ts';
import { properties } from '../property.ts';
import { carriersOf, firstReady, lwpName, lwpsOf, userName } from './look.ts';

/** What the threads library promises about threads and the pool. */
export const libraryProperties = properties<Svr4>([
  {
    kind: 'state',
    id: 'svr4/one-lwp-per-thread',
    says: 'an active thread is carried by exactly one LWP, and any other by none',
    rules: ['SV-9', 'SV-M9'],
    confidence: 'promised',
    mutant: 'taken-stays-queued',
    each: 'user',
    when: (m, user) => !m.user.is.absent(user),
    holds: (m, user) =>
      carriersOf(m, user) === (m.user.is.active(user) ? 1 : 0) && !(m.user.is.active(user) && m.ready.holds(user)),
    because: (m, user) => `${carriersOf(m, user)} LWPs carry it`,
  },
  {
    kind: 'state',
    id: 'svr4/bound-for-life',
    says: 'a bound thread and its LWP have only each other',
    rules: ['SV-10', 'SV-M10'],
    confidence: 'promised',
    mutant: 'pool-takes-bound-threads',
    each: 'thread',
    when: (m, lwp) => m.carries.get(lwp) !== NONE && (m.boundTo.get(lwp) !== NONE || m.bound[m.carries.get(lwp)] === 1),
    holds: (m, lwp) => m.carries.get(lwp) === m.boundTo.get(lwp),
    because: (m, lwp) =>
      `it carries ${userName(m, m.carries.get(lwp))}, and is bound to ${userName(m, m.boundTo.get(lwp))}`,
  },
  {
    kind: 'state',
    id: 'svr4/bound-lwp-dies-with-its-thread',
    says: 'an LWP that was made for a bound thread exists as long as the thread',
    rules: ['SV-11', 'SV-M11'],
    confidence: 'promised',
    mutant: 'bound-lwp-stays',
    each: 'thread',
    when: (m, lwp) => m.boundTo.get(lwp) !== NONE,
    holds: (m, lwp) => !m.user.is.absent(m.boundTo.get(lwp)),
    because: (m, lwp) => `${userName(m, m.boundTo.get(lwp))} has ended`,
  },
  {
    kind: 'state',
    id: 'svr4/call-keeps-the-thread',
    says: 'an LWP that waits in a system call keeps its thread until it comes back',
    rules: ['SV-12', 'SV-M12'],
    confidence: 'promised',
    mutant: 'call-puts-the-thread-down',
    each: 'thread',
    when: (m, lwp) => m.thread.is.inCall(lwp) || m.thread.is.finite(lwp),
    holds: (m, lwp) => m.carries.get(lwp) !== NONE && m.user.is.active(m.carries.get(lwp)),
  },
  {
    kind: 'step',
    id: 'svr4/most-important-thread-first',
    says: 'an LWP of the pool takes up the most important of the threads that are ready',
    rules: ['SV-13', 'SV-M13'],
    confidence: 'promised',
    mutant: 'takes-the-second',
    on: ['library_switch'],
    when: (m, { subject, object }) => object !== NONE && inPool(m, subject),
    holds: (m, { object }) => firstReady(m) === NONE || m.importance[firstReady(m)] <= m.importance[object],
    because: (m, { object }) => `it took up ${userName(m, object)}, and ${userName(m, firstReady(m))} waits`,
  },
  {
    kind: 'step',
    id: 'svr4/yields-to-equals-only',
    says: 'a multiplexed thread that yields gives its LWP to one that is as important or more so, and goes behind its equals',
    rules: ['SV-14', 'SV-M14'],
    confidence: 'promised',
    mutant: 'yields-to-anybody',
    on: ['sched_yield'],
    when: () => true,
    holds: (m, { subject, object }) => {
      const next = m.carries.get(subject);
      const behind = m.ready.next(object);
      const last = behind === NONE || m.importance[behind] < m.importance[object];
      return m.importance[next] >= m.importance[object] && next !== object && last;
    },
    because: (m, { subject, object }) => `${userName(m, object)} gave way to ${userName(m, m.carries.get(subject))}`,
  },
  {
    kind: 'step',
    id: 'svr4/yields-to-equals',
    says: 'a multiplexed thread that yields keeps its LWP only when nobody as important is ready',
    rules: ['SV-14', 'SV-M31'],
    confidence: 'promised',
    mutant: 'yields-to-betters-only',
    after: ['yield'],
    when: (m, { subject: cpu }) => asImportantWasReady(m, m.current.before(cpu)),
    holds: (m) => alsoSaw(m, SAW.sched_yield),
    because: (m, { subject: cpu }) => `${userName(m, m.carries.get(m.current.get(cpu)))} goes on`,
  },
  {
    kind: 'step',
    id: 'svr4/library-switch-is-free',
    says: 'an LWP puts one multiplexed thread down and takes up another without the kernel: no system call, no switch of LWPs',
    rules: ['SV-15', 'SV-M15'],
    confidence: 'promised',
    mutant: 'library-asks-the-kernel',
    on: ['library_switch'],
    when: (m, { subject, object }) => object !== NONE && inPool(m, subject),
    holds: (m) => !alsoSaw(m, SAW.sys_enter) && !alsoSaw(m, SAW.sched_switch),
    doc: 'This is what threads of a library are for. The model counts what the kernel sees: 0 entries and 0 switches of LWPs for a switch of threads on one LWP; 1 entry to create an LWP, to park one, and to wake one that is parked.',
  },
  {
    kind: 'step',
    id: 'svr4/lwps-cost-a-call',
    says: 'a thread that wants an LWP with it makes one by a system call, and one that does not gets none',
    rules: ['SV-16', 'SV-M16'],
    confidence: 'promised',
    mutant: 'every-thread-gets-an-lwp',
    on: ['sched_process_fork'],
    when: (_m, { detail }) => detail !== SIGWAITING && detail !== SETCONCURRENCY,
    holds: (m, { detail }) => alsoSaw(m, SAW.sys_enter) && detail !== UNASKED,
    because: (m, { subject }) => `${lwpName(m, subject)} was made, although nobody asked for it`,
  },
  {
    kind: 'step',
    id: 'svr4/incr-conc-adds-an-lwp',
    says: 'a multiplexed thread that is created with THR_INCR_CONC comes with another LWP, if there is room for one',
    rules: ['SV-25', 'SV-M26'],
    confidence: 'promised',
    mutant: 'incr-conc-is-ignored',
    on: ['library_call'],
    when: (m, { object, detail }) => detail === CREATE && m.incrConc[object] === 1 && m.bound[object] === 0,
    holds: (m) => alsoSaw(m, SAW.sched_process_fork, ({ detail }) => detail === INCR_CONC) || freeSlot(m) === NONE,
    because: (m, { object }) => `${userName(m, object)} was created, and no LWP with it`,
  },
  {
    kind: 'step',
    id: 'svr4/requests-are-served-once',
    says: 'thr_setconcurrency adds LWPs up to the number that was asked for, and once for each time that it asks',
    rules: ['SV-23', 'SV-M27'],
    confidence: 'derived',
    mutant: 'requests-are-never-done',
    on: ['sched_process_fork'],
    when: (_m, { detail }) => detail === SETCONCURRENCY,
    holds: (m) => m.asked.before(PROCESS) === 1 && poolSize(m) <= m.requested.get(PROCESS),
    because: (m, { subject }) => `${lwpName(m, subject)} comes although nobody has asked again`,
    doc: 'The guide calls the number a level that is requested, and says that the pool may well be smaller: LWPs that have no thread age below it. Were the number kept up by the library, an LWP would come for each that has aged, and age in turn.',
  },
  {
    kind: 'step',
    id: 'svr4/request-is-done-with',
    says: 'when the last of the LWPs has come that thr_setconcurrency has asked for, no request is left',
    rules: ['SV-23', 'SV-M32'],
    confidence: 'derived',
    mutant: 'request-outlives-its-lwps',
    on: ['sched_process_fork'],
    when: (m, { detail }) => detail === SETCONCURRENCY && poolSize(m) >= m.requested.get(PROCESS),
    holds: (m) => m.asked.get(PROCESS) === 0,
    because: (m) => `there are ${poolSize(m)} LWPs, and more are to come`,
    doc: 'LWPs that come for another reason are not looked at here: the library notices them when it comes back to the request.',
  },
  {
    kind: 'step',
    id: 'svr4/signalled-only-when-all-blocked',
    says: 'SIGWAITING is sent only when all LWPs of the process are blocked without an end in sight',
    rules: ['SV-17', 'SV-M28'],
    confidence: 'promised',
    mutant: 'disk-counts-as-blocked',
    on: ['process_waiting', 'sys_enter', 'sched_process_exit'],
    when: (m) => m.sigwaiting.before(PROCESS) === 0 && m.sigwaiting.get(PROCESS) === 1,
    holds: (m) => !someLwpNotBlocked(m),
    because: () => 'SIGWAITING was sent, and an LWP runs, could run, or waits for the disk',
  },
  {
    kind: 'state',
    id: 'svr4/all-blocked-is-signalled',
    says: 'when all LWPs are blocked and a thread is ready, SIGWAITING is on its way, if there can be another LWP',
    rules: ['SV-17', 'SV-M17'],
    confidence: 'promised',
    mutant: 'blocked-is-not-noticed',
    when: (m) => !someLwpNotBlocked(m) && firstReady(m) !== NONE && freeSlot(m) !== NONE,
    holds: (m) => m.sigwaiting.get(PROCESS) === 1,
    because: (m) => `${userName(m, firstReady(m))} is ready, and all LWPs are blocked`,
  },
  {
    kind: 'step',
    id: 'svr4/grows-for-ready-threads-only',
    says: 'SIGWAITING adds an LWP to the pool only when a thread is ready for it',
    rules: ['SV-18', 'SV-M18'],
    confidence: 'promised',
    mutant: 'grows-for-nothing',
    on: ['sched_process_fork'],
    when: (_m, { detail }) => detail === SIGWAITING,
    holds: (m) => m.ready.heads.before(PROCESS) !== 0,
    because: (m, { subject }) => `${lwpName(m, subject)} was made, and no thread is ready`,
  },
  {
    kind: 'state',
    id: 'svr4/no-idle-lwp-beside-a-ready-thread',
    says: 'while a multiplexed thread is ready, no LWP of the pool is parked',
    rules: ['SV-19', 'SV-M19'],
    confidence: 'derived',
    mutant: 'nobody-is-unparked',
    each: 'thread',
    when: (m, lwp) => inPool(m, lwp) && m.thread.is.parked(lwp),
    holds: (m) => firstReady(m) === NONE || unparkedForIt(m),
    because: (m) => `${userName(m, firstReady(m))} is ready`,
  },
  {
    kind: 'state',
    id: 'svr4/bound-thread-wakes-its-lwp',
    says: 'while a bound thread is ready, its LWP is not parked',
    rules: ['SV-19', 'SV-M29'],
    confidence: 'derived',
    mutant: 'bound-lwp-stays-parked',
    each: 'user',
    when: (m, user) => m.bound[user] === 1 && m.user.is.ready(user),
    holds: (m, user) => {
      const lwp = lwpsOf(m).find((one) => m.boundTo.get(one) === user);
      return lwp !== undefined && !m.thread.is.parked(lwp);
    },
    because: (m, user) => `the LWP of ${userName(m, user)} has not been woken`,
  },
  {
    kind: 'step',
    id: 'svr4/aging-spares-the-last',
    says: 'the last LWP of the pool does not age',
    rules: ['SV-20', 'SV-M30'],
    confidence: 'promised',
    mutant: 'last-lwp-ages',
    on: ['sched_process_exit'],
    when: (m, { subject }) => m.boundTo.before(subject) === NONE,
    holds: (m) => poolSize(m) > 0,
  },
  {
    kind: 'step',
    id: 'svr4/aging-has-a-limit',
    says: 'an LWP ages only out of a pool larger than what is asked for or can be used',
    rules: ['SV-20', 'SV-M20'],
    confidence: 'promised',
    mutant: 'ages-whatever-the-pool',
    on: ['sched_process_exit'],
    when: (m, { subject }) => m.boundTo.before(subject) === NONE,
    holds: (m) => poolSize(m) >= agingLimit(m),
    because: (m) => `${poolSize(m)} LWPs are left for ${activeThreads(m)} active threads`,
  },
  {
    kind: 'step',
    id: 'svr4/bound-threads-do-not-count',
    says: 'a bound thread is created with an LWP of its own, which is not of the pool',
    rules: ['SV-21', 'SV-M21'],
    confidence: 'promised',
    mutant: 'bound-lwp-joins-the-pool',
    on: ['sched_process_fork'],
    when: (_m, { detail }) => detail === FOR_BOUND_THREAD,
    holds: (m, { subject }) => !inPool(m, subject),
    because: (m, { subject }) => `${lwpName(m, subject)} was made for a bound thread and belongs to the pool`,
  },
]);

/** Whether an LWP of the pool carried a thread when the step began, and one that is as important was ready. */
function asImportantWasReady(m: Svr4, lwp: number): boolean {
  if (lwp === NONE || m.boundTo.before(lwp) !== NONE) return false;
  const [first, yielder] = [m.ready.heads.before(PROCESS) - 1, m.carries.before(lwp)];
  return first !== NONE && yielder !== NONE && m.importance[first] >= m.importance[yielder];
}

/** Whether as many LWPs have been woken and have no thread yet as there are threads that wait for one. */
function unparkedForIt(m: Svr4): boolean {
  const waiting = m.ready.members(PROCESS).length;
  const coming = Array.from(m.role.keys()).filter(
    (lwp) => inPool(m, lwp) && !m.thread.is.parked(lwp) && m.carries.get(lwp) === NONE,
  );
  return coming.length >= waiting;
}
