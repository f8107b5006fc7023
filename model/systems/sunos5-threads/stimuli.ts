import { NONE } from '../../state/field.ts';
import type { StimulusDeclaration } from '../../system/system.ts';
import type { MachineOf } from '../../system/types.ts';
import { freeLwp, lwpCount, threadCount } from './look.ts';
import { MAIN, PROCESS, type Threads, type threadsShape } from './shape.ts';

type M = MachineOf<typeof threadsShape>;
type Stimulus = StimulusDeclaration<M>;

/** A stimulus that exists only when an option of the topology says so. */
const when = (option: keyof M['option'], stimulus: Stimulus): Stimulus => ({
  ...stimulus,
  where: (m) => m.option[option] === 1,
});

/** Everything that may happen next: first what the kernel and the library must do, then what the program may do. */
export const threadsStimuli: Readonly<Record<string, Stimulus>> = {
  siglwp: { to: 'lwp', event: 'SIGLWP', source: 'kernel', says: 'takes the SIGLWP that was sent to it' },
  deliver: { to: 'lwp', event: 'DELIVER', with: 'signal', source: 'kernel', says: 'handles a signal' },
  look: { to: 'lwp', event: 'LOOK', source: 'kernel', says: 'looks for the thread that it is to execute' },
  handle: { to: 'process', event: 'HANDLE', source: 'kernel', says: 'handles SIGWAITING' },
  serve: { to: 'process', event: 'SERVE', source: 'kernel', says: 'serves a request for more LWPs' },
  select: { to: 'aslwp', event: 'SELECT', with: 'signal', source: 'kernel', says: 'takes a signal of the process' },
  direct: { to: 'aslwp', event: 'DIRECT', source: 'kernel', says: 'finds a thread for the signal that it has taken' },
  take: { to: 'signal', event: 'TAKE', with: 'lwp', source: 'kernel', says: 'is given by the kernel to' },
  dispatch: { to: 'cpu', event: 'DISPATCH', with: 'lwp', source: 'kernel', says: 'gets an LWP to run' },
  preempt: when('kernelPreemption', {
    to: 'cpu',
    event: 'PREEMPT',
    source: 'world',
    says: 'is taken from its LWP by the kernel',
  }),
  create: {
    to: 'lwp',
    event: 'CREATE',
    with: 'thread',
    where: (m, _lwp, thread) => m.mortal[thread] === 1 || (m.started[thread] === 0 && thread !== MAIN),
    source: 'world',
    says: 'creates a thread',
  },
  end: { to: 'lwp', event: 'END', source: 'world', says: 'has a thread that ends' },
  reap: { to: 'thread', event: 'REAP', source: 'world', says: 'is joined, and is gone' },
  yield: when('yields', { to: 'lwp', event: 'YIELD', source: 'world', says: 'has a thread that yields' }),
  lock: { to: 'lwp', event: 'LOCK', with: 'mutex', source: 'world', says: 'takes or waits for a mutex' },
  unlock: { to: 'lwp', event: 'UNLOCK', with: 'mutex', source: 'world', says: 'gives a mutex back' },
  wait: { to: 'lwp', event: 'WAIT', with: 'semaphore', source: 'world', says: 'waits for a semaphore' },
  post: { to: 'lwp', event: 'POST', with: 'semaphore', source: 'world', says: 'posts a semaphore' },
  read: when('indefiniteWaits', {
    to: 'lwp',
    event: 'SYSCALL',
    source: 'world',
    says: 'waits in the kernel for something that may never come',
  }),
  fault: when('finiteWaits', {
    to: 'lwp',
    event: 'PAUSE',
    source: 'world',
    says: 'waits in the kernel for something that will come soon',
  }),
  wakeup: { to: 'lwp', event: 'WAKEUP', source: 'world', says: 'need not wait in the kernel any longer' },
  age: when('aging', {
    to: 'lwp',
    event: 'EXPIRE',
    source: 'world',
    says: 'has been idle for so long that it has aged',
  }),
  enter: when('criticalSections', { to: 'lwp', event: 'ENTER', source: 'world', says: 'enters a critical section' }),
  leave: when('criticalSections', { to: 'lwp', event: 'LEAVE', source: 'world', says: 'leaves its critical section' }),
  suspend: {
    ...when('suspension', { to: 'lwp', event: 'STOP', source: 'world', says: 'suspends a thread' }),
    with: 'thread',
  },
  resume: {
    ...when('suspension', { to: 'lwp', event: 'CONTINUE', source: 'world', says: 'continues a thread' }),
    with: 'thread',
  },
  more: when('hints', { to: 'lwp', event: 'MORE', source: 'world', says: 'asks for one LWP more' }),
  less: when('hints', { to: 'lwp', event: 'LESS', source: 'world', says: 'asks for one LWP less' }),
  send: { to: 'signal', event: 'SEND', source: 'world', says: 'is sent to the process' },
  mask: { to: 'lwp', event: 'MASK', with: 'signal', source: 'world', says: 'masks a signal' },
  unmask: { to: 'lwp', event: 'UNMASK', with: 'signal', source: 'world', says: 'unmasks a signal' },
  seize: {
    to: 'mutex',
    event: 'SEIZE',
    where: (m, mutex) => m.shared[mutex] === 1,
    source: 'world',
    says: 'is taken by another process',
  },
  giveback: {
    to: 'mutex',
    event: 'GIVE_BACK',
    where: (m, mutex) => m.shared[mutex] === 1,
    source: 'world',
    says: 'is given back by another process',
  },
};

/** One LWP, on the first CPU, with `main` on it; then the threads that exist from the start. */
export function initialise(m: Threads): void {
  if (!startProcess(m)) return;
  m.cpu.DISPATCH(0, 0);
  startThreads(m);
}

/** One LWP with `main` on it, still without a CPU. Says whether there is anything to execute. */
export function startProcess(m: Threads): boolean {
  m.requested.set(PROCESS, 1);
  m.library.init();
  if (threadCount(m) === 0 || lwpCount(m) === 0) return false;
  if (m.bound[MAIN] === 1) m.thread.CREATE(MAIN, NONE);
  else {
    m.lwp.START(0);
    m.thread.BEGIN(MAIN, 0);
  }
  return true;
}

/** The threads that exist from the start. */
export function startThreads(m: Threads): void {
  for (let thread = 0; thread < threadCount(m); thread++) {
    if (thread === MAIN || m.started[thread] === 0 || (m.bound[thread] === 1 && freeLwp(m) === NONE)) continue;
    m.begin(); // Each creation counts as a step of its own, or 10,000 threads would look like an endless cycle.
    m.thread.CREATE(thread, NONE);
  }
}
