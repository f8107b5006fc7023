import { NONE } from '../../state/field.ts';
import { lookup, lwpOf, partitionOf, queueOfCpu } from './lookup.ts';
import { lwpsOf } from './process.ts';
import type { Sunos5 } from './shape.ts';
import { condvarsOfMutex, holderOfSpinMutex, objectsOfThread, threadsOfRwlock } from './synchronization.ts';

type Visit = (kind: string, entity: number) => void;

/** Entities whose properties look at this one: what has to be looked at again when it was written. */
export function neighbours(m: Sunos5, kind: string, entity: number, visit: Visit): void {
  switch (kind) {
    case 'cpu':
      aroundCpu(m, entity, visit);
      break;
    case 'dispq':
      visitCpus(m, visit);
      break;
    case 'thread':
      aroundThread(m, entity, visit);
      break;
    case 'lwp':
      visit('thread', m.body[entity]);
      visit('cpu', m.lastCpu.get(m.body[entity]));
      visit('process', m.belongsTo[entity]);
      break;
    case 'process':
      for (const lwp of lwpsOf(m, entity)) {
        visit('lwp', lwp);
        visit('thread', m.body[lwp]);
      }
      break;
    case 'interrupt':
      visit('cpu', m.arrivesAt[entity]);
      break;
    case 'mutex':
      visitThreads(m.owner.before(entity), m.owner.get(entity), visit);
      visitThreads(m.inheritor.before(entity), m.inheritor.get(entity), visit);
      condvarsOfMutex(m, entity, visit);
      break;
    case 'rwlock':
      threadsOfRwlock(m, entity, visit);
      break;
    case 'spinMutex':
      holderOfSpinMutex(m, entity, visit);
  }
}

/** Idle CPUs look at all queues, and who runs is compared with what waits elsewhere. */
function visitCpus(m: Sunos5, visit: Visit): void {
  for (let cpu = 0; cpu < lookup(m).cpus; cpu++) visit('cpu', cpu);
}

function visitThreads(before: number, now: number, visit: Visit): void {
  if (before !== NONE) visit('thread', before);
  if (now !== NONE && now !== before) visit('thread', now);
}

/** The threads that the CPU ran and runs, with those that they have pinned. */
function aroundCpu(m: Sunos5, cpu: number, visit: Visit): void {
  visit('dispq', queueOfCpu(m, cpu));
  visit('dispq', partitionOf(m));
  if (m.dontSteal.before(cpu) !== m.dontSteal.get(cpu)) visitCpus(m, visit);
  visitChain(m, m.current.before(cpu), visit);
  visitChain(m, m.current.get(cpu), visit);
  visitThreads(m.dispatched.before(cpu), m.dispatched.get(cpu), visit);
}

function visitChain(m: Sunos5, first: number, visit: Visit): void {
  let thread = first;
  for (let length = 0; thread !== NONE && length < m.class.length; length++) {
    visit('thread', thread);
    thread = m.pins.get(thread);
  }
}

function aroundThread(m: Sunos5, thread: number, visit: Visit): void {
  visit('cpu', m.lastCpu.get(thread));
  if (m.lastCpu.before(thread) !== m.lastCpu.get(thread)) visit('cpu', m.lastCpu.before(thread));
  const queue = m.dispQueue.get(thread);
  if (queue !== NONE) visit('dispq', queue);
  if (m.runQueue.holds(thread)) visitCpus(m, visit);
  visitChain(m, m.pins.before(thread), visit);
  objectsOfThread(m, thread, visit);
  const lwp = lwpOf(m, thread);
  if (lwp !== NONE) {
    visit('lwp', lwp);
    visit('process', m.belongsTo[lwp]);
  }
  for (const mutex of [m.blockedOn.before(thread), m.blockedOn.get(thread)]) if (mutex !== NONE) visit('mutex', mutex);
  for (let mutex = 0; mutex < lookup(m).mutexes; mutex++) {
    if (m.owner.get(mutex) === thread || m.inheritor.get(mutex) === thread) visit('mutex', mutex);
  }
}
