import type { StimulusDeclaration } from '../../system/system.ts';
import { isSoft } from './lookup.ts';
import { INTERRUPT, REAL_TIME, type Sunos5, SYSTEM } from './shape.ts';
import { synchronizationStimuli } from './synchronization.ts';

type Stimulus = StimulusDeclaration<Sunos5>;

const ordinary = (m: Sunos5, thread: number) => m.class[thread] < INTERRUPT;

const swappable = (m: Sunos5, _cpu: number, thread: number) =>
  m.option.swapping === 1 && ordinary(m, thread) && m.class[thread] !== REAL_TIME;

/** Anything is there that can make an LWP break off a system call. */
const lifecycle = ({ option }: Sunos5) =>
  option.exiting +
    option.ending +
    option.suspending +
    option.forking +
    option.signalling +
    option.killing +
    option.jobControl >
  0;

/** A call of the code that a CPU runs. */
const call = (event: string, says: string, more: Partial<Stimulus> = {}): Stimulus => ({
  to: 'cpu',
  event,
  source: 'world',
  says,
  ...more,
});

/** A place for a thread of the kernel's own. */
const kernelPlace = (m: Sunos5, thread: number) =>
  m.unborn[thread] === 1 && m.class[thread] === SYSTEM && !m.body.includes(thread);

/** All LWPs of the process are still to be made: a place for the child of a fork. */
const childPlace = (m: Sunos5, process: number) =>
  m.body.every((body, lwp) => m.belongsTo[lwp] !== process || m.unborn[body] === 1);

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
  interrupted_call: {
    ...call('INTERRUPTED_CALL', 'ends its system call early', { where: lifecycle }),
    source: 'kernel',
  },
  handler_end: { ...call('HANDLER_END', 'ends the interrupt handler'), source: 'kernel' },
  mutex_exit: call('MUTEX_EXIT', 'releases', { with: 'mutex' }),
  ...synchronizationStimuli,
  preempt_enable: call('PREEMPT_ENABLE', 'enables preemption', { where: (m) => m.option.disabling === 1 }),
  sys_exit: call('SYSRET', 'returns to user mode'),
  sys_enter: call('SYSCALL', 'enters the kernel'),
  mutex_enter: call('MUTEX_ENTER', 'asks for', { with: 'mutex' }),
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
  // processes, LWPs and signals
  lwp_create: call('LWP_CREATE', 'creates an LWP', { with: 'request' }),
  lwp_exit: call('LWP_EXIT', 'ends its LWP', { where: (m) => m.option.exiting === 1 }),
  exit: call('EXIT', 'ends its process', { where: (m) => m.option.ending === 1 }),
  lwp_wait: call('LWP_WAIT', 'waits for the end of an LWP', { where: (m) => m.option.waiting === 1 }),
  lwp_suspend: call('LWP_SUSPEND', 'suspends', { with: 'lwp', where: (m) => m.option.suspending === 1 }),
  lwp_continue: call('LWP_CONTINUE', 'continues', {
    with: 'lwp',
    where: (m) => m.option.suspending + m.option.continuing > 0,
  }),
  fork1: call('FORK1', 'forks, with one LWP,', {
    with: 'process',
    where: (m, _cpu, process) => m.option.forking === 1 && childPlace(m, process),
  }),
  forkall: call('FORKALL', 'forks, with all LWPs,', {
    with: 'process',
    where: (m, _cpu, process) => m.option.forking === 1 && childPlace(m, process),
  }),
  sigprocmask: call('SIGPROCMASK', 'masks the signal, or no longer', { where: (m) => m.option.signalling === 1 }),
  thread_create: call('THREAD_CREATE', 'creates the kernel thread', {
    with: 'thread',
    where: (m, _cpu, thread) => kernelPlace(m, thread),
  }),
  thread_exit: call('THREAD_EXIT', 'ends its kernel thread', {
    where: (m) => m.class.some((_, thread) => kernelPlace(m, thread)),
  }),
  signal: call('SIGNAL', 'sends the signal to', { with: 'process', where: (m) => m.option.signalling === 1 }),
  lwp_signal: call('LWP_SIGNAL', 'sends the signal to', { with: 'lwp', where: (m) => m.option.signalling === 1 }),
  sigkill: call('SIGKILL', 'sends SIGKILL to', { with: 'process', where: (m) => m.option.killing === 1 }),
  sigstop: call('SIGSTOP', 'sends SIGSTOP to', { with: 'process', where: (m) => m.option.jobControl === 1 }),
  sigcont: call('SIGCONT', 'sends SIGCONT to', { with: 'process', where: (m) => m.option.jobControl === 1 }),
} as const satisfies Readonly<Record<string, Stimulus>>;
