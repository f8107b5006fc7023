import { NONE } from '../../state/field.ts';
import { inFrontOf } from './locks.ts';
import { hasProgram, jobDone, programsOf, releaseOf, stepOf, stepOn } from './programs.ts';
import { allowed } from './scheduling.ts';
import { MACHINE, NO_RESCHEDULE, type Smp } from './shape.ts';

/** What a tick does, in this order: what runs has run, who waits has waited, deadlines pass, then timers expire. */

const cpusOf = (m: Smp) => m.current.values.length;
const threadsOf = (m: Smp) => m.priority.length;

/** Adds a tick to a book, up to the horizon. */
const age = (m: Smp, book: Smp['waited'], entity: number) => {
  const ticks = book.get(entity);
  if (ticks < m.option.horizon) book.set(entity, ticks + 1);
};

/** The thread of each CPU has run for a tick. */
export function chargeRunning(m: Smp): void {
  for (let cpu = 0; cpu < cpusOf(m); cpu++) {
    const thread = m.current.get(cpu);
    if (thread === NONE) continue;
    if (someoneWaitsFor(m, cpu)) age(m, m.used, cpu);
    else m.used.set(cpu, 0);
    age(m, m.served, thread);
    if (hasProgram(m, thread)) runOn(m, thread);
  }
  countFromTheLeast(m);
}

function runOn(m: Smp, thread: number): void {
  const left = m.left.get(thread);
  m.left.set(thread, left - 1);
  if (left === 1) stepOn(m, thread);
}

/** Whether a thread is runnable that may run on the CPU. */
export function someoneWaitsFor(m: Smp, cpu: number): boolean {
  for (let at = m.arrivals.head(MACHINE); at !== NONE; at = m.arrivals.next(at)) {
    if (m.thread.is.runnable(at) && allowed(m, at, cpu)) return true;
  }
  return false;
}

/** Only differences between the shares matter. */
function countFromTheLeast(m: Smp): void {
  const head = m.arrivals.head(MACHINE);
  for (let at = head; at !== NONE; at = m.arrivals.next(at)) if (m.served.get(at) === 0) return;
  for (let at = head; at !== NONE; at = m.arrivals.next(at)) m.served.set(at, m.served.get(at) - 1);
}

/** Who is runnable and does not run has waited for a tick, and so has who waits for a mutex. */
export function ageWaiting(m: Smp): void {
  for (let thread = 0; thread < threadsOf(m); thread++) {
    if (m.thread.is.runnable(thread)) age(m, m.waited, thread);
    if (m.thread.is.blocked(thread) && isInverted(m, thread)) age(m, m.inverted, thread);
  }
}

/** Whether a CPU that could bring a blocked thread further runs a less urgent thread for that one's own sake. */
function isInverted(m: Smp, thread: number): boolean {
  let owner = inFrontOf(m, thread);
  for (let next = owner; next !== NONE; next = inFrontOf(m, next)) owner = next;
  if (owner === NONE || !m.thread.is.runnable(owner)) return false;
  for (let cpu = 0; cpu < cpusOf(m); cpu++) {
    const current = m.current.get(cpu);
    if (current === NONE || !allowed(m, owner, cpu)) continue;
    if (m.effective.get(current) < m.priority[thread]) return true;
  }
  return false;
}

/** Deadlines come nearer; a job that is not done then is late. */
export function passDeadlines(m: Smp): void {
  for (let thread = 0; thread < threadsOf(m); thread++) {
    const left = m.deadline.get(thread);
    if (left === 0) continue;
    m.deadline.set(thread, left - 1);
    if (left === 1 && !jobDone(m, thread)) m.late.set(thread, 1);
  }
}

/** Every busy CPU takes the tick. */
export function tickCpus(m: Smp): void {
  for (let cpu = 0; cpu < cpusOf(m); cpu++) m.cpu.TICK(cpu);
}

/** Sleeping threads whose time has come wake up; jobs are released. */
export function expireTimers(m: Smp): void {
  for (let thread = 0; thread < threadsOf(m); thread++) {
    if (!hasProgram(m, thread)) continue;
    expireSleep(m, thread);
    expirePhase(m, thread);
  }
}

function expireSleep(m: Smp, thread: number): void {
  if (!m.thread.is.asleep(thread) || stepOf(m, thread).does !== 'sleep') return;
  const left = m.left.get(thread);
  m.left.set(thread, left - 1);
  if (left === 1) wake(m, thread);
}

function expirePhase(m: Smp, thread: number): void {
  const phase = m.phase.get(thread);
  if (phase === 0) return;
  if (phase > 1) {
    m.phase.set(thread, phase - 1);
    return;
  }
  startPeriod(m, thread);
  if (m.thread.is.asleep(thread) && stepOf(m, thread).does === 'release') wake(m, thread);
  else m.due.set(thread, 1);
}

/** Ends the sleep of a thread that follows a program. */
export function wake(m: Smp, thread: number): void {
  stepOn(m, thread);
  m.thread.WAKE(thread);
}

/** A job is released: the next one comes after a period, and this one has a deadline. */
export function startPeriod(m: Smp, thread: number): void {
  const release = releaseOf(m, thread);
  m.phase.set(thread, release?.ticks ?? 0);
  m.deadline.set(thread, release?.deadline ?? 0);
}

/** A thread with a program starts with its first instruction; the release in front of it happens at once. */
export function startProgram(m: Smp, thread: number): void {
  m.due.set(thread, 0);
  m.late.set(thread, 0);
  m.instruction.set(thread, programsOf(m)[thread].length - 1);
  stepOn(m, thread);
  startPeriod(m, thread);
  if (stepOf(m, thread).does === 'release') stepOn(m, thread);
}

/** Nothing of a program is left when its thread has gone. */
export function endProgram(m: Smp, thread: number): void {
  for (const field of [m.instruction, m.left, m.phase, m.deadline, m.due, m.late]) field.set(thread, 0);
}

export const someCpuHasToSchedule = (m: Smp): boolean => {
  for (let cpu = 0; cpu < cpusOf(m); cpu++) if (m.reschedule.get(cpu) !== NO_RESCHEDULE) return true;
  return false;
};
