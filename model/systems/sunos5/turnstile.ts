import { type Counter, type Field, NONE, type Reference } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { dispatchPriority, lookup } from './lookup.ts';
import { packed, packedEntity, packedValue } from './priorities.ts';
import { mustSurrender, reprioritised, surrender } from './requests.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/**
 * Turnstiles: who sleeps on a lock, in which order, and what the owner inherits. All turnstiles are alike, so that only
 * their places are kept: each thread carries one, or has lent it to the lock on which it sleeps.
 */

/** Dispatch priorities of all threads: the order of sleepers. */
const keys = new WeakMap<object, Int32Array>();

export function sleepersOrder(m: Sunos5): Int32Array {
  const order = keys.get(m) ?? new Int32Array(lookup(m).threads);
  keys.set(m, order);
  for (let thread = 0; thread < order.length; thread++) order[thread] = dispatchPriority(m, thread);
  return order;
}

/**
 * turnstile_block(): sleep in order of priority, and will it to the owner, and the owner's owner, and so on.
 *
 * @param links owners to go to at most.
 * @param onCycle what happens when the chain comes back to the thread itself: a panic.
 */
export function block(m: Sunos5, cpu: number, mutex: number, links = Number.POSITIVE_INFINITY, onCycle = panic): void {
  const thread = m.current.get(cpu);
  m.observe(SAW.lock_contended, cpu, mutex, thread, 0);
  m.cpu.CL_TRAPRET(cpu, thread);
  m.sleepers.insertByKey(mutex, thread, sleepersOrder(m));
  m.blockedOn.set(thread, mutex);
  m.mutex.SLEEP(mutex, thread);
  m.thread.SLEEP(thread);
  willAlongChain(m, cpu, thread, links, onCycle);
}

/** The owner of the lock on which a thread is blocked, or NONE: a lock held by readers has no owner. */
export function ownerAwaited(m: Sunos5, thread: number): number {
  const mutex = m.blockedOn.get(thread);
  if (mutex !== NONE) return m.owner.get(mutex);
  const rwlock = m.blockedOnRwlock.get(thread);
  return rwlock === NONE ? NONE : m.writer.get(rwlock);
}

/** Wills the priority of a blocked thread to the owner that it waits for. */
function will(m: Sunos5, cpu: number, thread: number): void {
  const arg = packed(cpu, dispatchPriority(m, thread));
  const mutex = m.blockedOn.get(thread);
  if (mutex !== NONE) m.mutex.INHERIT(mutex, arg);
  else m.rwlock.INHERIT(m.blockedOnRwlock.get(thread), arg);
}

/** turnstile_block() of a kernel lock whose owner waits for the caller. */
const panic = (m: Sunos5, thread: number): void =>
  m.assert(false, 'SO-92 (no cycle of blocked threads)', 'thread', thread);

/** One atomic walk along the blocking chain; a cycle is a deadlock, at which the kernel panics. */
export function willAlongChain(
  m: Sunos5,
  cpu: number,
  first: number,
  links = Number.POSITIVE_INFINITY,
  onCycle = panic,
): void {
  let thread = first;
  for (let n = 0; n < links; n++) {
    const owner = ownerAwaited(m, thread);
    if (owner === NONE) return;
    if (owner === first) {
      onCycle(m, first);
      return;
    }
    will(m, cpu, thread);
    thread = owner;
  }
}

/** turnstile_wakeup() of one thread: it takes a turnstile along, and competes for the mutex again. */
export function wakeFirst(m: Sunos5, cpu: number, mutex: number): void {
  const thread = m.sleepers.shift(mutex);
  m.blockedOn.set(thread, NONE);
  m.mutex.WAKE(mutex, thread);
  m.observe(SAW.sched_waking, cpu, m.current.get(cpu), thread, m.lastCpu.get(thread));
  m.cpu.CL_WAKEUP(cpu, thread);
}

/** The greatest priority that the remaining turnstiles in t_prioinv will to a thread. */
export function willedTo(m: Sunos5, thread: number): number {
  return Math.max(most(m.inheritor, m.willed, thread), most(m.rwInheritor, m.rwWilled, thread));
}

function most(inheritor: Reference, willed: Field, thread: number): number {
  let found = 0;
  for (let lock = 0; lock < willed.values.length; lock++) {
    if (inheritor.get(lock) === thread) found = Math.max(found, willed.get(lock));
  }
  return found;
}

/** Gives an inherited priority to a thread wherever it is. */
export function inherit(m: Sunos5, cpu: number, thread: number, priority: number): void {
  const was = dispatchPriority(m, thread);
  m.inherited.set(thread, priority);
  reprioritised(m, cpu, thread, was);
}

/** Where the locks of a kind keep owner and turnstile. */
interface Places {
  readonly owner: (m: Sunos5) => Reference;
  readonly active: (m: Sunos5) => Field;
  readonly spares: (m: Sunos5) => Counter;
  readonly inheritor: (m: Sunos5) => Reference;
  readonly willed: (m: Sunos5) => Field;
  /** What observations call the lock: mutexes come first, then readers/writer locks. */
  readonly number: (m: Sunos5, lock: number) => number;
}

const ofMutex: Places = {
  owner: (m) => m.owner,
  active: (m) => m.activeTurnstile,
  spares: (m) => m.spares,
  inheritor: (m) => m.inheritor,
  willed: (m) => m.willed,
  number: (_m, mutex) => mutex,
};

const ofRwlock: Places = {
  owner: (m) => m.writer,
  active: (m) => m.rwActiveTurnstile,
  spares: (m) => m.rwSpares,
  inheritor: (m) => m.rwInheritor,
  willed: (m) => m.rwWilled,
  number: (m, rwlock) => lookup(m).mutexes + rwlock,
};

const guardsFor = ({ owner, active, spares, inheritor }: Places) =>
  ({
    turnstileActive: (m, lock) => active(m).get(lock) === 1,
    sparesLeft: (m, lock) => spares(m).get(lock) > 0,
    ownerOutranks: (m, lock, arg) => m.priority.get(owner(m).get(lock)) >= packedValue(arg),
    alreadyWilled: (m, lock) => inheritor(m).get(lock) !== NONE,
    willedByOwner: (m, lock) => inheritor(m).get(lock) !== NONE,
  }) satisfies Readonly<Record<string, Sunos5Guard>>;

/** How lent turnstiles come and go. */
const lendingFor = ({ active, spares }: Places) =>
  ({
    activateTurnstile: (m, lock, thread) => {
      m.carries.set(thread, 0);
      active(m).set(lock, 1);
    },
    leaveSpare: (m, lock, thread) => {
      m.carries.set(thread, 0);
      spares(m).increment(lock);
    },
    takeSpare: (m, lock, thread) => {
      spares(m).decrement(lock);
      m.carries.set(thread, 1);
    },
    takeTurnstileAway: (m, lock, thread) => {
      active(m).set(lock, 0);
      m.carries.set(thread, 1);
    },
  }) satisfies Readonly<Record<string, Sunos5Effect>>;

/** How priority is willed and waived. */
const inheritanceFor = ({ owner, inheritor, willed, number }: Places) =>
  ({
    becomeInheritor: (m, lock) => inheritor(m).set(lock, owner(m).get(lock)),
    raiseWill: (m, lock, arg) => willed(m).set(lock, Math.max(willed(m).get(lock), packedValue(arg))),
    boostOwner: (m, lock, arg) => {
      const heir = owner(m).get(lock);
      const priority = packedValue(arg);
      if (priority <= dispatchPriority(m, heir)) return;
      m.observe(SAW.sched_pi_inherit, packedEntity(arg), heir, number(m, lock), priority);
      inherit(m, packedEntity(arg), heir, priority);
    },
    forgetWill: (m, lock) => {
      inheritor(m).set(lock, NONE);
      willed(m).set(lock, 0);
    },
    lowerOwner: (m, lock, cpu) => {
      const heir = owner(m).get(lock);
      const remaining = willedTo(m, heir);
      m.observe(SAW.sched_pi_waive, cpu, heir, number(m, lock), remaining);
      inherit(m, cpu, heir, remaining);
      if (mustSurrender(m, cpu)) surrender(m, cpu, cpu);
    },
  }) satisfies Readonly<Record<string, Sunos5Effect>>;

const effectsFor = (places: Places) => ({ nothingToDo: () => {}, ...lendingFor(places), ...inheritanceFor(places) });

export const turnstileGuards = {
  mutex: guardsFor(ofMutex),
  rwlock: guardsFor(ofRwlock),
} satisfies Parts<Sunos5Guard>;

export const turnstileEffects = {
  cpu: {
    resortSleepers: (m, _cpu, thread) => {
      const mutex = m.blockedOn.get(thread);
      m.sleepers.remove(mutex, thread);
      m.sleepers.insertByKey(mutex, thread, sleepersOrder(m));
    },
  },
  mutex: effectsFor(ofMutex),
  rwlock: effectsFor(ofRwlock),
} satisfies Parts<Sunos5Effect>;
