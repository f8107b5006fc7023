import type { Counter, Field } from '../../state/field.ts';
import { NONE } from '../../state/field.ts';
import { CLASS_PREFIX } from '../../system/declare.ts';
import type { Machine } from '../../system/machine.ts';
import { guarded, ownKit } from '../make-kit.ts';
import { isIndex, Questions } from '../questions.ts';
import type { AnyClass, ClassHookName, ClassName, ClassReason } from './define.ts';
import type { Band, ClassFields, ClassThreadKit } from './kit.ts';

/** What a host shows of its threads, and the one change that it makes; see `ClassHost`. */
export interface ClassHostKit {
  /** The class of a thread; undefined for one whose class can't be replaced. */
  readonly classOf: (thread: number) => ClassName | undefined;
  readonly bandOf: (replaced: ClassName) => Band;
  readonly threads: number;
  readonly thread: Omit<ClassThreadKit, 'all' | 'setPriority'>;
  /**
   * @param executing the CPU that runs the code of the class.
   * @param leaving the thread is about to leave its CPU, which need not be asked for.
   */
  readonly setPriority: (thread: number, priority: number, executing: number, leaving: boolean) => void;
}

/** What the names of the fields of a class begin with on the machine: classes may have fields of the same name. */
export const classPrefix = (replaced: ClassName): string => `${CLASS_PREFIX}${replaced}_`;

/** One class at work on one machine: asks its hooks and checks what they answer. */
class ClassQuestions extends Questions<ClassHookName> {
  private readonly host: ClassHostKit;
  private readonly band: Band;
  private readonly replaced: ClassName;
  private readonly ownFields: readonly (Field | Counter)[];
  /** The CPU that runs the code; NONE in `start`. */
  private executing = NONE;
  /** The thread that is about to leave its CPU, or NONE. */
  private leaving = NONE;

  constructor(m: Machine, asked: AnyClass, host: ClassHostKit) {
    super(m, 'class', asked);
    this.host = host;
    this.replaced = asked.replaces;
    this.band = Object.freeze({ ...host.bandOf(asked.replaces) });
    const prefix = classPrefix(asked.replaces);
    this.ownFields = Object.entries(asked.fields as ClassFields)
      .filter(([, { of }]) => of === 'thread')
      .map(([name]) => (m as unknown as Record<string, Field>)[prefix + name] as Field);
    this.equip((gate) =>
      Object.freeze({
        thread: guarded(this.threadKit(), gate),
        band: this.band,
        ...ownKit(m, asked.fields, gate, prefix),
      }),
    );
  }

  /** Everything about threads, for numbers of threads only. */
  private threadKit(): ClassThreadKit {
    const { host } = this;
    const all = Array.from({ length: host.threads }, (_, thread) => thread);
    const checked = Object.entries(host.thread).map(([name, about]) => [
      name,
      (thread: number) => (about as (thread: number) => unknown)(this.existing(thread)),
    ]);
    return {
      ...(Object.fromEntries(checked) as unknown as ClassHostKit['thread']),
      all: Object.freeze(all.filter((thread) => host.classOf(thread) === this.replaced)),
      setPriority: (thread, priority) => this.setPriority(this.existing(thread), priority),
    };
  }

  private existing(thread: unknown): number {
    if (isIndex(thread, this.host.threads)) return thread;
    throw new RangeError(`there is no thread ${String(thread)}`);
  }

  private setPriority(thread: number, priority: number): void {
    const { host, replaced, executing } = this;
    if (executing === NONE) throw new RangeError('setPriority in start: give the priority as its answer');
    if (host.classOf(thread) !== replaced) {
      throw new RangeError(`setPriority: ${this.thread(thread)} is not of the class ${replaced}`);
    }
    if (!this.inBand(priority)) {
      throw new RangeError(`setPriority: ${String(priority)} is outside of the band of ${replaced}; ${this.range()}`);
    }
    host.setPriority(thread, priority, executing, thread === this.leaving);
  }

  private inBand(priority: unknown): priority is number {
    const { lowest, highest } = this.band;
    return Number.isInteger(priority) && (priority as number) >= lowest && (priority as number) <= highest;
  }

  private range(): string {
    const { lowest, highest } = this.band;
    return lowest === highest ? `give ${lowest}` : `give ${lowest} to ${highest}`;
  }

  protected override about(thread: number): string {
    return `for ${this.thread(thread)}`;
  }

  private thread(thread: number): string {
    return this.m.nameOf('thread', thread);
  }

  /** @returns a priority within the band. */
  start(thread: number): number {
    const { lowest } = this.band;
    if (!this.has('start')) return lowest;
    const answer = this.ask('start', lowest, thread);
    if (this.inBand(answer)) return answer;
    this.refuse(
      'start',
      answer,
      `for ${this.thread(thread)}, outside of the band of ${this.replaced}; ${this.range()}`,
    );
    return lowest;
  }

  /** @returns whether in front of its equals. */
  enqueue(cpu: number, thread: number, why: ClassReason): boolean {
    if (!this.has('enqueue')) return false;
    const outer = this.enter(cpu);
    const left = this.leaving;
    this.leaving = thread;
    const answer: unknown = this.ask<unknown>('enqueue', 'tail', thread, why);
    this.leaving = left;
    this.executing = outer;
    if (answer === 'head') return true;
    if (answer !== 'tail') this.refuse('enqueue', answer, `${this.about(thread)}; give 'head' or 'tail'`);
    return false;
  }

  /** @returns whether the thread gives way. */
  decide(hook: 'tick' | 'yield' | 'forkReturn', otherwise: boolean, cpu: number, thread: number): boolean {
    const outer = this.enter(cpu);
    const left = this.leaving;
    if (hook !== 'tick') this.leaving = thread;
    const answer = this.yesOrNo(hook, otherwise, thread);
    this.leaving = left;
    this.executing = outer;
    return answer;
  }

  notice(hook: 'second' | 'sleep' | 'userReturn', cpu: number, thread: number): void {
    const outer = this.enter(cpu);
    this.tell(hook, thread);
    this.executing = outer;
  }

  /** From here on hooks are code of a CPU. One hook may lead to another; returns whose code ran until now. */
  private enter(cpu: number): number {
    const outer = this.executing;
    this.executing = cpu;
    return outer;
  }

  /** What the class keeps of a thread that is no more. */
  forget(thread: number): void {
    for (const field of this.ownFields) field.set(thread, 'to' in field ? NONE : 0);
  }

  get lowest(): number {
    return this.band.lowest;
  }
}

/** The classes at work on one machine: what the effects of the kernel ask, thread by thread. */
export class ClassDecisions {
  private readonly classes: readonly (ClassQuestions | undefined)[];

  constructor(m: Machine, classes: readonly AnyClass[], host: ClassHostKit) {
    const byName = new Map(classes.map((one) => [one.replaces, new ClassQuestions(m, one, host)]));
    this.classes = Array.from({ length: host.threads }, (_, thread) => byName.get(host.classOf(thread) as ClassName));
  }

  /** Whether one of them decides about a thread. The questions below are about such threads only. */
  has(thread: number): boolean {
    return this.classes[thread] !== undefined;
  }

  /** @returns the priority with which it starts. */
  start(thread: number): number {
    return this.of(thread).start(thread);
  }

  /** @returns whether it is queued in front of its equals. */
  enqueue(cpu: number, thread: number, why: ClassReason): boolean {
    return this.of(thread).enqueue(cpu, thread, why);
  }

  /** @returns whether it is to give up its CPU. */
  tick(cpu: number, thread: number): boolean {
    return this.of(thread).decide('tick', false, cpu, thread);
  }

  /** @returns whether it gives way. */
  yield(cpu: number, thread: number): boolean {
    return this.of(thread).decide('yield', true, cpu, thread);
  }

  /** @returns whether it gives way to its child. */
  forkReturn(cpu: number, thread: number): boolean {
    return this.of(thread).decide('forkReturn', false, cpu, thread);
  }

  second(cpu: number, thread: number): void {
    this.of(thread).notice('second', cpu, thread);
  }

  sleep(cpu: number, thread: number): void {
    this.of(thread).notice('sleep', cpu, thread);
  }

  userReturn(cpu: number, thread: number): void {
    this.of(thread).notice('userReturn', cpu, thread);
  }

  /** A thread is gone: what the class kept of it is 0. */
  forget(thread: number): void {
    this.of(thread).forget(thread);
  }

  /** The priority of a thread that is not there. */
  lowest(thread: number): number {
    return this.of(thread).lowest;
  }

  private of(thread: number): ClassQuestions {
    return this.classes[thread] as ClassQuestions;
  }
}
