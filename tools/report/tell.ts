import { match } from 'ts-pattern';
import { NONE } from '../../model/state/field.ts';
import type { Machine } from '../../model/system/machine.ts';
import { OBSERVATIONS, type Observation, type ObservationKind } from '../../model/system/observation.ts';

/** One observation in words, without the CPU that made it. */
export function tell(m: Machine, seen: Observation): string {
  const thread = (entity: number) => (entity === NONE ? 'nobody' : m.nameOf('thread', entity));
  const cpu = (entity: number) => m.nameOf('cpu', entity);
  const source = (entity: number) => m.nameOf('device' in m ? 'device' : 'interrupt', entity);
  const lwp = (entity: number) => (entity === NONE ? 'nobody' : m.nameOf('lwp', entity));
  const signal = (entity: number) => m.nameOf('signal', entity);
  const { subject, object, detail } = seen;
  return match<ObservationKind>(OBSERVATIONS[seen.kind] as ObservationKind)
    .with('sched_switch', () => `${thread(subject)} → ${thread(object)}`)
    .with('sched_waking', () => `${thread(object)} is to wake on ${cpu(detail)}`)
    .with('sched_wakeup', () => `${thread(subject)} is queued on ${cpu(object)}`)
    .with('sched_preempt', () => `${thread(subject)} preempts ${thread(object)}`)
    .with('sched_preempt_refused', () => `${thread(subject)} may not preempt ${thread(object)}`)
    .with('sched_preempt_return', () => `${thread(subject)} gives the CPU back to ${thread(object)}`)
    .with('sched_need_resched', () => 'reschedule wanted')
    .with('sched_migrate_task', () => `${thread(subject)} moves from ${cpu(object)} to ${cpu(detail)}`)
    .with('sched_process_exit', () => `${thread(subject)} exits`)
    .with('irq_raise', () => `${source(subject)} interrupts`)
    .with('irq_pending', () => `${source(subject)} is held pending`)
    .with('irq_handler_entry', () => `handler of ${source(subject)} starts in ${thread(object)}`)
    .with('irq_handler_exit', () => `handler of ${source(subject)} ends in ${thread(object)}`)
    .with('irq_mask', () => `${source(subject)} is masked`)
    .with('irq_unmask', () => `${source(subject)} is unmasked`)
    .with('softirq_raise', () => `${source(subject)} is posted`)
    .with('ipi_send', () => `message to ${cpu(object)}`)
    .with('ipi_entry', () => (subject === NONE ? 'message received' : `message from ${cpu(subject)} received`))
    .with('local_timer_entry', () => 'clock tick')
    .with('preempt_disable', () => `${thread(subject)} enters a critical section (depth ${detail})`)
    .with('preempt_enable', () => `${thread(subject)} leaves a critical section (depth ${detail})`)
    .with('sys_enter', () => `${object === NONE ? lwp(subject) : thread(object)} enters the kernel`)
    .with('sys_exit', () => `${thread(object)} returns to user mode`)
    .with('path_enter', () => 'enters a kernel path')
    .with('kernel_assert', () => 'a kernel assertion is tested')
    .with('sched_dequeue', () => `${thread(subject)} leaves the run queue`)
    .with('sched_set_priority', () => `${thread(subject)} gets priority ${detail} (was ${object})`)
    .with('sched_preempt_end', () => `${thread(object)} goes on after ${thread(subject)}`)
    .with('sched_process_fork', () => `${thread(subject)} is created`)
    .with('sched_process_free', () => `${thread(subject)} is reaped`)
    .with('irq_thread_asked', () => `${thread(object)} is asked to serve ${source(subject)}`)
    .with('user_enter', () => `${thread(object)} enters user mode`)
    .with('user_exit', () => `${thread(object)} enters the kernel`)
    .with('cpu_idle', () => 'the CPU halts')
    .with('sched_clear_resched', () => 'reschedule no longer wanted')
    .with('sched_yield', () => `${thread(subject)} yields`)
    .with('library_switch', () =>
      object === NONE
        ? `${thread(subject)} puts its thread down`
        : `${thread(subject)} takes up ${m.nameOf('user', object)}`,
    )
    .with('lwp_create', () => `${lwp(subject)} is created`)
    .with('lwp_exit', () => `${lwp(subject)} ends`)
    .with('lwp_switch', () => `${lwp(subject)} → ${lwp(object)}`)
    .with('lwp_sleep', () => `${lwp(subject)} waits in the kernel`)
    .with('lwp_wakeup', () => `${lwp(subject)} is woken`)
    .with('lwp_kill', () => `${lwp(object)} is sent a signal`)
    .with('thread_switch', () => `${thread(subject)} → ${thread(object)} on ${lwp(detail)}`)
    .with(
      'thread_runnable',
      () => `${thread(subject)} ${object === NONE ? 'is runnable' : `is handed to ${lwp(object)}`}`,
    )
    .with('thread_sleep', () => `${thread(subject)} waits in the library`)
    .with('thread_exit', () => `${thread(subject)} ends`)
    .with('process_waiting', () => 'all LWPs wait: SIGWAITING')
    .with('signal_generate', () => `${signal(subject)} is sent to the process`)
    .with('signal_select', () => `${signal(subject)} is selected`)
    .with('signal_redirect', () => `${signal(subject)} goes to ${object === NONE ? thread(detail) : lwp(object)}`)
    .with('signal_deliver', () => `${thread(object)} handles ${signal(subject)}`)
    .exhaustive();
}
