import { type Mistake, makeKernel } from './kernel.ts';
import { ASKED, CRITICAL, CURRENT, type Layout, PENDING, REQUESTED } from './layout.ts';

/**
 * Returns a function that tries every action in the state `from`: for each it changes `to`, which must equal `from`,
 * and calls `arrive`, which must leave `to` equal to `from` again.
 */
export function makeExpand(
  layout: Layout,
  from: Uint8Array,
  to: Uint8Array,
  arrive: () => void,
  mistake?: Mistake,
): () => void {
  const { cpus, idle, home, priority, isInterrupt, interrupts, interruptsOf, kernelThreads } = layout;
  const { reschedule, preempted, flags, queue, queueEnd, messages, messagesEnd } = layout;
  const { insert, enqueue, dequeue, switchThread, dispatch } = makeKernel(layout, to, mistake);
  const dropsPending = mistake === 'dropipend';

  function expand(): void {
    for (let cpu = 0; cpu < cpus; cpu++) expandCpu(cpu);
  }

  function expandCpu(cpu: number): void {
    const current = from[CURRENT + cpu];
    const critical = current !== idle && (from[flags + current] & CRITICAL) !== 0;
    if (!critical && urgent(cpu, current)) return;
    raiseInterrupts(cpu, critical);
    if (!critical) receiveMessage(cpu);
    if (current === idle) return;
    wake(cpu, current);
    if (isInterrupt[current] !== 0) runHandler(cpu, current);
    else if (critical) leaveCriticalSection(cpu, current);
    else runThread(cpu, current);
  }

  /** Does what can't wait, and says whether there was any such thing. */
  function urgent(cpu: number, current: number): boolean {
    const own = interruptsOf[cpu];
    for (let i = 0; i < own.length; i++) {
      if ((from[flags + own[i]] & PENDING) === 0) continue;
      to[flags + own[i]] &= ~PENDING;
      dispatch(cpu, own[i]);
      arrive();
      return true;
    }
    if (current !== idle || from[queue[cpu]] === 0) return false;
    switchThread(cpu);
    arrive();
    return true;
  }

  function raiseInterrupts(cpu: number, critical: boolean): void {
    const own = interruptsOf[cpu];
    for (let i = 0; i < own.length; i++) {
      const interrupt = own[i];
      if ((from[flags + interrupt] & (REQUESTED | PENDING)) !== 0) continue;
      to[flags + interrupt] |= critical ? ASKED | PENDING : ASKED;
      if (!critical) dispatch(cpu, interrupt);
      arrive();
    }
  }

  function receiveMessage(cpu: number): void {
    const last = messagesEnd[cpu] - 1;
    let slot = messages[cpu];
    if (slot > last || from[slot] === 0) return;
    const thread = from[slot];
    for (; slot < last; slot++) to[slot] = to[slot + 1];
    to[last] = 0;
    enqueue(cpu, thread);
    arrive();
  }

  function wake(cpu: number, current: number): void {
    for (let i = 0; i < kernelThreads.length; i++) {
      const thread = kernelThreads[i];
      if (thread === current || !isAsleep(thread)) continue;
      const target = home[thread];
      if (target === cpu) enqueue(cpu, thread);
      else send(target, thread);
      arrive();
    }
  }

  function send(cpu: number, thread: number): void {
    let slot = messages[cpu];
    while (to[slot] !== 0) slot++;
    to[slot] = thread;
  }

  function isAsleep(thread: number): boolean {
    const cpu = home[thread];
    if (from[CURRENT + cpu] === thread) return false;
    for (let s = queue[cpu], end = queueEnd[cpu]; s < end && from[s] !== 0; s++) if (from[s] === thread) return false;
    for (let s = messages[cpu], end = messagesEnd[cpu]; s < end && from[s] !== 0; s++)
      if (from[s] === thread) return false;
    for (let i = 0; i < interrupts.length; i++) if (from[preempted + interrupts[i]] === thread) return false;
    return true;
  }

  function runHandler(cpu: number, current: number): void {
    if ((from[flags + current] & REQUESTED) !== 0) to[flags + current] &= ~(REQUESTED | ASKED);
    else block(cpu, current);
    arrive();
  }

  function block(cpu: number, current: number): void {
    dequeue(cpu, current);
    switchThread(cpu);
  }

  function leaveCriticalSection(cpu: number, current: number): void {
    to[flags + current] &= ~CRITICAL;
    if (dropsPending) for (const interrupt of interruptsOf[cpu]) to[flags + interrupt] &= ~PENDING;
    arrive();
  }

  /** What a kernel thread outside of a critical section may do. */
  function runThread(cpu: number, current: number): void {
    block(cpu, current);
    arrive();
    if (from[reschedule + cpu] !== 0) {
      switchThread(cpu);
      arrive();
    }
    to[flags + current] |= CRITICAL;
    arrive();
    tick(cpu, current);
  }

  function tick(cpu: number, current: number): void {
    const head = from[queue[cpu]];
    if (head === current) {
      const second = queue[cpu] + 1;
      if (second === queueEnd[cpu] || from[second] === 0 || priority[from[second]] !== priority[current]) return;
      dequeue(cpu, current);
      insert(cpu, current);
    } else if (head === 0 || from[reschedule + cpu] !== 0) return;
    to[reschedule + cpu] = 1;
    arrive();
  }

  return expand;
}
