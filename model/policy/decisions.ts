import { NONE } from '../state/field.ts';
import type { Queue } from '../state/queue.ts';
import type { Machine } from '../system/machine.ts';
import type { AnyPolicy, HookName, Reason, Withdrawal } from './define.ts';
import { type HostKit, makeKit, queuesOf } from './make-kit.ts';
import { isIndex, Questions, takeOff } from './questions.ts';

/**
 * A policy at work on one machine: what the effects of a host ask. Each answer is checked; a hook that throws or answers
 * nonsense ends the step with a fault that names policy, hook and answer.
 */
export class Decisions extends Questions<HookName> {
  private readonly host: HostKit;
  private readonly queues: readonly Queue[];
  /** Threads that may be picked at all. */
  private readonly threads: ReadonlySet<unknown>;

  constructor(m: Machine, policy: AnyPolicy, host: HostKit) {
    super(m, 'policy', policy);
    this.host = host;
    this.queues = queuesOf(m, policy);
    this.threads = new Set(host.thread.all);
    this.equip((gate) => makeKit(m, policy, host, gate));
  }

  init(): void {
    this.tell('init', 0, 0, 0);
  }

  /** @returns a CPU that the thread may run on. */
  selectCpu(thread: number, last: number): number {
    const otherwise = this.usualCpu(thread, last);
    if (!this.has('selectCpu')) return otherwise;
    const answer = this.ask('selectCpu', otherwise, thread, last);
    if (this.isCpu(answer) && this.host.thread.allowed(thread, answer)) return answer;
    this.refuse('selectCpu', answer, `for ${this.thread(thread)}; give a CPU that it may run on`);
    return otherwise;
  }

  enqueue(thread: number, cpu: number, why: Reason): void {
    this.tell('enqueue', thread, cpu, why);
  }

  dequeue(thread: number, cpu: number, why: Withdrawal = 'priority'): void {
    if (this.has('dequeue')) this.tell('dequeue', thread, cpu, why);
    else for (const queue of this.queues) takeOff(queue, thread);
  }

  /** @returns a runnable thread that may run on the CPU, or NONE. */
  pickNext(cpu: number): number {
    if (!this.has('pickNext')) return this.firstRunnable(cpu);
    const answer = this.ask('pickNext', NONE, cpu);
    if (answer === NONE) return NONE;
    if (!this.isThread(answer)) {
      this.refuse('pickNext', answer, `for ${this.cpu(cpu)}; give a thread, or NONE`);
    } else if (!this.host.thread.runnable(answer)) {
      this.refuse('pickNext', this.thread(answer), `for ${this.cpu(cpu)}, which is not runnable`);
    } else if (!this.host.thread.allowed(answer, cpu)) {
      this.refuse('pickNext', this.thread(answer), `for ${this.cpu(cpu)}, where it may not run`);
    } else {
      return answer;
    }
    return NONE;
  }

  preempts(thread: number, current: number, cpu: number): boolean {
    return this.yesOrNo('preempts', false, thread, current, cpu);
  }

  tick(thread: number, cpu: number): boolean {
    return this.yesOrNo('tick', false, thread, cpu);
  }

  yield(thread: number, cpu: number): void {
    this.tell('yield', thread, cpu, 0);
  }

  running(thread: number, cpu: number): void {
    this.tell('running', thread, cpu, 0);
  }

  stopping(thread: number, cpu: number, runnable: boolean): void {
    this.tell('stopping', thread, cpu, runnable);
  }

  protected override about(thread: number): string {
    return `for ${this.thread(thread)}`;
  }

  /** See `Hooks.selectCpu`. */
  private usualCpu(thread: number, last: number): number {
    const { thread: threads, cpu: cpus } = this.host;
    const mayStay = last !== NONE && threads.allowed(thread, last);
    if (mayStay && cpus.idle(last)) return last;
    let first = NONE;
    for (const cpu of cpus.all) {
      if (!threads.allowed(thread, cpu)) continue;
      if (cpus.idle(cpu)) return cpu;
      if (first === NONE) first = cpu;
    }
    return mayStay ? last : first;
  }

  /** See `Hooks.pickNext`. */
  private firstRunnable(cpu: number): number {
    const { all, runnable, allowed } = this.host.thread;
    for (const thread of all) if (runnable(thread) && allowed(thread, cpu)) return thread;
    return NONE;
  }

  private isCpu(answer: unknown): answer is number {
    return isIndex(answer, this.host.cpu.all.length);
  }

  private isThread(answer: unknown): answer is number {
    return this.threads.has(answer);
  }

  private thread(thread: number): string {
    return this.m.nameOf('thread', thread);
  }

  private cpu(cpu: number): string {
    return this.m.nameOf('cpu', cpu);
  }
}
