import { NONE } from '../../state/field.ts';
import { type Dragonfly, IDLE, SOFT } from './shape.ts';

/** What a topology fixes for ever, the other way round: found once per machine, so that a step never searches. */
export interface Lookup {
  readonly idleOf: Int32Array;
  /** The thread that runs the callouts of a CPU, or NONE. */
  readonly calloutThreadOf: Int32Array;
  readonly lwpOf: Int32Array;
  readonly interruptOf: Int32Array;
  /** Interrupts whose threads live on a CPU. */
  readonly interruptsOn: readonly (readonly number[])[];
  /** Greater for what is served first: hardware before software, low numbers before high ones. */
  readonly urgency: Int32Array;
}

const lookups = new WeakMap<object, Lookup>();
let lastMachine: Dragonfly | undefined;
let last: Lookup;

/** The look-up tables of a machine. */
export function lookup(m: Dragonfly): Lookup {
  if (m === lastMachine) return last;
  last = lookups.get(m) ?? build(m);
  lookups.set(m, last);
  lastMachine = m;
  return last;
}

function build(m: Dragonfly): Lookup {
  const threads = m.role.length;
  const idleOf = new Int32Array(m.current.values.length).fill(NONE);
  const lwpOf = new Int32Array(threads).fill(NONE);
  const interruptOf = new Int32Array(threads).fill(NONE);
  const calloutThreadOf = new Int32Array(idleOf.length).fill(NONE);
  for (let thread = 0; thread < threads; thread++) {
    if (m.role[thread] === IDLE) idleOf[m.home[thread]] = thread;
    if (m.callouts[thread] === 1) calloutThreadOf[m.home[thread]] = thread;
  }
  for (let lwp = 0; lwp < m.body.length; lwp++) lwpOf[m.body[lwp]] = lwp;
  const interrupts = m.handledBy.length;
  const urgency = new Int32Array(interrupts);
  const interruptsOn: number[][] = Array.from(idleOf, () => []);
  for (let interrupt = 0; interrupt < interrupts; interrupt++) {
    interruptsOn[m.home[m.handledBy[interrupt]]]?.push(interrupt);
    interruptOf[m.handledBy[interrupt]] = interrupt;
    urgency[interrupt] = (m.class[interrupt] === 1 ? 1 : 2) * interrupts - interrupt;
  }
  return { idleOf, calloutThreadOf, lwpOf, interruptOf, interruptsOn, urgency };
}

/** The LWP of a thread, or NONE. */
export const lwpOf = (m: Dragonfly, thread: number): number => lookup(m).lwpOf[thread];

/** The interrupt that a thread serves, or NONE. */
export const interruptOf = (m: Dragonfly, thread: number): number => lookup(m).interruptOf[thread];

/** The idle thread of a CPU. */
export const idleOf = (m: Dragonfly, cpu: number): number => lookup(m).idleOf[cpu];

/** The CPU that owns a thread (td_gd). Fixed until threads migrate. */
export const ownerOf = (m: Dragonfly, thread: number): number => m.home[thread];

/** The CPU on which the thread of an interrupt lives. */
export const cpuOfInterrupt = (m: Dragonfly, interrupt: number): number => m.home[m.handledBy[interrupt]];

export const isSoft = (m: Dragonfly, interrupt: number): boolean => m.class[interrupt] === 1;
export const isLevel = (m: Dragonfly, interrupt: number): boolean => m.trigger[interrupt] === 0;

/** Threads with td_preemptable set: interrupt threads, software-interrupt threads and their supporters. */
export const isPreemptable = (m: Dragonfly, thread: number): boolean =>
  m.role[thread] >= SOFT && m.role[thread] !== IDLE;

/** The path stack of a thread. */
export const stackOfThread = (m: Dragonfly, thread: number): number => m.layout.stackBases.thread + thread;

/** The path stack of the thread that a CPU runs. */
export const stackOf = (m: Dragonfly, cpu: number): number => m.layout.stackBases.thread + m.current.get(cpu);
