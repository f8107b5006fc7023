import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { dispatchPriority, lookup } from './lookup.ts';
import { packed, packedEntity, packedValue } from './priorities.ts';
import { mustSurrender, reprioritised, surrender } from './requests.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/**
 * Turnstiles: who sleeps on a mutex, in which order, and what the owner inherits. All turnstiles are alike, so that
 * only their places are kept: each thread carries one, or has lent it to the mutex on which it sleeps.
 */

/** Dispatch priorities of all threads: the order of sleepers. */
const keys = new WeakMap<object, Int32Array>();

function sleepersOrder(m: Sunos5): Int32Array {
  const order = keys.get(m) ?? new Int32Array(lookup(m).threads);
  keys.set(m, order);
  for (let thread = 0; thread < order.length; thread++) order[thread] = dispatchPriority(m, thread);
  return order;
}

/**
 * turnstile_block(): sleep in order of priority, and will it to the owner, and the owner's owner, and so on.
 *
 * @param links owners to go to at most.
 */
export function block(m: Sunos5, cpu: number, mutex: number, links: number = Number.POSITIVE_INFINITY): void {
  const thread = m.current.get(cpu);
  m.observe(SAW.lock_contended, cpu, mutex, thread, 0);
  m.cpu.CL_TRAPRET(cpu, thread);
  m.sleepers.insertByKey(mutex, thread, sleepersOrder(m));
  m.blockedOn.set(thread, mutex);
  m.mutex.SLEEP(mutex, thread);
  m.thread.SLEEP(thread);
  willAlongChain(m, cpu, thread, links);
}

/** One atomic walk along the blocking chain; a cycle is a deadlock, at which the kernel panics. */
function willAlongChain(m: Sunos5, cpu: number, first: number, links: number): void {
  let thread = first;
  for (let n = 0; n < links; n++) {
    const mutex = m.blockedOn.get(thread);
    if (mutex === NONE) return;
    const owner = m.owner.get(mutex);
    if (owner === NONE) return;
    m.assert(owner !== first, 'SO-92 (no cycle of blocked threads)', 'thread', first);
    if (m.fault !== null) return;
    m.mutex.INHERIT(mutex, packed(cpu, dispatchPriority(m, thread)));
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
  const { mutexes } = lookup(m);
  let most = 0;
  for (let mutex = 0; mutex < mutexes; mutex++) {
    if (m.inheritor.get(mutex) === thread) most = Math.max(most, m.willed.get(mutex));
  }
  return most;
}

/** Gives an inherited priority to a thread wherever it is. */
export function inherit(m: Sunos5, cpu: number, thread: number, priority: number): void {
  const was = dispatchPriority(m, thread);
  m.inherited.set(thread, priority);
  reprioritised(m, cpu, thread, was);
}

export const turnstileGuards = {
  mutex: {
    turnstileActive: (m, mutex) => m.activeTurnstile.get(mutex) === 1,
    sparesLeft: (m, mutex) => m.spares.get(mutex) > 0,
    ownerOutranks: (m, mutex, arg) => m.priority.get(m.owner.get(mutex)) >= packedValue(arg),
    alreadyWilled: (m, mutex) => m.inheritor.get(mutex) !== NONE,
    willedByOwner: (m, mutex) => m.inheritor.get(mutex) !== NONE,
  },
} satisfies Parts<Sunos5Guard>;

export const turnstileEffects = {
  cpu: {
    resortSleepers: (m, _cpu, thread) => {
      const mutex = m.blockedOn.get(thread);
      m.sleepers.remove(mutex, thread);
      m.sleepers.insertByKey(mutex, thread, sleepersOrder(m));
    },
  },
  mutex: {
    nothingToDo: () => {},
    activateTurnstile: (m, mutex, thread) => {
      m.carries.set(thread, 0);
      m.activeTurnstile.set(mutex, 1);
    },
    leaveSpare: (m, mutex, thread) => {
      m.carries.set(thread, 0);
      m.spares.increment(mutex);
    },
    takeSpare: (m, mutex, thread) => {
      m.spares.decrement(mutex);
      m.carries.set(thread, 1);
    },
    takeTurnstileAway: (m, mutex, thread) => {
      m.activeTurnstile.set(mutex, 0);
      m.carries.set(thread, 1);
    },
    becomeInheritor: (m, mutex) => m.inheritor.set(mutex, m.owner.get(mutex)),
    raiseWill: (m, mutex, arg) => m.willed.set(mutex, Math.max(m.willed.get(mutex), packedValue(arg))),
    boostOwner: (m, mutex, arg) => {
      const owner = m.owner.get(mutex);
      const priority = packedValue(arg);
      if (priority <= dispatchPriority(m, owner)) return;
      m.observe(SAW.sched_pi_inherit, packedEntity(arg), owner, mutex, priority);
      inherit(m, packedEntity(arg), owner, priority);
    },
    forgetWill: (m, mutex) => {
      m.inheritor.set(mutex, NONE);
      m.willed.set(mutex, 0);
    },
    lowerOwner: (m, mutex, cpu) => {
      const owner = m.owner.get(mutex);
      const remaining = willedTo(m, owner);
      m.observe(SAW.sched_pi_waive, cpu, owner, mutex, remaining);
      inherit(m, cpu, owner, remaining);
      if (mustSurrender(m, cpu)) surrender(m, cpu, cpu);
    },
  },
} satisfies Parts<Sunos5Effect>;
