import { setup } from 'xstate';
import type { SignalEvent } from '../../../machines/sunos5-threads/signal.ts';
import { NONE } from '../../state/field.ts';
import { type System, variant } from '../../system/system.ts';
import { callMutants } from './call-variants.ts';
import { enqueueAgain, leaveLwp, pickNext } from './dispatch.ts';
import { block, enterKernel } from './kernel.ts';
import { lwpCount } from './look.ts';
import {
  ENTRY,
  NO_PREEMPTION,
  PROCESS,
  SLEEP,
  type Threads,
  type ThreadsEffect,
  type ThreadsGuard,
  type threadsShape,
} from './shape.ts';
import { activeAccepting, redirectToLwp } from './signals.ts';
import { passMutexOn } from './sync.ts';

type Kind = keyof typeof threadsShape.kinds;
type Replaced<F> = { readonly [K in Kind]?: Readonly<Record<string, F>> };
type Hosted = System<typeof threadsShape>;

const nothing: ThreadsEffect = () => {};
const no: ThreadsGuard = () => false;

/** The signal chart that forgets to note a selected signal in N. */
const forgetful = setup({
  types: { events: {} as SignalEvent, tags: {} as 'pending' | 'selectable' | 'notified' | 'held' },
}).createMachine({
  id: 'signal',
  initial: 'clear',
  states: {
    clear: { on: { SEND: 'pending' } },
    pending: {
      tags: ['pending', 'selectable'],
      on: { SEND: 'pending', SELECT: 'pending', HOLD: 'held', REDIRECT: 'clear' },
    },
    // held back while everybody masks it, and selectable all the same
    held: { tags: ['pending', 'selectable', 'held'], on: { SEND: 'held', SELECT: 'pending', REDIRECT: 'clear' } },
  },
});

/** The first live LWP that waits for nothing, other than one; or NONE. */
function anotherActive(m: Threads, lwp: number): number {
  for (let other = 0; other < lwpCount(m); other++) {
    if (other !== lwp && m.current.get(other) !== NONE) return other;
  }
  return NONE;
}

/** Mutants: the library and its kernel with one mistake each. */
export function threadsVariants(system: Hosted): readonly Hosted[] {
  const mutant = (
    name: string,
    replaced: { guards?: Replaced<ThreadsGuard>; effects?: Replaced<ThreadsEffect>; charts?: object },
  ): Hosted => variant(system, { name, ...(replaced as object) });
  return [
    // M61: the edge of SIGWAITING is not armed again, and what is counted wrongly.
    mutant('M61', { effects: { lwp: { returnFromKernel: nothing } } }),
    mutant('M61-aslwp', {
      effects: {
        lwp: {
          checkAllBlocked: (m, lwp, arg) => {
            if ((m.resolved.counts.aslwp ?? 0) === 0) system.effects.lwp.checkAllBlocked(m, lwp, arg);
          },
        },
      },
    }),
    mutant('no-handler', { effects: { process: { askGrow: nothing } } }),
    // M63: aging.
    mutant('M63', { guards: { lwp: { handedThread: no } } }),
    mutant('M63-last', {
      guards: { lwp: { lastOfPool: no } },
      effects: { lwp: { askShrink: (m, lwp) => m.lwp.RETIRE(lwp) } },
    }),
    mutant('ages-at-once', { guards: { lwp: { notTimedOut: no } } }),
    mutant('stays-aged', {
      effects: {
        thread: {
          takeLwp: (m, thread, lwp) => {
            const timedOut = m.timedOut.get(lwp);
            system.effects.thread.takeLwp(m, thread, lwp);
            m.timedOut.set(lwp, timedOut);
          },
        },
      },
    }),
    // M65: a bound thread that wakes up is treated like any other.
    mutant('M65', {
      guards: {
        thread: {
          isBound: (m, thread) => m.bound[thread] === 1 && !m.thread.is.run(thread) && !m.thread.is.sleep(thread),
        },
      },
    }),
    // M67: signals.
    mutant('M67', {
      effects: {
        aslwp: {
          redirectToLwp: (m, aslwp) => {
            const signal = m.selected.get(aslwp);
            const lwp = m.lwpOf.get(activeAccepting(m, signal));
            const other = anotherActive(m, lwp);
            redirectToLwp(m, aslwp);
            if (other !== NONE) m.lwpPending.set(other, m.lwpPending.get(other) | (1 << signal));
          },
        },
      },
    }),
    mutant('M67-masking', { guards: { lwp: { threadMasksSignal: no } } }),
    mutant('lowers-lazily', {
      effects: {
        lwp: {
          unmask: (m, lwp, signal) => {
            const thread = m.current.get(lwp);
            m.masked.set(thread, m.masked.get(thread) & ~(1 << signal));
          },
        },
      },
    }),
    mutant('selects-again', { charts: { signal: forgetful } }),
    // The dispatcher of the library.
    mutant('switches-in-kernel', {
      effects: {
        lwp: {
          yieldThread: (m, lwp, arg) => {
            enterKernel(m, lwp, ENTRY.syscall);
            system.effects.lwp.yieldThread(m, lwp, arg);
          },
        },
      },
    }),
    mutant('keeps-old-lwp', { effects: { thread: { leaveLwp: (m, thread, lwp) => leaveHalf(m, thread, lwp) } } }),
    mutant('forgets-to-count', {
      effects: {
        thread: {
          enqueueYielded: (m, thread, lwp) => {
            enqueueAgain('yielded')(m, thread, lwp);
            m.runnable.decrement(PROCESS);
          },
        },
      },
    }),
    mutant('keeps-self', {
      effects: {
        thread: {
          takeLwp: (m, thread, lwp) => {
            system.effects.thread.takeLwp(m, thread, lwp);
            m.self.set(lwp, 0);
          },
        },
      },
    }),
    mutant('queues-blocked', {
      effects: {
        lwp: {
          blockIndefinitely: (m, lwp) => {
            m.library.enqueue(m.current.get(lwp), lwp, 'yielded');
            block(m, lwp, ENTRY.syscall, SLEEP.indefinite);
          },
        },
      },
    }),
    // Critical sections.
    mutant('preempts-critical', { guards: { lwp: { inCriticalSection: no } } }),
    mutant('forgets-deferred', {
      effects: { lwp: { leaveAndReschedule: (m, lwp) => m.critical.set(m.current.get(lwp), 0) } },
    }),
    mutant('sleeps-with-signal', { guards: { lwp: { interruptPending: no } } }),
    // Suspension.
    mutant('stops-in-queue', { effects: { thread: { withdraw: (m) => m.runnable.decrement(PROCESS) } } }),
    mutant('forgets-to-stop', {
      effects: {
        lwp: {
          reschedule: (m, lwp) => {
            const thread = m.current.get(lwp);
            m.preemption.set(lwp, NO_PREEMPTION);
            m.thread.PREEMPT(thread, lwp);
            pickNext(m, lwp, thread);
          },
        },
      },
    }),
    // Synchronization.
    mutant('wakes-in-queue', {
      effects: {
        lwp: {
          passMutexOn: (m, lwp, mutex) => {
            const next = m.sleepers.head(mutex);
            passMutexOn(m, lwp, mutex);
            if (next !== NONE && !m.sleepers.holds(next)) m.sleepers.append(mutex, next);
          },
        },
      },
    }),
    mutant('forgets-sleepers', {
      effects: {
        lwp: {
          passMutexOn: (m, _lwp, mutex) => {
            m.holder.set(mutex, NONE);
            m.mutex.RELEASE(mutex);
          },
        },
      },
    }),
    mutant('shared-in-library', { guards: { lwp: { mutexHeldAndShared: no } } }),
    // LWPs.
    mutant('keeps-bound-lwp', { effects: { thread: { endLwpOfBound: (m, thread, lwp) => leaveLwp(m, thread, lwp) } } }),
    mutant('stays-on-cpu', { effects: { lwp: { leaveCpu: nothing } } }),
    ...Object.entries(callMutants(system)).map(([name, effects]) => mutant(name, { effects })),
  ];
}

/** Forgets that the thread has left its LWP. */
function leaveHalf(m: Threads, thread: number, lwp: number): void {
  leaveLwp(m, thread, lwp);
  if (m.bound[thread] === 0) m.lwpOf.set(thread, lwp);
}
