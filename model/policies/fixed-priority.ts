import { definePolicy } from '../policy/define.ts';
import type { CpuKit, ThreadKit } from '../policy/kit.ts';
import { NONE } from '../state/field.ts';
import { queue } from '../system/declare.ts';

type Kit = { readonly thread: ThreadKit; readonly cpu: CpuKit };

/** The CPU among those that a thread may run on whose current thread is least urgent; an idle one if there is any. */
function weakestCpu(k: Kit, thread: number): number {
  let weakest = NONE;
  for (const cpu of k.thread.affinity(thread)) {
    if (k.cpu.idle(cpu)) return cpu;
    if (weakest === NONE || urgency(k, cpu) < urgency(k, weakest)) weakest = cpu;
  }
  return weakest;
}

const urgency = (k: Kit, cpu: number): number => {
  const current = k.cpu.current(cpu);
  return current === NONE ? -1 : k.thread.priority(current);
};

/** Fixed priorities, as POSIX calls SCHED_FIFO: the most urgent threads run, first come first served among equals. */
export const fixedPriority = definePolicy({
  name: 'fixed-priority',
  says: 'the most urgent threads run; equals in the order in which they became ready',
  fields: { ready: queue('machine', 'thread') },
  hooks: {
    selectCpu: (k, thread) => weakestCpu(k, thread),
    // Who was preempted goes in front of its equals: it has been waiting longest.
    enqueue: (k, thread, _cpu, why) =>
      k.ready.insert(thread, k.thread.priority, why === 'preempted' ? 'before' : 'behind'),
    pickNext: (k, cpu) => k.ready.take((thread) => k.thread.allowed(thread, cpu)),
    preempts: (k, thread, current) => k.thread.priority(thread) > k.thread.priority(current),
    // Who had to make room here may be more urgent than what runs elsewhere.
    running: (k) => {
      for (let thread = k.ready.head(); thread !== NONE; thread = k.ready.next(thread)) {
        const cpu = weakestCpu(k, thread);
        if (urgency(k, cpu) < k.thread.priority(thread)) k.cpu.kick(cpu);
      }
    },
  },
  promises: {
    workConservation: true,
    highestPriorityRuns: true,
    highestPriorityAtSwitch: true,
    fifoAmongEquals: true,
    boundedInversion: 0,
    preemptsUpwards: true,
  },
});

export default fixedPriority;
