import { IDLE_PRIORITY } from '../configuration.ts';
import type { World } from './world.ts';

/**
 * Checks P1 to P6 in the present state.
 *
 * @throws Error that names the property and the thread or CPU.
 */
export function checkProperties(world: World): void {
  const { threads, cpus } = world.configuration;
  for (let thread = 0; thread < threads.length; thread++) checkPreemption(world, thread);
  for (let cpu = 0; cpu < cpus; cpu++) checkCpu(world, cpu);
  checkPlaces(world);
  for (let thread = 0; thread < threads.length; thread++) if (world.isInterrupt(thread)) checkInterrupt(world, thread);
}

function promise(holds: boolean, property: string, says: string, number: number): void {
  if (!holds) throw new Error(`${property} (${says}) is broken for ${number}`);
}

function checkPreemption(world: World, thread: number): void {
  const { victim } = world.thread(thread);
  if (victim === null) return;
  const { threads } = world.configuration;
  const priority = threads[thread]?.priority ?? 0;
  const victimPriority = victim === 'idle' ? IDLE_PRIORITY : (threads[victim]?.priority ?? 0);
  promise(world.isInterrupt(thread), 'P1', 'only interrupt threads preempt', thread);
  promise(priority > victimPriority, 'P2', 'preempts only less urgent threads', thread);
  promise(!world.isCritical(victim), 'P2', 'preempts none in a critical section', thread);
  if (victim === 'idle') return;
  const home = world.homeOf(victim);
  const rivals = threads.filter((_, other) => world.thread(other).victim === victim);
  promise(home === world.homeOf(thread) && rivals.length === 1, 'P3', 'a victim has one preemptor, of its CPU', victim);
  promise(world.cpu(home).queue.includes(victim), 'P3', 'a victim stays queued', victim);
}

function checkCpu(world: World, number: number): void {
  const { queue, current, reschedule } = world.cpu(number);
  const priority = (thread: number) => world.configuration.threads[thread]?.priority ?? 0;
  const isSorted = queue.every((thread, i) => i === 0 || priority(queue[i - 1] as number) >= priority(thread));
  promise(isSorted, 'P4', 'the run queue is sorted', number);
  const head = queue[0];
  if (head === undefined || current === 'idle' || reschedule) return;
  const isLost = priority(head) > priority(current) && world.thread(current).victim === null;
  promise(!isLost, 'P5', 'a more urgent thread waits with a reschedule', number);
}

function checkPlaces(world: World): void {
  const queued = new Set<number>();
  const running = new Set<number>();
  for (let cpu = 0; cpu < world.configuration.cpus; cpu++) {
    const { queue, messages, current } = world.cpu(cpu);
    for (const thread of [...queue, ...messages]) {
      promise(world.homeOf(thread) === cpu && !queued.has(thread), 'P3', 'a thread is queued once, at home', thread);
      queued.add(thread);
    }
    if (current === 'idle') continue;
    promise(!running.has(current), 'P3', 'a thread runs on one CPU', current);
    running.add(current);
  }
}

function checkInterrupt(world: World, thread: number): void {
  const { queue, current, pending } = world.cpu(world.homeOf(thread));
  const { requested } = world.thread(thread);
  promise(!requested || current === thread || queue.includes(thread), 'P6', 'a requested handler will run', thread);
  promise(world.isAsking(thread) === (requested || pending.includes(thread)), 'P6', 'no interrupt is lost', thread);
}
