import { type Configuration, IDLE_PRIORITY } from '../configuration.ts';

/** Bits of a thread's flag byte. */
export const CRITICAL = 1;
/** Its handler has been asked for and has not started. */
export const REQUESTED = 2;
/** Its interrupt waits for the end of a critical section. */
export const PENDING = 4;
/** The history bit: its interrupt was raised and the handler has not started. */
export const ASKED = 8;

/**
 * Where everything stands in a state, in bytes. Threads are numbered from 1, so that 0 can mean "none" and "empty slot";
 * the number after the last thread stands for the idle thread.
 */
export interface Layout {
  readonly cpus: number;
  readonly threads: number;
  readonly idle: number;
  /** 32-bit words per state. */
  readonly words: number;
  readonly home: Uint8Array;
  readonly priority: Uint8Array;
  readonly isInterrupt: Uint8Array;
  /** Interrupt threads of all CPUs and of each. */
  readonly interrupts: Uint8Array;
  readonly interruptsOf: readonly Uint8Array[];
  readonly kernelThreads: Uint8Array;
  /** `CURRENT + cpu` is the running thread; that is the first part of a state. */
  readonly reschedule: number;
  /** `preempted + thread`: the thread that it took the CPU from. */
  readonly preempted: number;
  /** `flags + thread` */
  readonly flags: number;
  /** First slot of each CPU's run queue and the one after the last; a queue is filled from the front. */
  readonly queue: Int32Array;
  readonly queueEnd: Int32Array;
  readonly messages: Int32Array;
  readonly messagesEnd: Int32Array;
}

export const CURRENT = 0;

/** Lays out the states of a configuration. */
export function layOut({ cpus, threads }: Configuration): Layout {
  const numbers = threads.map((_, i) => i + 1);
  const spec = (thread: number) => threads[thread - 1] as (typeof threads)[number];
  const interrupts = numbers.filter((thread) => spec(thread).interrupt);
  const kernelThreads = numbers.filter((thread) => !spec(thread).interrupt);
  const each = Array.from({ length: cpus }, (_, cpu) => cpu);
  const at = (cpu: number) => (thread: number) => spec(thread).home === cpu;
  const queues = slots(
    2 * cpus + 2 * threads.length,
    each.map((cpu) => numbers.filter(at(cpu)).length),
  );
  const messages = slots(
    queues.end,
    each.map((cpu) => kernelThreads.filter(at(cpu)).length),
  );
  return {
    cpus,
    threads: threads.length,
    idle: threads.length + 1,
    words: Math.ceil(messages.end / 4),
    home: Uint8Array.from([0, ...threads.map((thread) => thread.home), 0]),
    priority: Uint8Array.from([0, ...threads.map((thread) => thread.priority), IDLE_PRIORITY]),
    isInterrupt: Uint8Array.from([0, ...threads.map((thread) => Number(thread.interrupt)), 0]),
    interrupts: Uint8Array.from(interrupts),
    interruptsOf: each.map((cpu) => Uint8Array.from(interrupts.filter(at(cpu)))),
    kernelThreads: Uint8Array.from(kernelThreads),
    reschedule: cpus,
    preempted: 2 * cpus - 1,
    flags: 2 * cpus + threads.length - 1,
    queue: queues.first,
    queueEnd: queues.last,
    messages: messages.first,
    messagesEnd: messages.last,
  };
}

function slots(from: number, lengths: readonly number[]) {
  const first = new Int32Array(lengths.length);
  const last = new Int32Array(lengths.length);
  let end = from;
  for (const [cpu, length] of lengths.entries()) {
    first[cpu] = end;
    end += length;
    last[cpu] = end;
  }
  return { first, last, end };
}
