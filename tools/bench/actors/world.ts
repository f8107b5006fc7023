import { type ActorRefFrom, createActor } from 'xstate';
import type { Configuration } from '../configuration.ts';
import { type CpuContext, type CpuEvent, cpuMachine } from './cpu.ts';
import { deviceMachine } from './device.ts';
import { type ThreadContext, type ThreadEvent, threadMachine, type Victim } from './thread.ts';

/** The preemption test on two priorities. */
export type MoreUrgent = (one: number, other: number) => boolean;

/** One running machine: an actor for each CPU, thread and interrupt source. */
export class World {
  readonly configuration: Configuration;
  readonly moreUrgent: MoreUrgent;
  /** Stimuli so far. */
  steps = 0;
  private readonly cpus: readonly ActorRefFrom<typeof cpuMachine>[];
  private readonly threads: readonly ActorRefFrom<typeof threadMachine>[];
  /** By the number of the interrupt thread. */
  private readonly devices: ReadonlyMap<number, ActorRefFrom<typeof deviceMachine>>;

  constructor(configuration: Configuration, moreUrgent: MoreUrgent = (one, other) => one > other) {
    const { cpus, threads } = configuration;
    this.configuration = configuration;
    this.moreUrgent = moreUrgent;
    this.threads = threads.map(() => createActor(threadMachine).start());
    const interrupts = threads.flatMap((thread, i) => (thread.interrupt ? [i] : []));
    this.devices = new Map(interrupts.map((thread) => [thread, createActor(deviceMachine).start()]));
    this.cpus = Array.from({ length: cpus }, (_, number) => this.startCpu(number));
  }

  cpu(number: number): CpuContext {
    return (this.cpus[number] as (typeof this.cpus)[number]).getSnapshot().context;
  }

  thread(number: number): ThreadContext {
    return (this.threads[number] as (typeof this.threads)[number]).getSnapshot().context;
  }

  threadState(number: number): string {
    return (this.threads[number] as (typeof this.threads)[number]).getSnapshot().value;
  }

  isAsking(interrupt: number): boolean {
    return this.devices.get(interrupt)?.getSnapshot().value === 'asking';
  }

  isAsleep(thread: number): boolean {
    return this.threadState(thread) === 'asleep';
  }

  isInterrupt(thread: number): boolean {
    return this.configuration.threads[thread]?.interrupt === true;
  }

  isCritical(thread: Victim): boolean {
    return thread !== 'idle' && this.thread(thread).critical;
  }

  homeOf(thread: number): number {
    return this.configuration.threads[thread]?.home ?? -1;
  }

  /** Whether a CPU would take this event now. */
  accepts(cpu: number, event: CpuEvent): boolean {
    return this.cpus[cpu]?.getSnapshot().can(event) === true;
  }

  tellCpu(cpu: number, event: CpuEvent): void {
    this.cpus[cpu]?.send(event);
  }

  tell(thread: Victim, event: ThreadEvent): void {
    if (thread !== 'idle') this.threads[thread]?.send(event);
  }

  tellDevice(interrupt: Victim, event: { type: 'raise' | 'handled' }): void {
    if (interrupt !== 'idle') this.devices.get(interrupt)?.send(event);
  }

  /** Starts a CPU with its kernel threads queued in order of number, the most urgent first, and the head running. */
  private startCpu(number: number): ActorRefFrom<typeof cpuMachine> {
    const { threads } = this.configuration;
    const queue = threads
      .map((spec, thread) => ({ ...spec, thread }))
      .filter((spec) => spec.home === number && !spec.interrupt)
      .sort((a, b) => b.priority - a.priority)
      .map((spec) => spec.thread);
    for (const thread of queue) this.tell(thread, { type: 'enqueue' });
    this.tell(queue[0] ?? 'idle', { type: 'dispatch' });
    return createActor(cpuMachine, { input: { number, world: this, queue } }).start();
  }
}
