import { OBSERVATION as SAW } from '../../system/observation.ts';
import { enterCritical } from './critical.ts';
import { stackOfThread } from './lookup.ts';
import { deschedule } from './run-queue.ts';
import { schedule } from './schedule.ts';
import type { Dragonfly, DragonflyEffect, DragonflyGuard, Parts } from './shape.ts';

/** Creation, exit and reaping of kernel threads. */

/** lwkt_create(): the thread starts in the critical section that every switch happens in. */
function createThread(m: Dragonfly, cpu: number, thread: number): void {
  m.thread.CREATE(thread);
  m.critical.set(thread, 1);
  m.priority.set(thread, m.basePriority[thread]);
  m.call.start(stackOfThread(m, thread));
  m.observe(SAW.sched_process_fork, cpu, thread, 0, 0);
  schedule(m, cpu, thread);
}

/** lwkt_exit() and cpu_thread_exit(): off the run queue, then the last switch. */
function exitCurrent(m: Dragonfly, cpu: number): void {
  const thread = m.current.get(cpu);
  enterCritical(m, cpu);
  deschedule(m, cpu, thread);
  m.exiting.set(thread, 1);
  m.thread.EXIT(thread);
  m.observe(SAW.sched_process_exit, cpu, thread, 0, 0);
  m.cpu.SWITCH(cpu);
}

/** The reaper frees a thread whose stack is out of use. */
function reapThread(m: Dragonfly, cpu: number, thread: number): void {
  m.thread.REAP(thread);
  m.frames.leave(stackOfThread(m, thread), 0);
  m.critical.set(thread, 0);
  m.exiting.set(thread, 0);
  m.exitSignal.set(thread, 0);
  m.observe(SAW.sched_process_free, cpu, thread, 0, 0);
}

export const lifecycleGuards = {
  cpu: {
    threadNotFree: (m, _cpu, thread) => !m.thread.is.free(thread),
    mayNotExit: (m, cpu) => {
      const thread = m.current.get(cpu);
      return m.mortal[thread] === 0 || m.critical.get(thread) > 0 || m.queued.get(thread) === 0;
    },
    exitNotSignalled: (m, _cpu, thread) => m.exitSignal.get(thread) === 0,
    threadNotExiting: (m, _cpu, thread) => m.exiting.get(thread) === 0,
    threadStillRunning: (m, _cpu, thread) => m.runs.get(thread) === 1,
    threadStillQueued: (m, _cpu, thread) => m.queued.get(thread) === 1,
    threadStillPreempted: (m, _cpu, thread) => m.preemptLock.get(thread) === 1,
  },
} satisfies Parts<DragonflyGuard>;

export const lifecycleEffects = {
  cpu: { createThread, exitCurrent, reapThread },
} satisfies Parts<DragonflyEffect>;
