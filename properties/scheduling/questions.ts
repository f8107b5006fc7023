import { NONE } from '../../model/state/field.ts';
import { jobsOf } from '../../model/systems/smp/programs.ts';
import { allowed } from '../../model/systems/smp/scheduling.ts';
import { MACHINE, NO_RESCHEDULE, type Smp } from '../../model/systems/smp/shape.ts';

/** What the properties of scheduling ask of a machine. */

/** Ready threads in the order in which they became ready. */
export const firstReady = (m: Smp): number => m.arrivals.head(MACHINE);

/** The first thread that is runnable, allowed on a CPU, and of which something more is true; or NONE. */
export function waitingFor(m: Smp, cpu: number, also: (m: Smp, thread: number, cpu: number) => boolean): number {
  for (let at = firstReady(m); at !== NONE; at = m.arrivals.next(at)) {
    if (m.thread.is.runnable(at) && allowed(m, at, cpu) && also(m, at, cpu)) return at;
  }
  return NONE;
}

export const anybody = (): boolean => true;

/** Whether a CPU is about to look for a thread, so that nothing can be said of its choice yet. */
export const hasToSchedule = (m: Smp, cpu: number): boolean => m.reschedule.get(cpu) !== NO_RESCHEDULE;

export const isIdle = (m: Smp, cpu: number): boolean => m.current.get(cpu) === NONE;

export const moreUrgentThanCurrent = (m: Smp, thread: number, cpu: number): boolean =>
  m.effective.get(thread) > m.effective.get(m.current.get(cpu));

/** Whether two threads compete as equals: same priority, same CPUs. */
export const areEquals = (m: Smp, one: number, other: number): boolean =>
  m.priority[one] === m.priority[other] && m.affinity[one] === m.affinity[other];

/**
 * Whether the periodic threads of a topology can be scheduled by deadlines: the sum of their loads (cost by deadline) is
 * at most n − (n − 1) × the largest, for n CPUs (Goossens, Funk and Baruah 2003; for one CPU Liu and Layland 1973).
 */
export function isSchedulable(m: Smp): boolean {
  const loads = jobsOf(m).map(({ cost, deadline }) => cost / deadline);
  if (loads.length === 0 || m.option.preemptive === 0) return false;
  const cpus = m.current.values.length;
  const sum = loads.reduce((total, load) => total + load, 0);
  return sum <= cpus - (cpus - 1) * Math.max(...loads) + 1e-9;
}

export const nameOf = (m: Smp, thread: number): string => m.nameOf('thread', thread);
