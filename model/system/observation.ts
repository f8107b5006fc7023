/**
 * What a tracepoint would have printed: flat records of five numbers (kind, executing CPU, subject, object, detail).
 * The list is closed; names are the kernels' own tracepoints where one exists.
 */
export const OBSERVATIONS = [
  'sched_switch', // subject: previous thread, object: next thread, detail: 1 when the previous one stays runnable
  'sched_waking', // subject: waker or NONE, object: thread that is to wake, detail: target CPU
  'sched_wakeup', // subject: thread now on a run queue, object: CPU of the queue, NONE for a queue of several, detail: why, as the system numbers it
  'sched_preempt', // subject: preempting thread, object: victim
  'sched_preempt_refused', // subject: thread that wanted the CPU, object: current thread, detail: number of the reason
  'sched_preempt_return', // subject: preempting thread that gives the CPU back, object: victim
  'sched_need_resched', // subject: current thread, detail: number of the flag
  'sched_migrate_task', // subject: thread, object: origin CPU, detail: destination CPU
  'sched_process_exit', // subject: thread
  'irq_raise', // subject: interrupt source
  'irq_pending', // subject: interrupt source, recorded for later
  'irq_handler_entry', // subject: interrupt source, object: thread that runs the handler
  'irq_handler_exit', // subject: interrupt source, object: thread
  'irq_mask', // subject: interrupt source
  'irq_unmask', // subject: interrupt source
  'softirq_raise', // subject: interrupt source
  'ipi_send', // subject: sending CPU, object: receiving CPU, detail: payload
  'ipi_entry', // subject: sending CPU or NONE, object: payload
  'local_timer_entry', // detail: number of the timer
  'preempt_disable', // subject: thread, detail: depth after
  'preempt_enable', // subject: thread, detail: depth after
  'sys_enter', // subject: LWP, object: thread
  'sys_exit', // subject: LWP, object: thread
  'path_enter', // subject: stack, object: path
  'kernel_assert', // subject: entity, detail: number of the assertion
  'sched_dequeue', // subject: thread that leaves a run queue, object: CPU of the queue
  'sched_set_priority', // subject: thread, object: old priority, detail: new priority
  'sched_preempt_end', // subject: preempting thread, object: victim that goes on, detail: nesting level put back
  'sched_process_fork', // subject: new thread
  'sched_process_free', // subject: thread that was reaped
  'irq_thread_asked', // subject: interrupt source, object: its thread
  'user_enter', // subject: LWP that enters user mode, object: thread
  'user_exit', // subject: LWP that enters the kernel, object: thread
  'cpu_idle', // subject: CPU that halts
  'sched_clear_resched', // subject: current thread
  'sched_yield', // subject: thread that yields
  'library_switch', // subject: LWP, object: user thread that it carries from now on, or NONE, detail: 1 after a yield
  'lwp_create', // subject: new LWP, object: thread that is bound to it, or NONE
  'lwp_exit', // subject: LWP, object: thread that was bound to it, or NONE
  'lwp_switch', // subject: LWP that leaves the CPU or NONE, object: LWP that gets it or NONE
  'lwp_sleep', // subject: LWP, object: thread on whose behalf or NONE, detail: how it waits, as the system numbers it
  'lwp_wakeup', // subject: LWP, object: LWP that wakes it or NONE
  'lwp_kill', // subject: sending LWP or NONE, object: receiving LWP, detail: signal, or 0 for the one of the library
  'thread_switch', // subject: user thread that leaves an LWP, object: the next one, detail: number of the LWP
  'thread_runnable', // subject: user thread, object: LWP that it is handed to or NONE, detail: why, as the system numbers it
  'thread_sleep', // subject: user thread that waits in the library, object: LWP that it leaves
  'thread_exit', // subject: user thread
  'process_waiting', // subject: process all of whose LWPs wait indefinitely from now on
  'signal_generate', // subject: signal of the process
  'signal_select', // subject: signal that joins the notification set
  'signal_redirect', // subject: signal that leaves it, object: LWP or NONE, detail: thread
  'signal_deliver', // subject: signal, object: thread that runs the handler, detail: LWP
  'sched_choose', // subject: thread that the dispatcher takes, object: queue it comes from, or NONE
  'sched_ratify', // subject: chosen thread, detail: 1 when nothing better has come meanwhile
  'irq_thread_pin', // subject: interrupt thread, object: thread beneath it, detail: interrupt level
  'irq_thread_unpin', // subject: interrupt thread that blocks, object: thread that goes on
  'irq_thread_return', // subject: interrupt thread that is done, object: thread that goes on
  'user_regs_save', // subject: LWP, object: thread
  'user_regs_restore', // subject: LWP, object: thread
  'kernel_regs_save', // subject: thread
  'kernel_regs_restore', // subject: thread
  'address_space_switch', // subject: process or NONE, object: process or NONE
  'account_tick', // subject: thread that is charged, detail: number of the tick's handler thread
  'account_second', // the classes have looked at all threads once more
  'sched_swap', // subject: thread whose stack leaves memory or comes back, detail: 1 when it comes back
  'lock_acquire', // subject: lock, object: thread
  'lock_contended', // subject: lock, object: thread that goes to sleep
  'lock_release', // subject: lock, object: thread
  'sched_pi_inherit', // subject: thread, object: lock, detail: priority
  'sched_pi_waive', // subject: thread, object: lock, detail: inherited priority that remains
  'cv_block', // subject: condition variable, object: thread that is now on its queue
  'cv_wakeup', // subject: condition variable, object: thread that leaves its queue, detail: why, as the system numbers it
  'cv_return', // subject: condition variable, object: thread whose wait ends, detail: 1 when it was cut short
  'cv_pass_on', // subject: condition variable, object: thread that passes on the wakeup it has consumed
  'sema_take', // subject: semaphore, object: thread, detail: count before
  'sema_block', // subject: semaphore, object: thread that goes to sleep
  'sema_post', // subject: semaphore, object: thread, detail: count before
  'rwlock_acquire', // subject: readers/writer lock, object: thread, detail: 1 as writer
  'rwlock_block', // subject: readers/writer lock, object: thread that goes to sleep, detail: 1 as writer
  'rwlock_release', // subject: readers/writer lock, object: thread, detail: 1 as writer
  'spin_acquire', // subject: spin mutex, object: thread
  'spin_release', // subject: spin mutex, object: thread
  'rwlock_handoff', // subject: readers/writer lock, object: sleeper that gets it, detail: 1 as writer
  // processes, LWPs and signals of SunOS 5
  'signal_post', // subject: process, object: LWP or NONE, detail: number of the signal
  'signal_take', // subject: LWP, object: thread, detail: 1 when the signal was sent to the process
  'lwp_stop', // subject: LWP, object: thread, detail: number of the reason
  'lwp_suspended', // subject: LWP that lwp_suspend() has waited for, object: its thread
  'lwp_continue', // subject: LWP, object: its thread, detail: 1 when it was suspended
  'lwp_refused', // subject: process, object: thread whose request is refused
  'lwp_wait', // subject: LWP whose entry is taken, or NONE for a deadlock that is reported, object: thread that waits
  'proc_fork', // subject: process, object: its child, detail: 1 when all LWPs are copied
  'proc_exit', // subject: process that is down to one LWP, object: its thread
  // threads libraries that the kernel knows nothing of: svr4, sunos4
  'library_call', // subject: thread that calls, object: what the call is about or NONE, detail: number in the system's `calls`
  // a threads library upon a kernel that has the same words for its own threads
  'thread_create', // subject: new user thread
  'thread_yield', // subject: user thread that yields
  // what SunOS 5 looks at from both sides
  'lock_spin', // subject: lock, object: thread that goes on spinning
  'context_save', // subject: thread whose context operations save
  'context_restore', // subject: thread whose context operations load what they have saved
] as const;

export type ObservationKind = (typeof OBSERVATIONS)[number];

/** Numbers of the kinds, as used in records. */
export const OBSERVATION = Object.fromEntries(OBSERVATIONS.map((name, number) => [name, number])) as Readonly<
  Record<ObservationKind, number>
>;

/** Numbers per record. */
export const RECORD = 5;

/** One record of a step, read in place. */
export interface Observation {
  readonly kind: number;
  readonly cpu: number;
  readonly subject: number;
  readonly object: number;
  readonly detail: number;
}

/** The records of the present step. */
export class ObservationLog {
  private records = new Int32Array(64 * RECORD);
  length = 0;

  add(kind: number, cpu: number, subject: number, object: number, detail: number): void {
    const at = this.length * RECORD;
    if (at === this.records.length) this.grow();
    const records = this.records;
    records[at] = kind;
    records[at + 1] = cpu;
    records[at + 2] = subject;
    records[at + 3] = object;
    records[at + 4] = detail;
    this.length++;
  }

  clear(): void {
    this.length = 0;
  }

  kind(n: number): number {
    return this.records[n * RECORD];
  }

  at(n: number): Observation {
    const at = n * RECORD;
    const [kind, cpu, subject, object, detail] = this.records.subarray(at, at + RECORD);
    return { kind, cpu, subject, object, detail } as Observation;
  }

  /** Mixes the records into a running 2 × 32-bit hash. */
  mixInto(hash: ObservationHash): void {
    for (let i = 0; i < this.length * RECORD; i++) hash.mix(this.records[i]);
  }

  private grow(): void {
    const records = new Int32Array(this.records.length * 2);
    records.set(this.records);
    this.records = records;
  }
}

/** Hash of a whole stream of observations; equal streams, and practically only those, have equal hashes. */
export class ObservationHash {
  private high = 0x9e3779b9;
  private low = 0x85ebca6b;

  mix(value: number): void {
    this.low = Math.imul(this.low ^ value, 0x01000193);
    this.high = Math.imul(this.high ^ (value + this.low), 0xc2b2ae35);
    this.high ^= this.high >>> 15;
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    const hex = (part: number) => (part >>> 0).toString(16).padStart(8, '0');
    return hex(this.high) + hex(this.low);
  }
}
