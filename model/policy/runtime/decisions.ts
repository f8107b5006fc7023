import { NONE } from '../../state/field.ts';
import type { Queue } from '../../state/queue.ts';
import type { Machine } from '../../system/machine.ts';
import type { AnyPolicy } from '../define.ts';
import { type Gate, type HostKit, makeKit, queuesOf } from '../make-kit.ts';
import type { AnyRuntime, RuntimeHookName, RuntimeReason } from './define.ts';
import type { LwpKit, PoolKit, RuntimeFields, RuntimeKit, UserThreadKit } from './kit.ts';

/** What a host shows of its user threads and LWPs; see `RuntimeHost`. */
export interface RuntimeHostKit {
  readonly thread: UserThreadKit;
  readonly lwp: LwpKit;
  readonly pool: PoolKit;
}

/** Hooks that answer yes or no. */
type Question = 'grow' | 'growAtOnce' | 'returned' | 'shrink';

/**
 * A runtime at work on one machine: what the effects of the library ask. Each answer is checked; a hook that throws or
 * answers nonsense ends the step with a fault that names runtime, hook and answer.
 */
export class RuntimeDecisions {
  private readonly m: Machine;
  private readonly runtime: AnyRuntime;
  private readonly host: RuntimeHostKit;
  private readonly kit: RuntimeKit;
  private readonly queues: readonly Queue[];
  /** Hooks that are running, one inside the other. */
  private open = 0;

  constructor(m: Machine, runtime: AnyRuntime, host: RuntimeHostKit) {
    this.m = m;
    this.runtime = runtime;
    this.host = host;
    this.queues = queuesOf(m, runtime as unknown as AnyPolicy);
    this.kit = kitFor(m, runtime, host, () => {
      if (this.open === 0) throw new Error('the kit was used after the hook had returned');
    });
  }

  init(): void {
    this.tell('init', NONE, NONE, '');
  }

  /** @returns an idle LWP, or NONE. */
  selectLwp(thread: number): number {
    const { all, idle } = this.host.lwp;
    if (this.runtime.hooks.selectLwp === undefined) return first(all, idle);
    const answer = this.ask('selectLwp', NONE, thread);
    if (answer === NONE || (this.isLwp(answer) && idle(answer))) return answer;
    this.refuse('selectLwp', answer, `for ${this.thread(thread)}; give an idle LWP, or NONE`);
    return NONE;
  }

  enqueue(thread: number, lwp: number, why: RuntimeReason): void {
    const known = lwp !== NONE && this.host.lwp.pooled(lwp) ? lwp : NONE;
    this.tell('enqueue', thread, known, why);
  }

  dequeue(thread: number): void {
    if (this.runtime.hooks.dequeue !== undefined) this.tell('dequeue', thread, NONE, '');
    else for (const queue of this.queues) takeOff(queue, thread);
  }

  /** @returns a runnable thread, or NONE. */
  pickNext(lwp: number): number {
    const { all, runnable } = this.host.thread;
    if (this.runtime.hooks.pickNext === undefined) return first(all, runnable);
    const answer = this.ask('pickNext', NONE, lwp);
    if (answer === NONE || (this.isThread(answer) && runnable(answer))) return answer;
    const shown = this.isThread(answer) ? this.thread(answer) : answer;
    this.refuse('pickNext', shown, `for ${this.lwp(lwp)}; give a runnable thread without an LWP, or NONE`);
    return NONE;
  }

  /** @returns an LWP that can be asked to give its thread up, or NONE. */
  victim(thread: number): number {
    if (this.runtime.hooks.victim === undefined) return NONE;
    const answer = this.ask('victim', NONE, thread);
    if (answer === NONE || (this.isLwp(answer) && this.host.lwp.interruptible(answer))) return answer;
    this.refuse('victim', answer, `for ${this.thread(thread)}; give an interruptible LWP, or NONE`);
    return NONE;
  }

  running(thread: number, lwp: number): void {
    this.tell('running', thread, lwp, '');
  }

  stopping(thread: number, lwp: number): void {
    this.tell('stopping', thread, lwp, '');
  }

  blocking(thread: number, lwp: number): void {
    this.tell('blocking', thread, lwp, '');
  }

  returned(thread: number, lwp: number): boolean {
    return this.yesOrNo('returned', false, thread, lwp);
  }

  leaving(lwp: number): void {
    this.tell('leaving', lwp, NONE, '');
  }

  growAtOnce(lwp: number): boolean {
    return this.yesOrNo('growAtOnce', false, lwp);
  }

  grow(): boolean {
    return this.yesOrNo('grow', true, NONE);
  }

  shrink(lwp: number): boolean {
    return this.yesOrNo('shrink', false, lwp);
  }

  private yesOrNo(hook: Question, otherwise: boolean, a: number, b = NONE): boolean {
    if (this.runtime.hooks[hook] === undefined) return otherwise;
    const answer: unknown = this.ask(hook, otherwise, a, b);
    if (typeof answer === 'boolean') return answer;
    this.refuse(hook, answer, '; give true or false');
    return otherwise;
  }

  /** Calls a hook that has nothing to answer. */
  private tell(hook: RuntimeHookName, a: number, b: number, why: string): void {
    if (this.runtime.hooks[hook] === undefined) return;
    const answer = this.ask<unknown>(hook, undefined, a, b, why);
    if (typeof (answer as { then?: unknown } | undefined | null)?.then === 'function') {
      this.refuse(hook, 'a promise', '; a hook can not wait');
    }
  }

  private ask<T>(hook: RuntimeHookName, otherwise: T, a: number, b = NONE, why = ''): T {
    const { hooks } = this.runtime;
    this.open++;
    try {
      return (hooks[hook] as (...args: unknown[]) => T).call(hooks, this.kit, a, b, why);
    } catch (error) {
      this.fail(`${hook} threw: ${messageOf(error)}`);
      return otherwise;
    } finally {
      this.open--;
    }
  }

  private refuse(hook: RuntimeHookName, answer: unknown, why: string): void {
    this.fail(`${hook} returned ${show(answer)}${why.startsWith(';') ? '' : ' '}${why}`);
  }

  private fail(what: string): void {
    this.m.fail({ kind: 'policy', what, entity: this.runtime.name });
  }

  private isLwp(answer: unknown): answer is number {
    return isIndex(answer, this.host.lwp.all.length);
  }

  private isThread(answer: unknown): answer is number {
    return isIndex(answer, this.host.thread.all.length);
  }

  private thread(thread: number): string {
    return this.m.nameOf('thread', thread);
  }

  private lwp(lwp: number): string {
    return this.m.nameOf('lwp', lwp);
  }
}

/** The fields come from the kit of policies, whose only field of the whole machine is called `machine`, not `process`. */
function kitFor(m: Machine, { name, fields }: AnyRuntime, host: RuntimeHostKit, gate: Gate): RuntimeKit {
  const owned = Object.entries(fields as RuntimeFields).map(([field, { of, ...rest }]) => [
    field,
    { ...rest, of: of === 'process' ? 'machine' : of },
  ]);
  const keeper = { name, fields: Object.fromEntries(owned) } as unknown as AnyPolicy;
  const made = makeKit(m, keeper, { thread: {}, cpu: {} } as unknown as HostKit, gate);
  const shown = Object.entries(host).map(([part, members]) => [part, guarded(part, members, gate)]);
  return Object.freeze({ ...made, ...Object.fromEntries(shown) }) as unknown as RuntimeKit;
}

/** See `RuntimeHooks.dequeue`. */
function takeOff(queue: Queue, thread: number): void {
  if (!queue.holds(thread)) return;
  for (let owner = 0; owner < queue.heads.values.length; owner++) if (queue.remove(owner, thread)) return;
}

/** The accessors of one part of the kit: each asks the gate, and those about an entity whether there is one. */
function guarded(part: string, members: UserThreadKit | LwpKit | PoolKit, gate: Gate): object {
  const count = 'all' in members ? members.all.length : undefined;
  const behind = Object.entries(members).map(([name, member]) => [
    name,
    typeof member !== 'function'
      ? member
      : (entity: number) => {
          gate();
          if (count !== undefined && !isIndex(entity, count)) {
            throw new RangeError(`k.${part}.${name}: there is no ${part} ${show(entity)}`);
          }
          return member(entity);
        },
  ]);
  return Object.freeze(Object.fromEntries(behind));
}

/** The first number of which something is true, or NONE. */
function first(all: readonly number[], wanted: (entity: number) => boolean): number {
  for (const entity of all) if (wanted(entity)) return entity;
  return NONE;
}

const isIndex = (answer: unknown, length: number): boolean =>
  Number.isInteger(answer) && (answer as number) >= 0 && (answer as number) < length;

/** Longest text of a runtime that is passed on. */
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
