import { match } from 'ts-pattern';
import { NONE } from '../../model/state/field.ts';
import type { Machine } from '../../model/system/machine.ts';
import { OBSERVATIONS, type Observation, type ObservationKind } from '../../model/system/observation.ts';

/** Signals by the numbers that `signal_generate` has. */
const SIGNALS = ['the signal', 'SIGKILL', 'SIGSTOP', 'SIGCONT'];

/** One observation in words, without the CPU that made it. */
export function tell(whole: Machine, seen: Observation): string {
  const m = whole.system.told?.(whole as never, seen.kind) ?? whole;
  const kind = OBSERVATIONS[seen.kind] as ObservationKind;
  const words = whole.system.words?.[kind];
  if (words !== undefined) return words(whole as never, seen);
  const thread = (entity: number) => (entity === NONE ? 'nobody' : m.nameOf('thread', entity));
  const cpu = (entity: number) => m.nameOf('cpu', entity);
  const source = (entity: number) => m.nameOf('device' in m ? 'device' : 'interrupt', entity);
  const lwp = (entity: number) => (entity === NONE ? 'nobody' : m.nameOf('lwp', entity));
  const signal = (entity: number) => m.nameOf('signal', entity);
  const mutexes = m.resolved.names.mutex?.length ?? 0;
  const rwlock = (entity: number) => m.nameOf('rwlock', entity);
  const lock = (entity: number) => (entity < mutexes ? m.nameOf('mutex', entity) : rwlock(entity - mutexes));
  const condvar = (entity: number) => m.nameOf('condvar', entity);
  const semaphore = (entity: number) => m.nameOf('semaphore', entity);
  const process = (entity: number) => (entity === NONE ? 'process 0' : m.nameOf('process', entity));
  const user = (entity: number) => (entity === NONE ? 'nobody' : m.nameOf('user' in m ? 'user' : 'thread', entity));
  const { subject, object, detail } = seen;
  return match(kind)
    .with('sched_switch', () => `${thread(subject)} → ${thread(object)}`)
    .with('sched_waking', () => `${thread(object)} is to wake on ${cpu(detail)}`)
    .with(
      'sched_wakeup',
      () => `${thread(subject)} is queued on ${object === NONE ? "the partition's queue" : cpu(object)}`,
    )
    .with('sched_preempt', () => `${thread(subject)} preempts ${thread(object)}`)
    .with('sched_preempt_refused', () =>
      subject === NONE
        ? `${thread(object)} may not be preempted`
        : `${thread(subject)} may not preempt ${thread(object)}`,
    )
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
    .with('sys_enter', () => {
      if (subject === NONE && object === NONE) return 'the library enters the kernel';
      return `${object === NONE ? lwp(subject) : thread(object)} enters the kernel`;
    })
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
    .with('sched_choose', () => `the dispatcher takes ${thread(subject)}`)
    .with('sched_ratify', () =>
      detail === 1 ? `${thread(subject)} it is` : `something better than ${thread(subject)} came`,
    )
    .with('irq_thread_pin', () => `${thread(subject)} pins ${thread(object)}`)
    .with('irq_thread_unpin', () => `${thread(subject)} blocks and lets ${thread(object)} go on`)
    .with('irq_thread_return', () => `${thread(subject)} is done and lets ${thread(object)} go on`)
    .with('user_regs_save', () => `user registers of ${thread(object)} are saved`)
    .with('user_regs_restore', () => `user registers of ${thread(object)} are loaded`)
    .with('kernel_regs_save', () => `kernel registers of ${thread(subject)} are saved`)
    .with('kernel_regs_restore', () => `kernel registers of ${thread(subject)} are loaded`)
    .with('address_space_switch', () => `address space of ${process(object)}`)
    .with('account_tick', () => `${thread(subject)} is charged for the tick`)
    .with('account_second', () => 'the time-sharing class looks at its threads')
    .with('sched_swap', () => `${thread(subject)} is swapped ${detail === 1 ? 'in' : 'out'}`)
    .with('lock_acquire', () => `${thread(object)} takes ${lock(subject)}`)
    .with('lock_spin', () => `${thread(object)} spins for ${lock(subject)}`)
    .with('context_save', () => `context operations of ${thread(subject)} save`)
    .with('context_restore', () => `context operations of ${thread(subject)} load`)
    .with('lock_contended', () => `${thread(object)} waits for ${lock(subject)}`)
    .with('lock_release', () => `${thread(object)} releases ${lock(subject)}`)
    .with('sched_pi_inherit', () => `${thread(subject)} inherits priority ${detail}`)
    .with('sched_pi_waive', () => `${thread(subject)} waives what it inherited for ${lock(object)}`)
    .with('cv_block', () => `${thread(object)} is on the queue of ${condvar(subject)}`)
    .with('cv_wakeup', () => `${thread(object)} leaves the queue of ${condvar(subject)}`)
    .with('cv_return', () =>
      detail === 1
        ? `the wait of ${thread(object)} was cut short`
        : `${thread(object)} has waited for ${condvar(subject)}`,
    )
    .with('cv_pass_on', () => `${thread(object)} passes the signal of ${condvar(subject)} on`)
    .with('sema_take', () => `${thread(object)} takes a unit of ${semaphore(subject)}`)
    .with('sema_block', () => `${thread(object)} waits for a unit of ${semaphore(subject)}`)
    .with('sema_post', () => `${thread(object)} posts ${semaphore(subject)}`)
    .with(
      'rwlock_acquire',
      () => `${thread(object)} enters ${rwlock(subject)} as ${detail === 1 ? 'writer' : 'reader'}`,
    )
    .with(
      'rwlock_block',
      () => `${thread(object)} waits for ${rwlock(subject)} as ${detail === 1 ? 'writer' : 'reader'}`,
    )
    .with('rwlock_release', () => `${thread(object)} releases ${rwlock(subject)}`)
    .with(
      'rwlock_handoff',
      () => `${rwlock(subject)} is handed to the ${detail === 1 ? 'writer' : 'reader'} ${thread(object)}`,
    )
    .with('spin_acquire', () => `${thread(object)} takes ${m.nameOf('spinMutex', subject)}`)
    .with('spin_release', () => `${thread(object)} releases ${m.nameOf('spinMutex', subject)}`)
    .with('signal_post', () => `${SIGNALS[detail]} is sent to ${object === NONE ? process(subject) : lwp(object)}`)
    .with('signal_take', () => `${lwp(subject)} takes the signal`)
    .with('lwp_stop', () => `${thread(object)} stops itself, ${detail === 1 ? 'suspended' : 'for job control'}`)
    .with('lwp_suspended', () => `${lwp(subject)} is suspended`)
    .with('lwp_continue', () => `${lwp(subject)} may go on`)
    .with('lwp_refused', () => `${thread(object)} gets no LWP`)
    .with('lwp_wait', () => `${thread(object)} ${subject === NONE ? 'gets EDEADLK' : `finds ${lwp(subject)} ended`}`)
    .with('proc_fork', () => `${process(subject)} forks ${process(object)}`)
    .with('proc_exit', () => `${process(subject)} is down to ${thread(object)}`)
    .with('library_call', () => {
      const { says = 'calls the library', about = 'thread' } = m.system.calls?.[detail] ?? {};
      return `${user(subject)} ${says}${object === NONE ? '' : ` ${m.nameOf(about, object)}`}`;
    })
    .with('thread_create', () => `${thread(subject)} is created`)
    .with('thread_yield', () => `${thread(subject)} yields`)
    .exhaustive();
}
