import { NONE } from '../../model/state/field.ts';
import { cpuOfInterrupt, interruptOf, isLevel, isSoft } from '../../model/systems/dragonfly/lookup.ts';
import { type Dragonfly, THREADED } from '../../model/systems/dragonfly/shape.ts';
import { properties } from '../property.ts';

/** Whether the thread of an interrupt is queued or runs, or its throttle will wake it. */
export function queuedOrThrottled(m: Dragonfly, interrupt: number): boolean {
  const thread = m.handledBy[interrupt];
  if (m.queued.get(thread) === 1 || m.interrupt.is.livelocked(interrupt)) return true;
  return m.current.get(m.home[thread]) === thread;
}

/** The same, or a handler of it sleeps and the loop will look again when it has been woken. */
const willRun = (m: Dragonfly, interrupt: number) =>
  queuedOrThrottled(m, interrupt) || m.interrupt.is.handling(interrupt);

/** Whether the kernel still knows of an interrupt that has come. */
const remembered = (m: Dragonfly, interrupt: number) =>
  m.pending.holds(interrupt) ||
  m.requests.holds(interrupt) ||
  m.dispatching.get(interrupt) > 0 ||
  (m.asked.get(interrupt) === 1 && willRun(m, interrupt));

/** A level-triggered interrupt with threaded handlers that have been asked for or are at work. */
export const mustBeMasked = (m: Dragonfly, interrupt: number): boolean =>
  !isSoft(m, interrupt) &&
  isLevel(m, interrupt) &&
  m.handlers[interrupt] === THREADED &&
  (m.asked.get(interrupt) === 1 || m.interrupt.is.handling(interrupt));

/** Interrupt threads in the chain of a CPU whose handlers have started and not ended. */
function handlersAtWork(m: Dragonfly, cpu: number): number {
  let handlers = 0;
  let length = 0;
  for (let at = m.current.get(cpu); at !== NONE && length++ <= m.role.length; at = m.victim.get(at)) {
    const interrupt = interruptOf(m, at);
    if (interrupt !== NONE && m.interrupt.is.handling(interrupt)) handlers++;
  }
  return handlers;
}

/** Interrupts, their threads and their handlers (DF-42, DF-46 … DF-51). */
export const interruptProperties = properties<Dragonfly>([
  {
    kind: 'step',
    id: 'dragonfly/handlers-in-critical-section',
    says: 'handlers start and end in a critical section and leave no spinlock held',
    rules: ['DF-42'],
    confidence: 'asserted',
    mutant: 'handlers-outside-critical-section',
    on: ['irq_handler_entry', 'irq_handler_exit'],
    holds: (m, seen) => m.critical.get(seen.object) >= 1 && m.spinlocks.get(seen.cpu) === m.spinlocks.before(seen.cpu),
    doc: 'The clause on tokens of DF-42 awaits tokens.',
  },
  {
    kind: 'state',
    id: 'dragonfly/running-means-asked',
    says: 'when i_running is set, the interrupt thread is queued or runs or is throttled, or its handler sleeps',
    rules: ['DF-46'],
    confidence: 'derived',
    mutant: 'sleeps-without-test',
    each: 'interrupt',
    when: (m, interrupt) => m.asked.get(interrupt) === 1,
    holds: willRun,
  },
  {
    kind: 'state',
    id: 'dragonfly/no-lost-interrupt',
    says: 'an interrupt that has come is noted, or on its way to its thread, or its thread has been asked and will run',
    rules: ['DF-47'],
    confidence: 'promised',
    mutant: 'M57',
    each: 'interrupt',
    when: (m, interrupt) => m.interrupt.is.raised(interrupt),
    holds: remembered,
    because: (m, interrupt) => `${m.nameOf('interrupt', interrupt)} has come, and the kernel has forgotten it`,
    doc: 'M57 loses an interrupt only if a handler blocks: while it runs it is in a critical section, and an edge that comes is noted for later. It is lost when the handler sleeps, the edge finds i_running still set, and the handler clears it at its end.',
  },
  {
    kind: 'state',
    id: 'dragonfly/masked-until-handled',
    says: 'without throttling, a level-triggered interrupt whose thread is asked or at work is masked',
    rules: ['DF-48'],
    confidence: 'promised',
    mutant: 'M59',
    each: 'interrupt',
    when: (m, interrupt) => m.option.livelockLimit === 0 && mustBeMasked(m, interrupt),
    holds: (m, interrupt) => m.masked.get(interrupt) === 1,
  },
  {
    kind: 'step',
    id: 'dragonfly/livelock-throttles',
    says: 'a livelocked interrupt asks, but does not schedule its thread',
    rules: ['DF-49'],
    confidence: 'code',
    mutant: 'livelock-schedules',
    on: ['irq_thread_asked'],
    when: (m, seen) => m.interrupt.is.livelocked(seen.subject),
    holds: (m, seen) => m.queued.get(seen.object) === m.queued.before(seen.object),
  },
  {
    kind: 'step',
    id: 'dragonfly/asked-at-home',
    says: 'i_running is set only on the CPU of the interrupt thread',
    rules: ['DF-50'],
    confidence: 'promised',
    mutant: 'asked-from-afar',
    on: ['irq_thread_asked'],
    holds: (m, seen) => cpuOfInterrupt(m, seen.subject) === seen.cpu,
  },
  {
    kind: 'state',
    id: 'dragonfly/one-handler-per-cpu',
    says: 'handlers of two interrupts are at work on a CPU only if the first has blocked',
    rules: ['DF-51'],
    confidence: 'derived',
    mutant: 'handlers-outside-critical-section',
    each: 'cpu',
    when: (m, cpu) => handlersAtWork(m, cpu) > 0,
    holds: (m, cpu) => handlersAtWork(m, cpu) === 1,
  },
]);
