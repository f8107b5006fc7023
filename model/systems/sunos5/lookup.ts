import { NONE } from '../../state/field.ts';
import { CLOCK, IDLE, INTERRUPT, SOFT, type Sunos5, SYSTEM } from './shape.ts';

/** What a topology fixes for ever, the other way round: found once per machine, so that a step never searches. */
export interface Lookup {
  readonly idleOf: Int32Array;
  /** The dispatch queue of each CPU. */
  readonly queueOfCpu: Int32Array;
  /** The queue of the partition for threads that preempt kernel code. */
  readonly partition: number;
  readonly cpus: number;
  readonly threads: number;
  readonly mutexes: number;
  readonly lwpOfThread: Int32Array;
  /** Interrupts that arrive at a CPU. */
  readonly interruptsAt: readonly (readonly number[])[];
  /** For each path state: whether its CPU chooses, hands over, runs a high-level interrupt, or is about to sleep. */
  readonly phases: Uint8Array;
}

const lookups = new WeakMap<object, Lookup>();
let lastMachine: Sunos5 | undefined;
let last: Lookup;

/** The look-up tables of a machine. */
export function lookup(m: Sunos5): Lookup {
  if (m === lastMachine) return last;
  last = lookups.get(m) ?? build(m);
  lookups.set(m, last);
  lastMachine = m;
  return last;
}

function build(m: Sunos5): Lookup {
  const threads = m.class.length;
  const cpus = m.current.values.length;
  const idleOf = new Int32Array(cpus).fill(NONE);
  const queueOfCpu = new Int32Array(cpus).fill(NONE);
  const lwpOfThread = new Int32Array(threads).fill(NONE);
  const interruptsAt: number[][] = Array.from(idleOf, () => []);
  let partition = NONE;
  for (let thread = 0; thread < threads; thread++) if (m.class[thread] === IDLE) idleOf[m.home[thread]] = thread;
  for (let queue = 0; queue < m.serves.length; queue++) {
    if (m.serves[queue] === 1) partition = queue;
    else queueOfCpu[m.queueOf[queue]] = queue;
  }
  for (let lwp = 0; lwp < m.body.length; lwp++) lwpOfThread[m.body[lwp]] = lwp;
  for (let interrupt = 0; interrupt < m.ipl.length; interrupt++) interruptsAt[m.arrivesAt[interrupt]]?.push(interrupt);
  const mutexes = m.owner.values.length;
  return {
    idleOf,
    queueOfCpu,
    partition,
    cpus,
    threads,
    mutexes,
    lwpOfThread,
    interruptsAt,
    phases: Uint8Array.from(m.compiled.pathStates, phaseOf),
  };
}

/** The idle thread of a CPU. */
export const idleOf = (m: Sunos5, cpu: number): number => lookup(m).idleOf[cpu];

/** The dispatch queue of a CPU, and the one of the partition. */
export const queueOfCpu = (m: Sunos5, cpu: number): number => lookup(m).queueOfCpu[cpu];
export const partitionOf = (m: Sunos5): number => lookup(m).partition;

export const isInterruptThread = (m: Sunos5, thread: number): boolean => m.class[thread] === INTERRUPT;
export const isIdleThread = (m: Sunos5, thread: number): boolean => m.class[thread] === IDLE;
export const inSystemClass = (m: Sunos5, thread: number): boolean => m.class[thread] >= SYSTEM;
export const isSoft = (m: Sunos5, interrupt: number): boolean => m.source[interrupt] === SOFT;
export const isClock = (m: Sunos5, interrupt: number): boolean => m.source[interrupt] === CLOCK;

/** Bound to its home: by choice, or as interrupt or idle thread. */
export const isBound = (m: Sunos5, thread: number): boolean => m.bound[thread] === 1 || m.class[thread] >= INTERRUPT;

/** The LWP whose thread this is for life, or NONE. */
export const lwpOf = (m: Sunos5, thread: number): number => lookup(m).lwpOfThread[thread];

/** The process of a thread, or NONE for process 0. An interrupt thread stays in process 0 whatever it borrows. */
export function processOf(m: Sunos5, thread: number): number {
  const lwp = lwpOf(m, thread);
  return lwp === NONE ? NONE : m.belongsTo[lwp];
}

/** DISP_PRIO: what the dispatcher compares. */
export function dispatchPriority(m: Sunos5, thread: number): number {
  const own = m.priority.values[thread];
  const inherited = m.inherited.values[thread];
  return inherited > own ? inherited : own;
}

/** The path stack of a thread, that of a CPU, and the one that `continue` advances. */
export const threadStack = (m: Sunos5, thread: number): number => m.layout.stackBases.thread + thread;
export const cpuStack = (m: Sunos5, cpu: number): number => m.layout.stackBases.cpu + cpu;
export function stackOf(m: Sunos5, cpu: number): number {
  const own = cpuStack(m, cpu);
  return m.frames.busy(own) ? own : threadStack(m, m.current.get(cpu));
}

const CHOOSING = 1;
const HANDING_OVER = 2;
const HIGH_LEVEL = 3;
/** On the sleep queue of a condition, and not in swtch() yet. */
const GOING_TO_SLEEP = 4;
/** Further on in the wait; in sema_p(); about to look at a mutex again. */
const IN_WAIT = 5;
const IN_SEMA_P = 6;
const SPINNING = 7;

function phaseOf(state: string): number {
  if (state.startsWith('highLevel.')) return HIGH_LEVEL;
  if (state === 'cvWait.release') return GOING_TO_SLEEP;
  if (state === 'cvWait.resumed') return IN_WAIT;
  if (state === 'semaP.test') return IN_SEMA_P;
  if (state === 'mutexEnter.spin') return SPINNING;
  if (!state.startsWith('swtch.')) return 0;
  return state === 'swtch.acquire' ? HANDING_OVER : CHOOSING;
}

/** Of the two paths of a CPU, swtch() comes first; a high-level interrupt may come on top of it, or alone. */
const outerPhase = (m: Sunos5, cpu: number): number => lookup(m).phases[m.frames.at(cpuStack(m, cpu), 0)];

/** The CPU is inside swtch(), between leaving one thread and running the next. */
export function isSwitching(m: Sunos5, cpu: number): boolean {
  const phase = outerPhase(m, cpu);
  return phase === CHOOSING || phase === HANDING_OVER;
}

/** The CPU is inside disp(): it has let go of nothing yet. */
export const isChoosing = (m: Sunos5, cpu: number): boolean => outerPhase(m, cpu) === CHOOSING;

/** The thread stands on the sleep queue of a condition already and still runs, to release the mutex. */
export const isGoingToSleep = (m: Sunos5, thread: number): boolean =>
  lookup(m).phases[m.frames.top(threadStack(m, thread))] === GOING_TO_SLEEP;

/** Whether any of the paths of a thread is in one of two phases. */
function isWithin(m: Sunos5, thread: number, phase: number, orPhase = phase): boolean {
  const stack = threadStack(m, thread);
  for (let level = m.frames.depth(stack) - 1; level >= 0; level--) {
    const at = lookup(m).phases[m.frames.at(stack, level)];
    if (at === phase || at === orPhase) return true;
  }
  return false;
}

/** The thread is inside cv_wait() and has not begun to take the mutex again. */
export const isInWait = (m: Sunos5, thread: number): boolean => isWithin(m, thread, GOING_TO_SLEEP, IN_WAIT);

/** The thread is inside sema_p() and has slept, or sleeps. */
export const isInSemaP = (m: Sunos5, thread: number): boolean => isWithin(m, thread, IN_SEMA_P);

/** The next that the thread does is to look at a mutex again. */
export const isSpinning = (m: Sunos5, thread: number): boolean =>
  lookup(m).phases[m.frames.top(threadStack(m, thread))] === SPINNING;

/** A high-level interrupt runs on the interrupt stack of the CPU. */
export const onHighLevel = (m: Sunos5, cpu: number): boolean =>
  lookup(m).phases[m.frames.top(cpuStack(m, cpu))] === HIGH_LEVEL;

/** Whether the thread is some CPU's cpu_thread: what an adaptive mutex takes for running. */
export function isRunning(m: Sunos5, thread: number): boolean {
  const { cpus } = lookup(m);
  for (let cpu = 0; cpu < cpus; cpu++) if (m.current.get(cpu) === thread) return true;
  return false;
}

/** Whether the thread owns a mutex or holds a readers/writer lock. */
export const holdsLock = (m: Sunos5, thread: number): boolean => holdsMutex(m, thread) || holdsRwlock(m, thread);

/** Whether the thread holds a readers/writer lock. */
export function holdsRwlock(m: Sunos5, thread: number): boolean {
  const rwlocks = m.holds.values.length;
  for (let rwlock = 0; rwlock < rwlocks; rwlock++) if (m.writer.get(rwlock) === thread) return true;
  return rwlocks > 0 && m.reads.get(thread) !== NONE;
}

/** Whether the thread owns a mutex. */
export function holdsMutex(m: Sunos5, thread: number): boolean {
  const { mutexes } = lookup(m);
  for (let mutex = 0; mutex < mutexes; mutex++) if (m.owner.get(mutex) === thread) return true;
  return false;
}
