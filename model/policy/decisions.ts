import { NONE } from '../state/field.ts';
import type { Queue } from '../state/queue.ts';
import type { Machine } from '../system/machine.ts';
import type { AnyPolicy, HookName, Reason, Withdrawal } from './define.ts';
import type { Kit } from './kit.ts';
import { type HostKit, makeKit, queuesOf } from './make-kit.ts';

/**
 * A policy at work on one machine: what the effects of a host ask. Each answer is checked; a hook that throws or answers
 * nonsense ends the step with a fault that names policy, hook and answer.
 */
export class Decisions {
  private readonly m: Machine;
  private readonly policy: AnyPolicy;
  private readonly host: HostKit;
  private readonly kit: Kit;
  private readonly queues: readonly Queue[];
  /** Threads that may be picked at all. */
  private readonly threads: ReadonlySet<unknown>;
  /** Hooks that are running, one inside the other. */
  private open = 0;

  constructor(m: Machine, policy: AnyPolicy, host: HostKit) {
    this.m = m;
    this.policy = policy;
    this.host = host;
    this.queues = queuesOf(m, policy);
    this.threads = new Set(host.thread.all);
    this.kit = makeKit(m, policy, host, () => {
      if (this.open === 0) throw new Error('the kit was used after the hook had returned');
    });
  }

  init(): void {
    this.tell('init', 0, 0, 0);
  }

  /** @returns a CPU that the thread may run on. */
  selectCpu(thread: number, last: number): number {
    const otherwise = this.usualCpu(thread, last);
    if (this.policy.hooks.selectCpu === undefined) return otherwise;
    const answer = this.ask('selectCpu', otherwise, thread, last);
    if (this.isCpu(answer) && this.host.thread.allowed(thread, answer)) return answer;
    this.refuse('selectCpu', answer, `for ${this.thread(thread)}; give a CPU that it may run on`);
    return otherwise;
  }

  enqueue(thread: number, cpu: number, why: Reason): void {
    this.tell('enqueue', thread, cpu, why);
  }

  dequeue(thread: number, cpu: number, why: Withdrawal = 'priority'): void {
    if (this.policy.hooks.dequeue !== undefined) this.tell('dequeue', thread, cpu, why);
    else for (const queue of this.queues) takeOff(queue, thread);
  }

  /** @returns a runnable thread that may run on the CPU, or NONE. */
  pickNext(cpu: number): number {
    if (this.policy.hooks.pickNext === undefined) return this.firstRunnable(cpu);
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
    return this.yesOrNo('preempts', thread, current, cpu);
  }

  tick(thread: number, cpu: number): boolean {
    return this.yesOrNo('tick', thread, cpu, 0);
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

  private yesOrNo(hook: 'preempts' | 'tick', a: number, b: number, c: number): boolean {
    if (this.policy.hooks[hook] === undefined) return false;
    const answer = this.ask(hook, false, a, b, c);
    if (typeof answer === 'boolean') return answer;
    this.refuse(hook, answer, `for ${this.thread(a)}; give true or false`);
    return false;
  }

  /** Calls a hook that has nothing to answer. */
  private tell(hook: HookName, a: number, b: number, c: number | string | boolean): void {
    if (this.policy.hooks[hook] === undefined) return;
    const answer = this.ask<unknown>(hook, undefined, a, b, c);
    if (typeof (answer as { then?: unknown } | undefined | null)?.then === 'function') {
      this.refuse(hook, 'a promise', '; a hook can not wait');
    }
  }

  private ask<T>(hook: HookName, otherwise: T, a: number, b = 0, c: number | string | boolean = 0): T {
    const { hooks } = this.policy;
    this.open++;
    try {
      return (hooks[hook] as (...args: unknown[]) => T).call(hooks, this.kit, a, b, c);
    } catch (error) {
      this.m.fail({ kind: 'policy', what: `${hook} threw: ${messageOf(error)}`, entity: this.policy.name });
      return otherwise;
    } finally {
      this.open--;
    }
  }

  private refuse(hook: HookName, answer: unknown, why: string): void {
    const what = `${hook} returned ${show(answer)}${why.startsWith(';') ? '' : ' '}${why}`;
    this.m.fail({ kind: 'policy', what, entity: this.policy.name });
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
    return Number.isInteger(answer) && (answer as number) >= 0 && (answer as number) < this.host.cpu.all.length;
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

/** See `Hooks.dequeue`. */
function takeOff(queue: Queue, thread: number): void {
  if (!queue.holds(thread)) return;
  for (let owner = 0; owner < queue.heads.values.length; owner++) if (queue.remove(owner, thread)) return;
}

/** Longest text of a policy that is passed on. */
const LONGEST = 200;

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : show(error);
  return (text.split('\n')[0] as string).slice(0, LONGEST);
}

/** A value in a few characters; never runs code of the value. */
function show(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value).slice(0, LONGEST);
  return Array.isArray(value) ? 'an array' : 'an object';
}
