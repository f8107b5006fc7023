import { CRITICAL, CURRENT, type Layout, REQUESTED } from './layout.ts';

/** Deliberate mistakes, to see that the properties notice them. */
export type Mistake = 'ge' | 'noresched' | 'dropipend';

/** The parts of the kernel that several actions share; all of them change the state that they were made for. */
export interface Kernel {
  /** Puts a thread behind all that are at least as urgent; says whether it became the head. */
  insert(cpu: number, thread: number): boolean;
  enqueue(cpu: number, thread: number): void;
  dequeue(cpu: number, thread: number): void;
  switchThread(cpu: number): void;
  dispatch(cpu: number, interrupt: number): void;
}

/**
 * The kernel, working on one fixed state. Closures over fixed arrays, not a class, so that V8 can treat the arrays and
 * their addresses as constants.
 */
export function makeKernel(layout: Layout, state: Uint8Array, mistake?: Mistake): Kernel {
  const { idle, priority, reschedule, preempted, flags, queue, queueEnd } = layout;
  const asksForReschedule = mistake !== 'noresched';
  const margin = mistake === 'ge' ? 0 : 1;

  function insert(cpu: number, thread: number): boolean {
    const end = queueEnd[cpu];
    const urgency = priority[thread];
    let slot = queue[cpu];
    while (slot < end && state[slot] !== 0 && priority[state[slot]] >= urgency) slot++;
    const first = slot === queue[cpu];
    for (let moving = thread; moving !== 0; slot++) {
      const displaced = state[slot];
      state[slot] = moving;
      moving = displaced;
    }
    return first;
  }

  function isQueued(cpu: number, thread: number): boolean {
    const end = queueEnd[cpu];
    for (let slot = queue[cpu]; slot < end && state[slot] !== 0; slot++) if (state[slot] === thread) return true;
    return false;
  }

  function enqueue(cpu: number, thread: number): void {
    if (isQueued(cpu, thread)) return;
    if (insert(cpu, thread) && asksForReschedule) state[reschedule + cpu] = 1;
  }

  function dequeue(cpu: number, thread: number): void {
    const last = queueEnd[cpu] - 1;
    let slot = queue[cpu];
    while (slot <= last && state[slot] !== thread) slot++;
    if (slot > last) return;
    for (; slot < last; slot++) state[slot] = state[slot + 1];
    state[last] = 0;
  }

  function switchThread(cpu: number): void {
    const current = state[CURRENT + cpu];
    const head = state[queue[cpu]];
    const victim = current === idle ? 0 : state[preempted + current];
    if (victim === 0) {
      state[reschedule + cpu] = 0;
      state[CURRENT + cpu] = head === 0 ? idle : head;
      return;
    }
    state[preempted + current] = 0;
    state[CURRENT + cpu] = victim;
    if (head !== 0 && head !== victim) state[reschedule + cpu] = 1;
  }

  function dispatch(cpu: number, interrupt: number): void {
    state[flags + interrupt] |= REQUESTED;
    enqueue(cpu, interrupt);
    const current = state[CURRENT + cpu];
    if (current === interrupt || priority[interrupt] - priority[current] < margin) return;
    if (current !== idle && (state[flags + current] & CRITICAL) !== 0) return;
    if (state[preempted + interrupt] !== 0) return;
    state[preempted + interrupt] = current;
    state[CURRENT + cpu] = interrupt;
  }

  return { insert, enqueue, dequeue, switchThread, dispatch };
}

/** Writes the initial state: kernel threads queued in order of number, interrupt threads asleep. */
export function writeInitialState(layout: Layout, state: Uint8Array): void {
  const { insert } = makeKernel(layout, state);
  state.fill(0);
  for (const thread of layout.kernelThreads) insert(layout.home[thread], thread);
  for (let cpu = 0; cpu < layout.cpus; cpu++) state[CURRENT + cpu] = state[layout.queue[cpu]] || layout.idle;
}
