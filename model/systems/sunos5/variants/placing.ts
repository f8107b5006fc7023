import { NONE } from '../../../state/field.ts';
import { OBSERVATION as SAW } from '../../../system/observation.ts';
import { variant } from '../../../system/system.ts';
import { bestWaiting, maximumOf, remove } from '../dispatch-queue.ts';
import { partitionOf, queueOfCpu } from '../lookup.ts';
import { packed, packedEntity, packedValue } from '../priorities.ts';
import type { Sunos5 } from '../shape.ts';
import { workElsewhere } from '../stealing.ts';
import { next, take } from '../switch.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in where threads are queued, and in who takes them from there. */

const always = () => true;
const { dispq } = sunos5.effects;

/** Nobody lowers the unbound maximum of a queue from which the thread has gone that it was about. */
export const hiddenByStaleBound = variant(sunos5, {
  name: 'hidden-by-stale-bound',
  guards: {
    cpu: { nothingToRun: (m, cpu) => bestWaiting(m, queueOfCpu(m, cpu)) < 0 && workElsewhere(m, cpu) === NONE },
  },
});

function busiest(m: Sunos5): number {
  const loads = Array.from(m.current.values, (_, cpu) => m.dispatchPriority.get(cpu));
  return loads.indexOf(Math.max(...loads));
}

/** For a thread of the partition's queue the CPU is asked that runs the most urgent thread. */
export const asksBusiest = variant(sunos5, {
  name: 'asks-busiest',
  effects: {
    dispq: {
      askLeastLoadedCpu: (m, _queue, arg) => {
        const level = m.level.get(packedValue(arg));
        const cpu = busiest(m);
        if (level + 1 > m.chosenLevel.get(cpu)) m.chosenLevel.set(cpu, level + 1);
        m.cpu.RESCHED(packedEntity(arg), packed(cpu, level));
      },
    },
  },
});

/** Half of SO-M13: of equals the dispatcher takes the one on its own queue. */
export const tieToOwnQueue = variant(sunos5, {
  name: 'tie-to-own-queue',
  guards: {
    path: { partitionIsBest: (m, cpu) => maximumOf(m, partitionOf(m)) > maximumOf(m, queueOfCpu(m, cpu)) },
  },
});

/** A thread that was chosen and has to give way goes behind its equals. */
export const rejectedToTail = variant(sunos5, {
  name: 'rejected-to-tail',
  effects: {
    path: {
      rejectChoice: (m, cpu, stack) => {
        m.observe(SAW.sched_ratify, cpu, next(m, stack), 0, 0);
        m.cpu.SET_BACK(cpu, next(m, stack));
      },
    },
  },
});

/** A queued thread whose priority changes goes in front of its new equals. */
export const boostToHead = variant(sunos5, {
  name: 'boost-to-head',
  effects: {
    cpu: {
      requeue: (m, cpu, thread) => {
        remove(m, cpu, thread);
        m.cpu.SET_FRONT(cpu, thread);
      },
    },
  },
});

/** Threads are queued where they ran last however many of their priority wait there. */
export const noBalance = variant(sunos5, { name: 'no-balance', guards: { cpu: { levelShortThere: always } } });

/** The first thread of another CPU that is not bound, whether its cache is warm or not. */
function anyUnbound(m: Sunos5, cpu: number): number {
  for (let other = 0; other < m.current.values.length; other++) {
    const queue = queueOfCpu(m, other);
    if (other === cpu || (m.dontSteal.get(other) === 1 && m.runnable.get(queue) === 1)) continue;
    const free = m.runQueue.members(queue).find((thread) => m.bound[thread] === 0 && m.class[thread] < 3);
    if (free !== undefined) return free;
  }
  return NONE;
}

/** An idle CPU takes threads that have only just run elsewhere. */
export const ignoresNosteal = variant(sunos5, {
  name: 'ignores-nosteal',
  guards: {
    cpu: { nothingToRun: (m, cpu) => bestWaiting(m, queueOfCpu(m, cpu)) < 0 && anyUnbound(m, cpu) === NONE },
    path: { workElsewhere: (m, cpu) => anyUnbound(m, cpu) !== NONE },
  },
  effects: { path: { steal: (m, cpu, stack) => take(m, cpu, stack, anyUnbound(m, cpu)) } },
});

/** A CPU keeps thieves away although the thread that it runs was queued on another one. */
export const keepsWhatWentElsewhere = variant(sunos5, {
  name: 'keeps-what-went-elsewhere',
  effects: {
    dispq: {
      raiseUnboundMaximum: (m, queue, arg) => {
        const first = m.unboundMaximum.get(queue) === 0 && m.serves[queue] === 0;
        dispq.raiseUnboundMaximum(m, queue, arg);
        const [executing, thread] = [packedEntity(arg), packedValue(arg)];
        if (first && m.current.get(executing) === thread) m.dontSteal.set(executing, 1);
      },
    },
  },
});
