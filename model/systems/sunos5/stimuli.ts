import type { StimulusDeclaration } from '../../system/system.ts';
import { isSoft } from './lookup.ts';
import { INTERRUPT, REAL_TIME, type Sunos5 } from './shape.ts';
import { synchronizationStimuli } from './synchronization.ts';

type Stimulus = StimulusDeclaration<Sunos5>;

const ordinary = (m: Sunos5, thread: number) => m.class[thread] < INTERRUPT;

const swappable = (m: Sunos5, _cpu: number, thread: number) =>
  m.option.swapping === 1 && ordinary(m, thread) && m.class[thread] !== REAL_TIME;

/** A call of the code that a CPU runs. */
const call = (event: string, says: string, more: Partial<Stimulus> = {}): Stimulus => ({
  to: 'cpu',
  event,
  source: 'world',
  says,
  ...more,
});

/** What may happen next, in order of preference: first what the kernel owes, then what moves it on. */
export const sunos5Stimuli = {
  cross_call: { ...call('CROSS_CALL', 'is poked by another CPU'), source: 'kernel', interrupts: true },
  retry: { ...call('RETRY', 'tries again to preempt'), source: 'kernel', interrupts: true },
  soft_interrupt: {
    ...call('SOFT_INTERRUPT', 'serves the soft interrupt', {
      with: 'interrupt',
      where: (m, cpu, interrupt) => isSoft(m, interrupt) && m.arrivesAt[interrupt] === cpu,
    }),
    source: 'kernel',
    interrupts: true,
  },
  idle_switch: { ...call('IDLE_SWTCH', 'finds work while idle'), source: 'kernel' },
  handler_end: { ...call('HANDLER_END', 'ends the interrupt handler'), source: 'kernel' },
  mutex_exit: call('MUTEX_EXIT', 'releases', { with: 'mutex' }),
  ...synchronizationStimuli,
  preempt_enable: call('PREEMPT_ENABLE', 'enables preemption', { where: (m) => m.option.disabling === 1 }),
  sys_exit: call('SYSRET', 'returns to user mode'),
  sys_enter: call('SYSCALL', 'enters the kernel'),
  mutex_enter: call('MUTEX_ENTER', 'takes', { with: 'mutex' }),
  wakeup: call('WAKEUP', 'wakes', { with: 'thread', where: (m, _cpu, thread) => ordinary(m, thread) }),
  sleep: call('SLEEP', 'goes to sleep', { where: (m) => m.option.sleepless === 0 }),
  yield: call('YIELD', 'yields', { where: (m) => m.option.yielding === 1 }),
  preempt_disable: call('PREEMPT_DISABLE', 'disables preemption', { where: (m) => m.option.disabling === 1 }),
  post: call('POST', 'posts the soft interrupt', {
    with: 'interrupt',
    where: (m, cpu, interrupt) => isSoft(m, interrupt) && m.arrivesAt[interrupt] === cpu,
  }),
  interrupt: {
    ...call('INTERRUPT', 'is interrupted by', {
      with: 'interrupt',
      where: (m, cpu, interrupt) => !isSoft(m, interrupt) && m.arrivesAt[interrupt] === cpu,
    }),
    interrupts: true,
  },
  second: call('SECOND', 'updates the time-sharing class'),
  swap_out: call('SWAP_OUT', 'swaps out', { with: 'thread', where: swappable }),
  swap_in: call('SWAP_IN', 'swaps in', { with: 'thread', where: swappable }),
} as const satisfies Readonly<Record<string, Stimulus>>;
