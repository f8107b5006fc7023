import { NONE } from '../../state/field.ts';
import type { Queue } from '../../state/queue.ts';
import type { Machine } from '../../system/machine.ts';
import type { AnyPolicy } from '../define.ts';
import { type Gate, guarded, ownKit, queuesOf } from '../make-kit.ts';
import { isIndex, Questions, show, takeOff } from '../questions.ts';
import type { AnyRuntime, RuntimeHookName, RuntimeReason } from './define.ts';
import type { LwpKit, PoolKit, RuntimeFields, RuntimeKit, UserThreadKit } from './kit.ts';

/** What a host shows of its user threads and LWPs; see `RuntimeHost`. */
export interface RuntimeHostKit {
  readonly thread: UserThreadKit;
  readonly lwp: LwpKit;
  readonly pool: PoolKit;
}

/**
 * A runtime at work on one machine: what the effects of the library ask. Each answer is checked; a hook that throws or
 * answers nonsense ends the step with a fault that names runtime, hook and answer.
 */
export class RuntimeDecisions extends Questions<RuntimeHookName> {
  private readonly host: RuntimeHostKit;
  private readonly queues: readonly Queue[];

  constructor(m: Machine, runtime: AnyRuntime, host: RuntimeHostKit) {
    super(m, 'runtime', runtime);
    this.host = host;
    this.queues = queuesOf(m, runtime as unknown as AnyPolicy);
    this.equip((gate) => kitFor(m, runtime, host, gate));
  }

  init(): void {
    this.tell('init', NONE, NONE, '');
  }

  /** @returns an idle LWP, or NONE. */
  selectLwp(thread: number): number {
    const { all, idle } = this.host.lwp;
    if (!this.has('selectLwp')) return first(all, idle);
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
    if (this.has('dequeue')) this.tell('dequeue', thread, NONE, '');
    else for (const queue of this.queues) takeOff(queue, thread);
  }

  /** @returns a runnable thread, or NONE. */
  pickNext(lwp: number): number {
    const { all, runnable } = this.host.thread;
    if (!this.has('pickNext')) return first(all, runnable);
    const answer = this.ask('pickNext', NONE, lwp);
    if (answer === NONE || (this.isThread(answer) && runnable(answer))) return answer;
    const shown = this.isThread(answer) ? this.thread(answer) : answer;
    this.refuse('pickNext', shown, `for ${this.lwp(lwp)}; give a runnable thread without an LWP, or NONE`);
    return NONE;
  }

  /** @returns an LWP that can be asked to give its thread up, or NONE. */
  victim(thread: number): number {
    if (!this.has('victim')) return NONE;
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
function kitFor(m: Machine, { fields }: AnyRuntime, host: RuntimeHostKit, gate: Gate): RuntimeKit {
  const owned = Object.entries(fields as RuntimeFields).map(([field, { of, ...rest }]) => [
    field,
    { ...rest, of: of === 'process' ? 'machine' : of },
  ]);
  const shown = Object.entries(host).map(([part, members]) => [part, guarded(checked(part, members), gate)]);
  const own = ownKit(m, Object.fromEntries(owned), gate);
  return Object.freeze({ ...own, ...Object.fromEntries(shown) }) as unknown as RuntimeKit;
}

/** The accessors of one part of the kit: those about an entity ask whether there is one. */
function checked(part: string, members: UserThreadKit | LwpKit | PoolKit): object {
  if (!('all' in members)) return members;
  const asking = Object.entries(members).map(([name, member]) => [
    name,
    typeof member !== 'function'
      ? member
      : (entity: number) => {
          if (!isIndex(entity, members.all.length)) {
            throw new RangeError(`k.${part}.${name}: there is no ${part} ${show(entity)}`);
          }
          return member(entity);
        },
  ]);
  return Object.fromEntries(asking);
}

/** The first number of which something is true, or NONE. */
function first(all: readonly number[], wanted: (entity: number) => boolean): number {
  for (const entity of all) if (wanted(entity)) return entity;
  return NONE;
}
