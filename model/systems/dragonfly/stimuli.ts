import type { StimulusDeclaration } from '../../system/system.ts';
import { cpuOfInterrupt, isSoft } from './lookup.ts';
import { type Dragonfly, IDLE, KERNEL, SUPPORT } from './shape.ts';

type Stimulus = StimulusDeclaration<Dragonfly>;

const sleeper = (m: Dragonfly, thread: number) => m.role[thread] !== IDLE;
const kernelThread = (m: Dragonfly, thread: number) => m.role[thread] === KERNEL || m.role[thread] === SUPPORT;

/** A call of the code that a CPU runs. */
const call = (event: string, says: string, more: Partial<Stimulus> = {}): Stimulus => ({
  to: 'cpu',
  event,
  source: 'world',
  says,
  ...more,
});

/** What may happen next, in order of preference: first what the kernel owes, then what moves it on. */
export const dragonflyStimuli = {
  ipi: { ...call('XIPIQ', 'gets a message from another CPU'), source: 'kernel', interrupts: true },
  handler_end: { ...call('HANDLER_END', 'ends the interrupt handlers'), source: 'kernel' },
  sys_exit: call('SYSRET', 'returns to user mode'),
  crit_exit: call('CRIT_EXIT', 'leaves its critical section'),
  hard_exit: call('HARD_EXIT', 'leaves its hard section', { where: (m) => m.option.hardSections === 1 }),
  spin_unlock: call('SPIN_UNLOCK', 'releases its spinlock', { where: (m) => m.option.spinning === 1 }),
  switch: call('SWITCH_AWAY', 'switches away', { where: (m) => m.option.descheduling === 1 }),
  sys_enter: call('SYSCALL', 'enters the kernel'),
  sleep: call('SLEEP', 'goes to sleep'),
  yield: call('YIELD', 'yields'),
  crit_enter: call('CRIT_ENTER', 'enters a critical section', { where: (m) => m.option.criticalDepth > 0 }),
  hard_enter: call('HARD_ENTER', 'enters a hard section', { where: (m) => m.option.hardSections === 1 }),
  spin_lock: call('SPIN_LOCK', 'takes a spinlock', { where: (m) => m.option.spinning === 1 }),
  deschedule: call('DESCHEDULE', 'leaves the run queue and runs on', { where: (m) => m.option.descheduling === 1 }),
  deschedule_thread: call('DESCHEDULE_THREAD', 'deschedules', {
    with: 'thread',
    where: (m, cpu, thread) => m.option.descheduling === 1 && m.role[thread] === KERNEL && m.home[thread] === cpu,
  }),
  wakeup: call('WAKEUP', 'wakes', { with: 'thread', where: (m, _cpu, thread) => sleeper(m, thread) }),
  start: call('START_THREAD', 'schedules', {
    with: 'thread',
    where: (m, cpu, thread) => sleeper(m, thread) && (kernelThread(m, thread) || remotePreemptable(m, cpu, thread)),
  }),
  softint: call('SOFTINT', 'asks for the software interrupt', {
    with: 'interrupt',
    where: (m, _cpu, interrupt) => isSoft(m, interrupt),
  }),
  softint_later: call('SOFTINT_LATER', 'asks for the software interrupt at the next tick', {
    with: 'interrupt',
    where: (m, cpu, interrupt) =>
      m.option.delayedSoftInterrupts === 1 && isSoft(m, interrupt) && cpuOfInterrupt(m, interrupt) === cpu,
  }),
  signal: call('SIGNAL', 'signals', { with: 'lwp', where: (m, _cpu, _lwp) => m.option.signals === 1 }),
  create: call('CREATE', 'creates', { with: 'thread', where: (m, _cpu, thread) => m.mortal[thread] === 1 }),
  exit: call('EXIT', 'exits'),
  reap: call('REAP', 'reaps', { with: 'thread', where: (m, _cpu, thread) => m.mortal[thread] === 1 }),
  interrupt: {
    ...call('INTERRUPT', 'is interrupted by'),
    with: 'interrupt',
    interrupts: true,
    where: (m, cpu, interrupt) => !isSoft(m, interrupt) && cpuOfInterrupt(m, interrupt) === cpu,
  },
  tick: { ...call('XTIMER', 'takes a clock tick'), interrupts: true },
  second: {
    to: 'interrupt',
    event: 'SECOND',
    source: 'world',
    where: (m) => m.option.livelockLimit > 0,
    says: 'begins a new second',
  },
} as const satisfies Readonly<Record<string, Stimulus>>;

/** Only with the option: a CPU schedules a preemptable thread of another CPU by itself. */
function remotePreemptable(m: Dragonfly, cpu: number, thread: number): boolean {
  return m.option.remotePreemptable === 1 && m.home[thread] !== cpu;
}
