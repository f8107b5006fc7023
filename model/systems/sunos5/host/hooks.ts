import type { ClassReason } from '../../../policy/class/define.ts';
import { NONE } from '../../../state/field.ts';
import { OBSERVATION as SAW } from '../../../system/observation.ts';
import { dispatchingCpu } from '../classes/index.ts';
import { bestWaiting, remove } from '../dispatch-queue.ts';
import { dispatchPriority, lookup, queueOfCpu } from '../lookup.ts';
import { surrender, tryKernelPreemption } from '../requests.ts';
import { INTERRUPT } from '../shape.ts';
import type { Hosted, HostedEffect } from './shape.ts';

/** When SunOS 5 asks a class of the kit. The dispatcher is the kernel's own, and gets nothing but head or tail. */

const queued =
  (why: ClassReason): HostedEffect =>
  (m, cpu, thread) => {
    if (m.classes.enqueue(cpu, thread, why)) m.cpu.SET_FRONT(cpu, thread);
    else m.cpu.SET_BACK(cpu, thread);
  };

const requeued = queued('priority');

/** The class has given a thread another priority; see `ClassThreadKit.setPriority`. */
export function setPriority(m: Hosted, cpu: number, thread: number, priority: number, leaving: boolean): void {
  const was = dispatchPriority(m, thread);
  m.priority.set(thread, priority);
  const now = dispatchPriority(m, thread);
  if (now === was) return;
  m.observe(SAW.sched_set_priority, cpu, thread, was, now);
  if (leaving) m.cpu.REPRIORITISED(cpu, thread);
  else if (now > was) m.cpu.CL_RAISED(cpu, thread);
  else m.cpu.CL_LOWERED(cpu, thread);
}

/** Once a second every thread that is there, whatever its class; the argument of the loop is the clock's CPU. */
function updateAll(m: Hosted, cpu: number): void {
  const { threads } = lookup(m);
  for (let thread = 0; thread < threads; thread++) {
    if (m.class[thread] < INTERRUPT && !m.thread.is.free(thread)) m.cpu.CL_SECOND(cpu, thread);
  }
  m.observe(SAW.account_second, cpu, NONE, NONE, 0);
}

/** Whether somebody more urgent waits where a thread that has a CPU was dispatched. */
export function isOutranked(m: Hosted, thread: number): boolean {
  const cpu = dispatchingCpu(m, thread);
  return cpu !== NONE && bestWaiting(m, queueOfCpu(m, cpu)) > dispatchPriority(m, thread);
}

/** cpu_surrender(): whoever has lost its CPU to an interrupt thread is asked where it was dispatched. */
function surrenderCpu(m: Hosted, cpu: number, thread: number): void {
  const asked = dispatchingCpu(m, thread);
  if (asked !== NONE) surrender(m, cpu, asked);
}

/** A thread that the class has put below a waiting one has been asked already. */
function askTick(m: Hosted, cpu: number, thread: number): void {
  const was = dispatchPriority(m, thread);
  if (!m.classes.tick(cpu, thread)) return;
  if (dispatchPriority(m, thread) < was && isOutranked(m, thread)) return;
  surrenderCpu(m, cpu, thread);
}

/** A thread might have given way, and does not. If its class has made it less urgent meanwhile, its CPU is asked for now. */
function stays(m: Hosted, cpu: number, thread: number, was: number): void {
  if (dispatchPriority(m, thread) >= was || !isOutranked(m, thread)) return;
  surrenderCpu(m, cpu, thread);
  tryKernelPreemption(m, cpu);
}

export const hostedEffects: Readonly<Record<string, HostedEffect>> = {
  askWoken: queued('wakeup'),
  askPreempted: queued('preempted'),
  askYielded: queued('yielded'),
  askYield: (m, cpu, thread) => {
    const was = dispatchPriority(m, thread);
    if (m.classes.yield(cpu, thread)) m.cpu.GIVE_WAY(cpu, thread);
    else stays(m, cpu, thread, was);
  },
  askForkReturn: (m, cpu, thread) => {
    const was = dispatchPriority(m, thread);
    if (m.classes.forkReturn(cpu, thread)) {
      m.cpu.GIVE_WAY(cpu, thread);
      return;
    }
    stays(m, cpu, thread, was);
    tryKernelPreemption(m, cpu);
  },
  askTick,
  askSecond: (m, cpu, thread) => m.classes.second(cpu, thread),
  askSleep: (m, cpu, thread) => m.classes.sleep(cpu, thread),
  askUserReturn: (m, cpu, thread) => m.classes.userReturn(cpu, thread),
  classTrapReturn: (m, cpu, thread) => m.cpu.CL_TRAPRET(cpu, thread),
  askRequeued: (m, cpu, thread) => {
    remove(m, cpu, thread);
    requeued(m, cpu, thread);
  },
  surrenderCpu,
  reprioritise: (m, cpu, thread) => m.cpu.REPRIORITISED(cpu, thread),
  updateTimeSharing: updateAll,
  updateOne: (m, cpu, thread) => {
    m.waited.increment(thread);
    m.cpu.TS_UPDATE(cpu, thread);
  },
};
