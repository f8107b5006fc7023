import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { activeThreadLevels, highestActive } from '../../model/systems/sunos5/interrupts.ts';
import { isGoingToSleep, isInterruptThread, isSoft, isSwitching, lookup } from '../../model/systems/sunos5/lookup.ts';
import { INTR_PRI, LOCK_LEVEL, TOP_LEVEL } from '../../model/systems/sunos5/priorities.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { bottomOf, cpuOfChain, sawAt, threadName, wasPinned } from './look.ts';

/** Interrupt threads of a CPU for which `which` is true. */
function countThreads(m: Sunos5, cpu: number, which?: (m: Sunos5, thread: number) => boolean): number {
  let count = 0;
  for (let thread = 0; thread < m.class.length; thread++) {
    if (m.home[thread] !== cpu || !isInterruptThread(m, thread)) continue;
    if (which === undefined || which(m, thread)) count++;
  }
  return count;
}

/** A bit for each level at which an interrupt thread of the CPU is at work; −1 when two are at one level. */
function levelsAtWork(m: Sunos5, cpu: number): number {
  let levels = 0;
  for (let thread = 0; thread < m.class.length; thread++) {
    if (m.home[thread] !== cpu || !atWork(m, thread)) continue;
    const bit = 1 << m.threadPil.get(thread);
    if ((levels & bit) !== 0) return -1;
    levels |= bit;
  }
  return levels;
}

const atWork = (m: Sunos5, thread: number) => isInterruptThread(m, thread) && !m.thread.is.free(thread);

/** Its handler has blocked: whom it had pinned has gone on. */
const hasBlocked = (m: Sunos5, thread: number) => atWork(m, thread) && m.pins.get(thread) === NONE;

const highLevelActive = (m: Sunos5, cpu: number) => m.activeLevels.before(cpu) >> (LOCK_LEVEL + 1) !== 0;

/** Interrupts as threads (SO-65 … SO-80). */
export const interruptProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/level-above-base',
    says: 'the level of a CPU is not below that of its blocked handlers',
    rules: ['SO-65'],
    confidence: 'code',
    mutant: 'spl0-to-zero',
    each: 'cpu',
    when: (m, cpu) => m.baseSpl.get(cpu) > 0,
    holds: (m, cpu) => m.pil.get(cpu) >= m.baseSpl.get(cpu),
  },
  {
    kind: 'state',
    id: 'sunos5/active-levels-have-threads',
    says: 'a level up to LOCK_LEVEL is active if and only if exactly one interrupt thread of the CPU is at work at it',
    rules: ['SO-66'],
    confidence: 'code',
    mutant: 'M37',
    each: 'cpu',
    when: (m, cpu) => countThreads(m, cpu, atWork) > 0,
    holds: (m, cpu) => {
      const upToLockLevel = 2 ** (LOCK_LEVEL + 1) - 2;
      return levelsAtWork(m, cpu) === (m.activeLevels.get(cpu) & upToLockLevel);
    },
  },
  {
    kind: 'state',
    id: 'sunos5/pool-conserved',
    says: 'the threads in the pool of a CPU and its active levels add up to the number of its interrupt threads',
    rules: ['SO-67'],
    confidence: 'code',
    mutant: 'pool-leaks',
    each: 'cpu',
    when: (m, cpu) => countThreads(m, cpu) > 0,
    holds: (m, cpu) => {
      let pooled = 0;
      for (let at = m.pool.head(cpu); at !== NONE; at = m.pool.next(at)) pooled++;
      return pooled + activeThreadLevels(m, cpu) === countThreads(m, cpu);
    },
  },
  {
    kind: 'state',
    id: 'sunos5/levels-descend',
    says: 'along the chain of a CPU the levels of the interrupt threads go strictly down',
    rules: ['SO-68'],
    confidence: 'code',
    mutant: 'low-interrupts-high',
    each: 'thread',
    when: (m, thread) => m.pins.get(thread) !== NONE,
    holds: (m, thread) => isInterruptThread(m, thread) && m.threadPil.get(m.pins.get(thread)) < m.threadPil.get(thread),
  },
  {
    kind: 'state',
    id: 'sunos5/pinned-stays-put',
    says: 'a pinned thread is onproc, in no queue, locked, and of the CPU on which it was interrupted, which runs others',
    rules: ['SO-69'],
    confidence: 'code',
    mutant: 'M41',
    doc: 'A thread is interrupted also between cv_block() and swtch(), while it releases the mutex of its condition. It sleeps already then, and may even have been woken and queued; only its lock keeps other CPUs away.',
    each: 'thread',
    when: (m, thread) => m.pins.get(thread) !== NONE && !isGoingToSleep(m, m.pins.get(thread)),
    holds: (m, thread) => {
      const pinned = m.pins.get(thread);
      const cpu = cpuOfChain(m, thread);
      return (
        cpu !== NONE &&
        m.thread.is.running(pinned) &&
        !m.runQueue.holds(pinned) &&
        (m.runLock.get(pinned) === 1 || m.thread.is.idle(pinned)) &&
        m.lastCpu.get(pinned) === cpu &&
        m.current.get(cpu) !== pinned
      );
    },
    because: (m, thread) => `it pins ${threadName(m, m.pins.get(thread))}`,
  },
  {
    kind: 'state',
    id: 'sunos5/dispatcher-knows-the-bottom',
    says: 'an interrupt does not change what the dispatcher believes to run: the thread at the bottom of the chain',
    rules: ['SO-69', 'SO-45'],
    confidence: 'code',
    mutant: 'M45',
    each: 'cpu',
    when: (m, cpu) => !isSwitching(m, cpu),
    holds: (m, cpu) => m.dispatched.get(cpu) === bottomOf(m, cpu),
    because: (m, cpu) =>
      `it believes in ${threadName(m, m.dispatched.get(cpu))}, at the bottom is ${threadName(m, bottomOf(m, cpu))}`,
  },
  {
    kind: 'step',
    id: 'sunos5/pinned-waits',
    says: 'no CPU switches to a thread that is pinned',
    rules: ['SO-70'],
    confidence: 'code',
    mutant: 'queues-the-pinned',
    on: ['sched_switch'],
    holds: (m, { object }) => !wasPinned(m, object),
  },
  {
    kind: 'step',
    id: 'sunos5/block-returns-to-pinned',
    says: 'when an interrupt thread that pins a thread blocks, that very thread has the CPU next, without a dispatcher',
    rules: ['SO-71'],
    confidence: 'code',
    mutant: 'dispatches-after-block',
    on: ['lock_contended'],
    when: (m, { object }) => m.pins.before(object) !== NONE,
    holds: (m, { cpu, object }) =>
      m.current.get(cpu) === m.pins.before(object) && sawAt(m, SAW.sched_choose, () => true) < 0,
  },
  {
    kind: 'state',
    id: 'sunos5/blocked-level-stays-masked',
    says: 'while a handler that has blocked is not done, its level is masked on its CPU, whoever runs there',
    rules: ['SO-73', 'SO-75'],
    confidence: 'code',
    mutant: 'M37',
    each: 'thread',
    when: hasBlocked,
    holds: (m, thread) =>
      m.baseSpl.get(m.home[thread]) >= m.threadPil.get(thread) &&
      ((m.activeLevels.get(m.home[thread]) >> m.threadPil.get(thread)) & 1) === 1,
  },
  {
    kind: 'state',
    id: 'sunos5/base-level-falls-again',
    says: 'the base level of a CPU is that of its highest blocked handler, and 0 without one',
    rules: ['SO-73', 'SO-80'],
    confidence: 'derived',
    mutant: 'M39',
    each: 'cpu',
    when: (m, cpu) => countThreads(m, cpu) > 0,
    holds: (m, cpu) => {
      let highest = 0;
      for (let thread = 0; thread < m.class.length; thread++) {
        if (m.home[thread] === cpu && hasBlocked(m, thread)) highest = Math.max(highest, m.threadPil.get(thread));
      }
      return m.baseSpl.get(cpu) === highest && highest <= highestActive(m, cpu);
    },
  },
  {
    kind: 'step',
    id: 'sunos5/accepted-above-level',
    says: 'an interrupt is taken only above the level of the CPU, and only if its own level is not active',
    rules: ['SO-74', 'SO-80'],
    confidence: 'asserted',
    mutant: 'low-interrupts-high',
    on: ['irq_thread_pin'],
    holds: (m, { cpu, detail: level }) =>
      level > m.pil.before(cpu) && ((m.activeLevels.before(cpu) >> level) & 1) === 0,
  },
  {
    kind: 'step',
    id: 'sunos5/level-ends-with-handler',
    says: 'a level becomes inactive only when its handler is done',
    rules: ['SO-75'],
    confidence: 'code',
    mutant: 'M37',
    on: ['irq_thread_unpin'],
    holds: (m, { cpu, subject }) => ((m.activeLevels.get(cpu) >> m.threadPil.get(subject)) & 1) === 1,
  },
  {
    kind: 'state',
    id: 'sunos5/interrupt-thread-priority',
    says: 'an interrupt thread at work has a priority above all real-time ones, does not move, and is not preempted',
    rules: ['SO-76'],
    confidence: 'code',
    mutant: 'M47',
    each: 'thread',
    when: atWork,
    holds: (m, thread) =>
      m.priority.get(thread) === INTR_PRI + m.threadPil.get(thread) &&
      m.lastCpu.get(thread) === m.home[thread] &&
      m.preemptCount.get(thread) >= 1,
  },
  {
    kind: 'step',
    id: 'sunos5/returns-to-pinned-only',
    says: 'a handler that is done gives the CPU back only to a thread that it still pins',
    rules: ['SO-77'],
    confidence: 'code',
    mutant: 'M43',
    on: ['irq_thread_return'],
    holds: (m, { object }) => wasPinned(m, object),
  },
  {
    kind: 'step',
    id: 'sunos5/high-level-touches-nothing',
    says: 'a high-level interrupt neither queues a thread nor takes, waits for or releases a mutex',
    rules: ['SO-78'],
    confidence: 'asserted',
    mutant: 'high-level-wakes',
    on: ['irq_handler_exit'],
    when: (m, { cpu, object }) => object === NONE && highLevelActive(m, cpu),
    holds: (m) =>
      sawAt(m, SAW.sched_waking, () => true) < 0 &&
      sawAt(m, SAW.lock_acquire, () => true) < 0 &&
      sawAt(m, SAW.lock_contended, () => true) < 0 &&
      sawAt(m, SAW.lock_release, () => true) < 0,
  },
  {
    kind: 'state',
    id: 'sunos5/pooled-owns-nothing',
    says: 'an interrupt thread in the pool owns no mutex and inherits no priority',
    rules: ['SO-79'],
    confidence: 'code',
    mutant: 'handler-keeps-mutex',
    each: 'thread',
    when: (m, thread) => isInterruptThread(m, thread) && m.thread.is.free(thread),
    holds: (m, thread) => {
      if (m.inherited.get(thread) > 0) return false;
      const { mutexes } = lookup(m);
      for (let mutex = 0; mutex < mutexes; mutex++) if (m.owner.get(mutex) === thread) return false;
      return true;
    },
  },
  {
    kind: 'step',
    id: 'sunos5/highest-soft-first',
    says: 'of the soft interrupts that are posted the one at the highest level is served first',
    rules: ['SO-80'],
    confidence: 'code',
    mutant: 'lowest-soft-first',
    on: ['irq_handler_entry'],
    when: (m, { subject }) => isSoft(m, subject),
    holds: (m, { cpu, subject }) => {
      for (const other of lookup(m).interruptsAt[cpu] ?? []) {
        if (m.interrupt.is.posted(other) && m.ipl[other] > m.ipl[subject] && m.ipl[other] <= TOP_LEVEL) return false;
      }
      return true;
    },
  },
]);
