import { NONE } from '../../../state/field.ts';
import { OBSERVATION as SAW } from '../../../system/observation.ts';
import { variant } from '../../../system/system.ts';
import { insert, linkAt } from '../dispatch-queue.ts';
import { dispatchPriority, lwpOf, partitionOf, queueOfCpu } from '../lookup.ts';
import { packedEntity, packedValue } from '../priorities.ts';
import type { Sunos5 } from '../shape.ts';
import { take } from '../switch.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in the dispatch queues, in placement, stealing and swapping. */

const never = () => false;
const { cpu: base } = sunos5.effects;

/** SO-M1: a queued thread is queued once more without being taken off; only its links survive. */
export const M1 = variant(sunos5, {
  name: 'M1',
  effects: {
    cpu: {
      requeue: (m, cpu, thread) => {
        m.runnable.increment(m.dispQueue.get(thread));
        base.requeue(m, cpu, thread);
      },
    },
  },
});

/** SO-M3: the maximum is not computed anew when the top level becomes empty. */
export const M3 = variant(sunos5, { name: 'M3', effects: { dispq: { lowerMaximum: () => {} } } });

const own = (m: Sunos5, executing: number, thread: number) =>
  insert(m, executing, queueOfCpu(m, m.lastCpu.get(thread)), thread, false, m.priority.get(thread));

/** SO-M21: threads are queued by t_pri, whatever they inherit. */
export const M21 = variant(sunos5, {
  name: 'M21',
  effects: {
    cpu: {
      backOnOnlyCpu: own,
      backOnPartition: (m, cpu, thread) => insert(m, cpu, partitionOf(m), thread, false, m.priority.get(thread)),
    },
  },
});

/** A thread notes the queue and the level at which it stands, and is not linked into the list. */
function recordOnly(m: Sunos5, executing: number, queue: number, thread: number): void {
  m.level.set(thread, dispatchPriority(m, thread));
  m.dispQueue.set(thread, queue);
  m.thread.ENQUEUE(thread);
  m.observe(SAW.sched_wakeup, executing, thread, m.queueOf[queue], 0);
}

/** A thread that becomes runnable is queued in its own fields only. */
export const recordedNotLinked = variant(sunos5, {
  name: 'recorded-not-linked',
  effects: {
    cpu: {
      backOnOnlyCpu: (m, cpu, thread) => recordOnly(m, cpu, queueOfCpu(m, m.lastCpu.get(thread)), thread),
      insertBackThere: (m, cpu, arg) => recordOnly(m, cpu, queueOfCpu(m, packedEntity(arg)), packedValue(arg)),
    },
  },
});

/** A queue that was empty does not note its new maximum. */
export const maximumUnset = variant(sunos5, {
  name: 'maximum-unset',
  effects: { dispq: { raiseMaximum: () => {} } },
});

/** A queued thread whose priority changes gets its new level where it stands. */
export const levelChangedInPlace = variant(sunos5, {
  name: 'level-changed-in-place',
  effects: { cpu: { requeue: (m, _cpu, thread) => m.level.set(thread, dispatchPriority(m, thread)) } },
});

/** The upper bound of unbound levels is never raised. */
export const unboundForgotten = variant(sunos5, {
  name: 'unbound-forgotten',
  effects: { dispq: { raiseUnboundMaximum: () => {} } },
});

/** A thread that is swapped out stays on its queue. */
export const swapsQueuedThreads = variant(sunos5, {
  name: 'swaps-queued-threads',
  effects: { cpu: { dequeueThread: () => {} } },
});

/** Anybody is swapped out who is not running. */
export const swapsAnybody = variant(sunos5, {
  name: 'swaps-anybody',
  guards: {
    cpu: {
      threadNotSwappable: never,
      mayNotSwap: (m, _cpu, thread) => lwpOf(m, thread) !== NONE && m.swappable.get(thread) === 0,
    },
  },
});

/** Threads are swapped out for which somebody urgent waits, whatever TS_DONT_SWAP says of them. */
export const swapsInheritingThreads = variant(sunos5, {
  name: 'swaps-inheriting-threads',
  guards: {
    cpu: {
      threadInherits: never,
      mayNotSwap: (m, _cpu, thread) => m.inherited.get(thread) === 0 && m.swappable.get(thread) === 0,
    },
  },
});

/** Threads are swapped out on whose stack a CPU still is. */
export const swapsRunningThreads = variant(sunos5, {
  name: 'swaps-running-threads',
  guards: { cpu: { threadOnSomeStack: never } },
});

/** A runnable thread that is swapped in goes behind its equals. */
export const swappedInAtTail = variant(sunos5, {
  name: 'swapped-in-at-tail',
  effects: {
    cpu: {
      enqueueFront: (m, cpu, thread) =>
        m.thread.is.runnable(thread) ? m.cpu.SET_BACK(cpu, thread) : m.cpu.SET_FRONT(cpu, thread),
    },
  },
});

/** Threads are woken that do not sleep. */
export const wakesRunningThreads = variant(sunos5, {
  name: 'wakes-running-threads',
  guards: {
    cpu: { threadNotAsleep: (m, cpu, thread) => m.current.get(cpu) === thread || !m.thread.is.running(thread) },
  },
});

/** A new maximum of a CPU's queue asks nobody. */
export const muteQueue = variant(sunos5, { name: 'mute-queue', effects: { dispq: { askOwnCpu: () => {} } } });

/** Bound threads go where others would. */
export const bindingIgnored = variant(sunos5, { name: 'binding-ignored', guards: { cpu: { threadBound: never } } });

/** The last thread of the top level is taken instead of the first. */
export const takesTheLast = variant(sunos5, {
  name: 'takes-the-last',
  effects: {
    path: {
      takeFromOwnQueue: (m, cpu, stack) => {
        const queue = queueOfCpu(m, cpu);
        const head = m.runQueue.head(queue);
        let last = head;
        for (let at = head; at !== NONE && m.level.get(at) === m.level.get(head); at = m.runQueue.next(at)) last = at;
        take(m, cpu, stack, last);
      },
    },
  },
});

/** A thread for the tail is queued right behind the first of its level. */
export const tailIsSecond = variant(sunos5, {
  name: 'tail-is-second',
  effects: {
    cpu: {
      backOnOnlyCpu: (m, cpu, thread) => {
        const queue = queueOfCpu(m, m.lastCpu.get(thread));
        const head = m.runQueue.head(queue);
        const equal = head !== NONE && m.level.get(head) === dispatchPriority(m, thread);
        if (!equal) return base.backOnOnlyCpu(m, cpu, thread);
        linkAt(m, queue, thread, dispatchPriority(m, thread), true);
        m.runQueue.remove(queue, thread);
        m.runQueue.insertAfter(queue, head, thread);
        m.thread.ENQUEUE(thread);
        m.observe(SAW.sched_wakeup, cpu, thread, m.queueOf[queue], 0);
      },
    },
  },
});

/** An idle CPU takes whatever stands first on the queue of another one. */
export const stealsBound = variant(sunos5, {
  name: 'steals-bound',
  guards: { path: { workElsewhere: (m, cpu) => elsewhere(m, cpu) !== NONE } },
  effects: { path: { steal: (m, cpu, stack) => take(m, cpu, stack, elsewhere(m, cpu)) } },
});

function elsewhere(m: Sunos5, cpu: number): number {
  for (let other = 0; other < m.current.values.length; other++) {
    const head = m.runQueue.head(queueOfCpu(m, other));
    if (other !== cpu && head !== NONE) return head;
  }
  return NONE;
}

/** A CPU that switches away does not keep thieves from the only thread of its queue. */
export const stealsAtOnce = variant(sunos5, {
  name: 'steals-at-once',
  guards: { path: { workElsewhere: (m, cpu) => unboundElsewhere(m, cpu) !== NONE } },
  effects: { path: { steal: (m, cpu, stack) => take(m, cpu, stack, unboundElsewhere(m, cpu)) } },
});

function unboundElsewhere(m: Sunos5, cpu: number): number {
  const found = elsewhere(m, cpu);
  return found !== NONE && m.bound[found] === 0 && m.class[found] < 3 ? found : NONE;
}

/** The idle loop looks at its own queue and at the partition's only. */
export const idleLooksAtHomeOnly = variant(sunos5, {
  name: 'idle-looks-at-home-only',
  guards: {
    cpu: {
      nothingToRun: (m, cpu) => m.maximum.get(queueOfCpu(m, cpu)) === 0 && m.maximum.get(partitionOf(m)) === 0,
    },
  },
});

/** SO-M11: cpu_resched sets runrun only. */
export const M11 = variant(sunos5, { name: 'M11', effects: { cpu: { wantKernel: () => {} } } });

/** Everybody who becomes the best of a queue asks for the CPU in the kernel too. */
export const everybodyPreemptsKernel = variant(sunos5, {
  name: 'everybody-preempts-kernel',
  guards: {
    cpu: { urgentForKernel: (m, cpu, arg) => packedEntity(arg) >= 0 && packedValue(arg) >= 0 && m.pil.get(cpu) >= 0 },
  },
});

/** cpu_dispatch_pri is not brought up to date when the running thread's priority changes. */
export const staleDispatchPriority = variant(sunos5, {
  name: 'stale-dispatch-priority',
  effects: { cpu: { updateDispatchPriority: () => {} } },
});

/** Threads that preempt kernel code stand on the queues of single CPUs. */
export const noPartitionQueue = variant(sunos5, {
  name: 'no-partition-queue',
  guards: { cpu: { threadPreemptsKernel: never } },
});

/** A thread is always queued where it ran last. */
export const alwaysLastCpu = variant(sunos5, { name: 'always-last-cpu', guards: { cpu: { threadCacheCold: never } } });

/** swtch() leaves DONTSTEAL set, so that the only thread on the queue of that CPU is never stolen. */
export const stealingStaysForbidden = variant(sunos5, {
  name: 'stealing-stays-forbidden',
  effects: { path: { allowStealing: () => {} } },
});
