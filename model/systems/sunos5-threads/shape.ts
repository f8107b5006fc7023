import { cpu } from '../../../machines/sunos5-threads/cpu.ts';
import { lwp } from '../../../machines/sunos5-threads/lwp.ts';
import { process } from '../../../machines/sunos5-threads/process.ts';
import { aslwp, signal } from '../../../machines/sunos5-threads/signal.ts';
import { mutex, semaphore } from '../../../machines/sunos5-threads/sync.ts';
import { userThread } from '../../../machines/sunos5-threads/user-thread.ts';
import type { WithLibrary } from '../../policy/runtime/with-runtime.ts';
import { counter, flag, number, queue, reference, shape, value, yesno } from '../../system/declare.ts';
import type { Effect, Guard, MachineOf } from '../../system/types.ts';
import type { KernelBeneath } from './kernel.ts';

/** The only entity of kind `process`, and the number of the first thread: it runs `main`. */
export const PROCESS = 0;
export const MAIN = 0;

/** Preemption of the thread of an LWP: nobody wants it, SIGLWP is on its way, or it waits for a critical section. */
export const NO_PREEMPTION = 0;
export const PREEMPTION_SENT = 1;
export const PREEMPTION_DEFERRED = 2;

/** Signals that the model has room for. */
export const MOST_SIGNALS = 4;
const EVERY_SIGNAL = 2 ** MOST_SIGNALS - 1;

/** Largest count of a semaphore. */
export const MOST_POSTS = 2;

/** What the threads library and the kernel beneath it keep; see `docs/systems/sunos5-threads.md`. */
export const threadsShape = shape({
  kinds: {
    process: { chart: process },
    cpu: { chart: cpu },
    lwp: { chart: lwp },
    thread: {
      chart: userThread,
      attributes: {
        priority: number(0, 127, 10),
        /** THR_BOUND: it has an LWP of its own. */
        bound: yesno(),
        /** THR_NEW_LWP: its creation adds an LWP to the pool. */
        newLwp: yesno(),
        /** May end, and is created again. `main` must not. */
        mortal: yesno(),
        /** Exists from the start: runnable, or, if bound, on an LWP of its own. `main` always does. */
        started: yesno(),
      },
    },
    mutex: { chart: mutex, attributes: { shared: yesno() } },
    semaphore: { chart: semaphore },
    signal: { chart: signal },
    aslwp: { chart: aslwp },
  },
  fields: {
    // What runs where.
    onCpu: reference('cpu', 'lwp'),
    /** The active thread of an LWP, and the one that it has been woken for. */
    current: reference('lwp', 'thread'),
    assigned: reference('lwp', 'thread'),
    /** The LWP that a thread is active on or dispatchable for. */
    lwpOf: reference('thread', 'lwp'),
    /** Bound threads and their LWPs. */
    boundThread: reference('lwp', 'thread'),
    boundLwp: reference('thread', 'lwp'),
    /** The register that points to the structure of the thread that executes: how thread-local storage is found. */
    self: reference('lwp', 'thread'),
    preemption: value('lwp', PREEMPTION_DEFERRED),
    critical: flag('thread'),
    /** Somebody wants it stopped: it stops when its LWP takes the SIGLWP that was sent for it. */
    stopWanted: flag('thread'),
    timedOut: flag('lwp'),
    /** Its thread has come back from the kernel, and the library has not chosen for this LWP since. */
    returned: flag('lwp'),
    // The pool.
    /** Threads that are runnable without an LWP. Two bits less than a lane has, so that worlds of 10,000 threads have room. */
    runnable: counter('process', 16_383),
    requested: value('process', 255),
    hinted: flag('process'),
    // Synchronization.
    holder: reference('mutex', 'thread'),
    sleepers: queue('mutex', 'thread'),
    kernelSleepers: queue('mutex', 'lwp'),
    count: value('semaphore', MOST_POSTS),
    waiters: queue('semaphore', 'thread'),
    // Signals: bit n stands for signal n.
    masked: value('thread', EVERY_SIGNAL),
    threadPending: value('thread', EVERY_SIGNAL),
    /** What the kernel knows of masks. Without the aslwp, it follows the masks of threads lazily. */
    lwpMasked: value('lwp', EVERY_SIGNAL),
    lwpPending: value('lwp', EVERY_SIGNAL),
    selected: reference('aslwp', 'signal'),
  },
  options: {
    /** Whether the library preempts threads. */
    preemption: yesno(true),
    /** Whether the kernel may take a CPU from an LWP for another one. */
    kernelPreemption: yesno(true),
    /** Whether threads yield. */
    yields: yesno(true),
    /** Waits in the kernel that count as indefinite (reads from terminals, poll), and as finite (disk, page faults). */
    indefiniteWaits: yesno(true),
    finiteWaits: yesno(false),
    /** Critical sections of the library, in which preemption is deferred. */
    criticalSections: yesno(false),
    /** Calls of thr_suspend and thr_continue. */
    suspension: yesno(false),
    /** Calls of thr_setconcurrency. */
    hints: yesno(false),
    /** Whether idle LWPs age. */
    aging: yesno(true),
  },
});

/** `kernel`: what lies beneath, when it is more than the charts of this system. */
export type Threads = MachineOf<typeof threadsShape> & WithLibrary & { readonly kernel?: KernelBeneath };
export type ThreadsGuard = Guard<Threads>;
export type ThreadsEffect = Effect<Threads>;

/** Why an LWP entered the kernel; detail of `sys_enter`. */
export const ENTRY = {
  create: 1,
  idle: 3,
  wake: 4,
  park: 5,
  unpark: 6,
  kill: 7,
  signal: 8,
  syscall: 9,
  fault: 10,
  object: 11,
  giveBack: 12,
  mask: 13,
} as const;

/** How an LWP waits in the kernel; detail of `lwp_sleep`. */
export const SLEEP = { indefinite: 0, finite: 1, parked: 2, timed: 3, object: 4 } as const;
