import { match } from 'ts-pattern';
import { NONE } from '../../model/state/field.ts';
import type { Machine } from '../../model/system/machine.ts';
import { OBSERVATIONS, type Observation, type ObservationKind } from '../../model/system/observation.ts';
import type { CpuBooks } from './books.ts';
import type { Tasks } from './tasks.ts';
import { tell } from './tell.ts';

/** What stands behind the time of a record: `event: payload`. */
export type EventText = string;

/**
 * An observation as the tracepoint of Linux that it corresponds to, and as marks for what no tracepoint has a place
 * for, so that nothing is lost.
 */
export function tracepoints(m: Machine, tasks: Tasks, books: CpuBooks, seen: Observation): EventText[] {
  const { cpu, subject, object, detail } = seen;
  const task = (thread: number, prefix = '') =>
    `${prefix}comm=${tasks.comm(thread, cpu)} ${prefix}pid=${tasks.pid(thread)} ${prefix}prio=${tasks.prio(thread)}`;
  const note = () => mark(tasks.pid(books.current[cpu] as number), noted(m, seen));
  const source = () => m.nameOf('device' in m ? 'device' : 'interrupt', subject);
  return match<ObservationKind, EventText[]>(OBSERVATIONS[seen.kind] as ObservationKind)
    .with('sched_switch', () => {
      const left = `${task(subject, 'prev_')} prev_state=${books.stateLetter(seen)}`;
      return [`sched_switch: ${left} ==> ${task(object, 'next_')}`];
    })
    .with('sched_waking', () => [`sched_waking: ${task(object)} target_cpu=${cpuNumber(detail)}`])
    .with('sched_wakeup', () => {
      // Linux has a queue for each CPU; who is on a queue of several is shown where it was put there, with a mark
      const woken = (target: number) => `sched_wakeup: ${task(subject)} target_cpu=${cpuNumber(target)}`;
      return object === NONE ? [woken(cpu), note()] : [woken(object)];
    })
    .with('sched_migrate_task', () => [`sched_migrate_task: ${task(subject)} orig_cpu=${object} dest_cpu=${detail}`])
    .with('sched_process_exit', () => [`sched_process_exit: ${task(subject)} group_dead=true`])
    .with('irq_handler_entry', () => [`irq_handler_entry: irq=${subject} name=${source()}`])
    .with('irq_handler_exit', () => [`irq_handler_exit: irq=${subject} ret=handled`])
    .with('softirq_raise', () => [`softirq_raise: vec=${subject} [action=${source()}]`])
    .with('ipi_send', () => [
      `ipi_raise: target_mask=${cpuMask(object, m.resolved.counts.cpu ?? 1)} (payload ${detail})`,
    ])
    .with('ipi_entry', () => [`ipi_entry: (${subject === NONE ? 'message' : `from ${m.nameOf('cpu', subject)}`})`])
    .with('local_timer_entry', () => ['local_timer_entry: vector=236', ...(detail === 0 ? [] : [note()])])
    .otherwise(() => [note()]);
}

/**
 * Text that a program under trace might have written into `trace_marker`, in the form that Android's programs use for
 * an instant event.
 *
 * @param pid of the process that wrote it: whoever runs on the CPU, or else viewers put all threads into one process.
 */
export const mark = (pid: number, text: string): EventText =>
  `tracing_mark_write: I|${pid}|${text.replaceAll('|', '/')}`;

/** An observation without a tracepoint: its kind, what it says in words, and its three numbers. */
const noted = (m: Machine, seen: Observation): string =>
  `${OBSERVATIONS[seen.kind]}: ${tell(m, seen)} [${seen.subject} ${seen.object} ${seen.detail}]`;

const cpuNumber = (cpu: number) => String(cpu).padStart(3, '0');

/** A set of one CPU as the kernel prints bitmaps: hexadecimal, 32 bits a group. */
function cpuMask(cpu: number, cpus: number): string {
  const digits = (1n << BigInt(cpu)).toString(16).padStart(Math.ceil(cpus / 4), '0');
  return digits.replace(/\B(?=(?:.{8})+$)/g, ',');
}
