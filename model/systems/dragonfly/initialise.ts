import { NONE } from '../../state/field.ts';
import { idleOf, lwpOf, stackOfThread } from './lookup.ts';
import { insertThread } from './run-queue.ts';
import { type Dragonfly, HARD, IDLE, KERNEL, LWP, SOFT, USER_NORM } from './shape.ts';

/**
 * The initial state: on each CPU the first LWP runs in user mode, designated; without LWPs the first kernel thread runs,
 * without those the idle thread. All others sleep: interrupt threads in their loop, LWPs in the kernel.
 */
export function initialise(m: Dragonfly): void {
  for (let thread = 0; thread < m.role.length; thread++) prepare(m, thread);
  for (let cpu = 0; cpu < m.current.values.length; cpu++) {
    const lwp = first(m, cpu, LWP);
    const daemon = first(m, cpu, KERNEL);
    if (lwp !== NONE) runLwp(m, cpu, lwp);
    else if (daemon !== NONE) runDaemon(m, cpu, daemon);
    else run(m, cpu, idleOf(m, cpu), 1);
    m.lwktReschedule.set(cpu, 0);
    m.cpu.SWITCHED(cpu);
  }
}

/** Every thread has once called lwkt_switch: it is in that critical section, and its stack says what comes after. */
function prepare(m: Dragonfly, thread: number): void {
  const stack = stackOfThread(m, thread);
  m.priority.set(thread, m.basePriority[thread]);
  if (m.mortal[thread] === 1) return;
  const role = m.role[thread];
  if (role === IDLE) {
    m.thread.BECOME_IDLE(thread);
    m.call.idleLoop(stack);
  } else m.thread.PREPARE(thread);
  const loops = role === HARD || role === SOFT;
  if (loops) m.frames.push(stack, m.compiled.pathStates.indexOf('interruptLoop.top'));
  m.critical.set(thread, loops ? 2 : 1);
  m.call.switched(stack);
}

/** The first thread of a role on a CPU that exists from the start, or NONE. */
function first(m: Dragonfly, cpu: number, role: number): number {
  for (let thread = 0; thread < m.role.length; thread++) {
    if (m.role[thread] === role && m.home[thread] === cpu && m.mortal[thread] === 0) return thread;
  }
  return NONE;
}

function runDaemon(m: Dragonfly, cpu: number, thread: number): void {
  insertThread(m, cpu, thread);
  run(m, cpu, thread, 0);
}

function runLwp(m: Dragonfly, cpu: number, thread: number): void {
  const lwp = lwpOf(m, thread);
  m.lwp.RECOVER(lwp, cpu);
  m.priority.set(thread, USER_NORM);
  m.lwp.ENTER_USER(lwp);
  insertThread(m, cpu, thread);
  m.designatedLwp.set(cpu, lwp);
  run(m, cpu, thread, 0);
}

/** Makes a thread the running one, with only its outermost `frames` paths in progress. */
function run(m: Dragonfly, cpu: number, thread: number, frames: number): void {
  m.frames.leave(stackOfThread(m, thread), frames);
  m.critical.set(thread, 0);
  m.thread.DISPATCH(thread);
  m.runs.set(thread, 1);
  m.current.set(cpu, thread);
}
