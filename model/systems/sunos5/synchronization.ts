import { NONE } from '../../state/field.ts';
import type { StimulusDeclaration } from '../../system/system.ts';
import { condvarEffects, condvarGuards } from './condvar.ts';
import { rwlockEffects, rwlockGuards } from './rwlock.ts';
import { semaphoreEffects, semaphoreGuards } from './semaphore.ts';
import { INTERRUPT, type Parts, type Sunos5, type Sunos5Effect, type Sunos5Guard } from './shape.ts';
import { spinMutexEffects, spinMutexGuards } from './spin-mutex.ts';
import { sleepersOrder, turnstileEffects, turnstileGuards } from './turnstile.ts';

/** Condition variables, semaphores and readers/writer locks together: what the system adds for them. */

/** The thread sleeps on one of these objects; who sleeps on a mutex is asked for elsewhere. */
const sleepsOnObject = (m: Sunos5, thread: number): boolean =>
  m.waitsOn.get(thread) !== NONE || m.waitsForUnit.get(thread) !== NONE || m.blockedOnRwlock.get(thread) !== NONE;

/** A sleeper whose priority has changed goes behind its new equals. */
function resort(m: Sunos5, _cpu: number, thread: number): void {
  const families = [
    [m.waiters, m.waitsOn.get(thread)],
    [m.unitSleepers, m.waitsForUnit.get(thread)],
    [m.waitingReaders, m.blockedOnRwlock.get(thread)],
    [m.waitingWriters, m.blockedOnRwlock.get(thread)],
  ] as const;
  for (const [queue, owner] of families) {
    if (owner !== NONE && queue.remove(owner, thread)) queue.insertByKey(owner, thread, sleepersOrder(m));
  }
}

export const synchronizationGuards = {
  cpu: {
    ...condvarGuards.cpu,
    ...semaphoreGuards.cpu,
    ...rwlockGuards.cpu,
    ...spinMutexGuards.cpu,
    threadSleepsOnObject: (m, _cpu, thread) => sleepsOnObject(m, thread),
  },
  condvar: condvarGuards.condvar,
  semaphore: semaphoreGuards.semaphore,
  rwlock: { ...turnstileGuards.rwlock, ...rwlockGuards.rwlock },
  path: { ...condvarGuards.path, ...semaphoreGuards.path, ...spinMutexGuards.path },
} satisfies Parts<Sunos5Guard>;

export const synchronizationEffects = {
  cpu: {
    ...condvarEffects.cpu,
    ...semaphoreEffects.cpu,
    ...rwlockEffects.cpu,
    ...spinMutexEffects.cpu,
    resortOnObject: resort,
  },
  condvar: condvarEffects.condvar,
  semaphore: semaphoreEffects.semaphore,
  rwlock: { ...turnstileEffects.rwlock, ...rwlockEffects.rwlock },
  spinMutex: spinMutexEffects.spinMutex,
  path: { ...condvarEffects.path, ...semaphoreEffects.path, ...spinMutexEffects.path },
} satisfies Parts<Sunos5Effect>;

/** Counts at the start. */
export function initialiseSynchronization(m: Sunos5): void {
  for (let semaphore = 0; semaphore < m.initialCount.length; semaphore++) {
    m.units.set(semaphore, m.initialCount[semaphore]);
  }
}

type Stimulus = StimulusDeclaration<Sunos5>;

const call = (event: string, says: string, kind: string, where?: Stimulus['where']): Stimulus => ({
  to: 'cpu',
  event,
  with: kind,
  source: 'world',
  says,
  ...(where === undefined ? {} : { where }),
});

/** What code may call; in the order in which `stimuli.ts` lists them: first what ends something. */
export const synchronizationStimuli = {
  spin_exit: call('SPIN_EXIT', 'releases', 'spinMutex'),
  rw_exit: call('RW_EXIT', 'releases', 'rwlock'),
  sema_v: call('SEMA_V', 'posts', 'semaphore'),
  cv_signal: call('CV_SIGNAL', 'signals', 'condvar'),
  cv_broadcast: call('CV_BROADCAST', 'broadcasts', 'condvar'),
  cv_cut_short: call(
    'CV_CUT_SHORT',
    'ends the wait early of',
    'thread',
    (m, _cpu, thread) => m.option.timedWaits === 1 && m.class[thread] < INTERRUPT,
  ),
  rw_enter_reader: call('RW_ENTER_READER', 'enters as reader', 'rwlock'),
  rw_enter_writer: call('RW_ENTER_WRITER', 'enters as writer', 'rwlock'),
  spin_enter: call('SPIN_ENTER', 'takes', 'spinMutex'),
  sema_p: call('SEMA_P', 'takes a unit of', 'semaphore'),
  cv_wait: call('CV_WAIT', 'waits on', 'condvar'),
} as const satisfies Readonly<Record<string, Stimulus>>;

type Visit = (kind: string, entity: number) => void;

/** Neighbours among the objects of a thread (see `neighbours.ts`). */
export function objectsOfThread(m: Sunos5, thread: number, visit: Visit): void {
  visitOne('condvar', m.waitsOn.before(thread), m.waitsOn.get(thread), visit);
  visitOne('semaphore', m.waitsForUnit.before(thread), m.waitsForUnit.get(thread), visit);
  visitOne('rwlock', m.blockedOnRwlock.before(thread), m.blockedOnRwlock.get(thread), visit);
  visitOne('rwlock', m.reads.before(thread), m.reads.get(thread), visit);
  for (let spinMutex = 0; spinMutex < m.oldLevel.values.length; spinMutex++) {
    if (m.spinOwner.get(spinMutex) === thread) visit('spinMutex', spinMutex);
  }
  for (let rwlock = 0; rwlock < m.holds.values.length; rwlock++) {
    if (m.writer.get(rwlock) === thread || m.rwInheritor.get(rwlock) === thread) visit('rwlock', rwlock);
  }
}

/** Neighbours of a spin mutex: its holder. */
export function holderOfSpinMutex(m: Sunos5, spinMutex: number, visit: Visit): void {
  visitOne('thread', m.spinOwner.before(spinMutex), m.spinOwner.get(spinMutex), visit);
}

/** Neighbours of a readers/writer lock: its writer and whoever inherits through it. */
export function threadsOfRwlock(m: Sunos5, rwlock: number, visit: Visit): void {
  visitOne('thread', m.writer.before(rwlock), m.writer.get(rwlock), visit);
  visitOne('thread', m.rwInheritor.before(rwlock), m.rwInheritor.get(rwlock), visit);
}

/** Neighbours of a mutex: the conditions that it guards. */
export function condvarsOfMutex(m: Sunos5, mutex: number, visit: Visit): void {
  for (let condvar = 0; condvar < m.guardedBy.length; condvar++) {
    if (m.guardedBy[condvar] === mutex) visit('condvar', condvar);
  }
}

function visitOne(kind: string, before: number, now: number, visit: Visit): void {
  if (before !== NONE) visit(kind, before);
  if (now !== NONE && now !== before) visit(kind, now);
}
