import { condvar } from '../../../machines/sunos5/condvar.ts';
import { cpu } from '../../../machines/sunos5/cpu.ts';
import { dispq } from '../../../machines/sunos5/dispq.ts';
import { interrupt } from '../../../machines/sunos5/interrupt.ts';
import { lwp } from '../../../machines/sunos5/lwp.ts';
import { mutex } from '../../../machines/sunos5/mutex.ts';
import { fork } from '../../../machines/sunos5/paths/fork.ts';
import { highLevel } from '../../../machines/sunos5/paths/high-level.ts';
import { issig } from '../../../machines/sunos5/paths/issig.ts';
import { lwpCreate } from '../../../machines/sunos5/paths/lwp-create.ts';
import { lwpExit, procExit } from '../../../machines/sunos5/paths/lwp-exit.ts';
import { lwpSuspend, lwpWait } from '../../../machines/sunos5/paths/lwp-wait.ts';
import { mutexEnter } from '../../../machines/sunos5/paths/mutex-enter.ts';
import { kpreempt, swtch, userReturn } from '../../../machines/sunos5/paths/swtch.ts';
import { cvWait, semaP, spinEnter } from '../../../machines/sunos5/paths/waits.ts';
import { process } from '../../../machines/sunos5/process.ts';
import { request } from '../../../machines/sunos5/request.ts';
import { rwlock } from '../../../machines/sunos5/rwlock.ts';
import { semaphore } from '../../../machines/sunos5/semaphore.ts';
import { spinMutex } from '../../../machines/sunos5/spin-mutex.ts';
import { thread } from '../../../machines/sunos5/thread.ts';
import { choice, counter, entity, flag, number, queue, reference, shape, value, yesno } from '../../system/declare.ts';
import type { Effect, Guard, MachineOf } from '../../system/types.ts';
import { MAX_PRI, TOP_LEVEL, TS_LEVELS } from './priorities.ts';

/** Scheduling classes of threads, as numbers. Interrupt and idle threads are of the system class. */
export const CLASS_NAMES = ['ts', 'rt', 'sys', 'interrupt', 'idle'] as const;
export const TIME_SHARING = 0;
export const REAL_TIME = 1;
export const SYSTEM = 2;
export const INTERRUPT = 3;
export const IDLE = 4;

/** Sources of interrupts. */
export const DEVICE = 0;
export const SOFT = 1;
export const CLOCK = 2;

/** Largest count of a semaphore. */
export const MAX_COUNT = 2;

/** What SunOS 5 keeps; see `docs/systems/sunos5.md`. Kernel names stand with each field. */
export const sunos5Shape = shape({
  kinds: {
    cpu: { chart: cpu },
    dispq: {
      chart: dispq,
      attributes: { serves: choice(['cpu', 'partition'], 'cpu'), queueOf: entity('cpu') },
    },
    thread: {
      chart: thread,
      attributes: {
        /** CPU on which it starts, and to which it is bound if it is. */
        home: entity('cpu'),
        class: choice(CLASS_NAMES, 'sys'),
        /** Priority within its class: level of ts, or offset of rt. */
        classPriority: number(0, 2, 0),
        /** t_bound_cpu */
        bound: yesno(),
        /** A real-time thread whose quantum never ends. */
        infiniteQuantum: yesno(),
        /** t_ctx: it uses registers that are saved and loaded for those threads only that use them. */
        contextOperations: yesno(),
        /** Not there at the start: a place for a thread that is made later. Its LWP, if any, is not there either. */
        unborn: yesno(),
      },
    },
    lwp: { chart: lwp, attributes: { body: entity('thread'), belongsTo: entity('process') } },
    process: { chart: process },
    request: {
      chart: request,
      attributes: {
        /** LWP_DAEMON, LWP_DETACHED, LWP_SUSPENDED, and a flag that there is not. */
        asksDaemon: yesno(),
        asksDetached: yesno(),
        asksSuspended: yesno(),
        unknownFlag: yesno(),
        /** The context can't be read, the identifier can't be written. */
        badContext: yesno(),
        badAddress: yesno(),
      },
    },
    interrupt: {
      chart: interrupt,
      attributes: {
        arrivesAt: entity('cpu'),
        ipl: number(1, TOP_LEVEL, 1),
        source: choice(['device', 'soft', 'clock'], 'device'),
      },
    },
    mutex: { chart: mutex },
    // synchronization: objects that a topology has only when it names them
    /** `guardedBy`: the mutex that goes with the condition. */
    condvar: { chart: condvar, attributes: { guardedBy: entity('mutex') } },
    semaphore: { chart: semaphore, attributes: { initialCount: number(0, MAX_COUNT, 0) } },
    rwlock: { chart: rwlock },
    spinMutex: { chart: spinMutex },
  },
  fields: {
    // per CPU
    /** cpu_thread */
    current: reference('cpu', 'thread'),
    /** cpu_dispthread, cpu_dispatch_pri + 1 (0: idle) */
    dispatched: reference('cpu', 'thread'),
    dispatchPriority: value('cpu', MAX_PRI + 1),
    /** cpu_runrun, cpu_kprunrun, cpu_chosen_level + 1 */
    runrun: flag('cpu'),
    kprunrun: flag('cpu'),
    chosenLevel: value('cpu', MAX_PRI + 1),
    /** CPU_DISP_DONTSTEAL */
    dontSteal: flag('cpu'),
    /** PIL, cpu_base_spl, cpu_intr_actv */
    pil: value('cpu', TOP_LEVEL),
    baseSpl: value('cpu', TOP_LEVEL),
    activeLevels: value('cpu', 2 ** (TOP_LEVEL + 1) - 1),
    /** cpu_intr_thread; all of its threads are alike, so that it is kept in the order of their numbers. */
    pool: queue('cpu', 'thread'),
    /** The process whose address space the MMU of the CPU has loaded, or none for the kernel's. */
    addressSpace: reference('cpu', 'process'),
    crossCalled: flag('cpu'),
    retryPosted: flag('cpu'),
    // per dispatch queue: all levels of disp_q in one list
    runQueue: queue('dispq', 'thread'),
    /** disp_maxrunpri + 1, disp_max_unbound_pri + 1, disp_nrunnable */
    maximum: value('dispq', MAX_PRI + 1),
    unboundMaximum: value('dispq', MAX_PRI + 1),
    runnable: counter('dispq', 31),
    // per thread
    /** t_pri, t_epri (0: none) */
    priority: value('thread', MAX_PRI),
    inherited: value('thread', MAX_PRI),
    /** t_disp_queue: the queue on which it stands or, while it is onproc, that of its CPU; and its level there. */
    dispQueue: reference('thread', 'dispq'),
    level: value('thread', MAX_PRI),
    /** t_cpu */
    lastCpu: reference('thread', 'cpu'),
    /** t_preempt */
    preemptCount: counter('thread', 3),
    /** t_lock */
    runLock: flag('thread'),
    /** t_astflag */
    ast: flag('thread'),
    /** t_lwp, which an interrupt thread borrows */
    ownLwp: reference('thread', 'lwp'),
    /** Whether it ran since the last tick: t_disp_time, for the head rule, for cache warmth and for nosteal. */
    ranThisTick: flag('thread'),
    /** ts_timeleft, rt_timeleft; ts_cpupri; ts_dispwait; TSBACKQ, RTBACKQ */
    timeLeft: value('thread', 2),
    cpuPriority: value('thread', TS_LEVELS - 1),
    waited: counter('thread', 1, 'saturate'),
    expired: flag('thread'),
    /** TS_DONT_SWAP is clear; kept only where LWPs are swapped. */
    swappable: flag('thread'),
    // per interrupt thread: t_intr, t_pil, and whose handler it runs
    pins: reference('thread', 'thread'),
    threadPil: value('thread', TOP_LEVEL),
    serving: reference('thread', 'interrupt'),
    // per thread and mutex: t_wchan, m_owner, turnstile
    blockedOn: reference('thread', 'mutex'),
    /** The thread carries a turnstile of its own. */
    carries: flag('thread'),
    owner: reference('mutex', 'thread'),
    sleepers: queue('mutex', 'thread'),
    /** The mutex has an active turnstile, and how many of its waiters' turnstiles stand on its free list. */
    activeTurnstile: flag('mutex'),
    spares: counter('mutex', 15),
    /** ts_inheritor, ts_epri */
    inheritor: reference('mutex', 'thread'),
    willed: value('mutex', MAX_PRI),
    // synchronization: condition variables. t_wchan; T_SIGNALLED; a signal or timeout has ended the wait
    waitsOn: reference('thread', 'condvar'),
    waiters: queue('condvar', 'thread'),
    signalled: flag('thread'),
    cutShort: flag('thread'),
    /** t_wchan is a channel of its own: the thread sleeps until somebody wakes this very thread. */
    ownChannel: flag('thread'),
    // synchronization: semaphores
    waitsForUnit: reference('thread', 'semaphore'),
    unitSleepers: queue('semaphore', 'thread'),
    units: value('semaphore', MAX_COUNT),
    // synchronization: readers/writer locks. The word: who holds it, and the hold count
    writer: reference('rwlock', 'thread'),
    reads: reference('thread', 'rwlock'),
    holds: counter('rwlock', 15),
    /** t_wchan, the two queues of the turnstile, and the turnstile itself as with a mutex. */
    blockedOnRwlock: reference('thread', 'rwlock'),
    waitingReaders: queue('rwlock', 'thread'),
    waitingWriters: queue('rwlock', 'thread'),
    rwActiveTurnstile: flag('rwlock'),
    rwSpares: counter('rwlock', 15),
    rwInheritor: reference('rwlock', 'thread'),
    rwWilled: value('rwlock', MAX_PRI),
    // synchronization: spin mutexes, with the level to which the CPU returns
    spinOwner: reference('spinMutex', 'thread'),
    oldLevel: value('spinMutex', TOP_LEVEL),
    /** What the context operations of the thread are about is saved. */
    contextSaved: flag('thread'),
    /** The user registers of an LWP stand in the frame on its kernel stack. */
    userImage: flag('lwp'),
    // per LWP, its life; the kernel keeps these in the kernel thread: t_tid, the start bits of t_schedflag that
    // something clears, t_whystop, TP_HOLDLWP, TP_EXITLWP, TP_DAEMON, TP_TWAIT
    tid: value('lwp', 15),
    lacksCstart: flag('lwp'),
    lacksXstart: flag('lwp'),
    lacksCreate: flag('lwp'),
    stoppedFor: value('lwp', 2),
    holdAsked: flag('lwp'),
    exitAsked: flag('lwp'),
    daemonLwp: flag('lwp'),
    awaited: flag('lwp'),
    /** The condition of its process for which it sleeps. */
    waitsForProcess: value('lwp', 2),
    /** t_hold and t_sig, of the one ordinary signal. */
    maskHeld: flag('lwp'),
    directedPending: flag('lwp'),
    // per process: p_lwpcnt, p_lwprcnt, who holds the others
    lwpCount: counter('process', 15),
    lwpRunning: counter('process', 15),
    holder: reference('process', 'lwp'),
    /** p_sig (the ordinary signal, SIGSTOP), p_stopsig, SSCONT, SKILLED */
    signalPending: flag('process'),
    stopPending: flag('process'),
    stopsig: flag('process'),
    sscont: flag('process'),
    killed: flag('process'),
  },
  paths: {
    swtch: { chart: swtch, locals: ['next', 'outgoing'] },
    kpreempt: { chart: kpreempt },
    userReturn: { chart: userReturn },
    mutexEnter: { chart: mutexEnter, locals: ['mutex', 'owner'] },
    cvWait: { chart: cvWait, locals: ['condvar'] },
    semaP: { chart: semaP, locals: ['semaphore'] },
    spinEnter: { chart: spinEnter, locals: ['spinMutex'] },
    highLevel: { chart: highLevel, locals: ['interrupt', 'pil'] },
    issig: { chart: issig },
    lwpCreate: { chart: lwpCreate, locals: ['request', 'created'] },
    lwpExit: { chart: lwpExit },
    procExit: { chart: procExit },
    lwpWait: { chart: lwpWait },
    lwpSuspend: { chart: lwpSuspend, locals: ['target'] },
    fork: { chart: fork, locals: ['child', 'all'] },
  },
  // the way back to user mode, a stop in it, a kernel preemption, and the next one before that has ended
  stacks: { thread: 4, cpu: 2 },
  options: {
    /** Threads go to sleep with a mutex held. */
    sleepWithMutex: yesno(),
    /** Threads disable preemption for a while. */
    disabling: yesno(),
    yielding: yesno(),
    /** Threads that have been preempted or sleep are swapped out. */
    swapping: yesno(),
    /** Waits on condition variables end early, by a signal or a timeout. */
    timedWaits: yesno(),
    /** Threads wait for nothing but locks, conditions and semaphores once they run. */
    sleepless: yesno(),
    // processes, LWPs and signals
    /** LWPs end; they end their process. */
    exiting: yesno(),
    ending: yesno(),
    /** LWPs wait for each other's end. */
    waiting: yesno(),
    /** LWPs suspend and continue each other, or continue only. */
    suspending: yesno(),
    continuing: yesno(),
    forking: yesno(),
    /** An ordinary signal, sent to processes and LWPs, and masked. */
    signalling: yesno(),
    /** SIGKILL; SIGSTOP and SIGCONT. */
    killing: yesno(),
    jobControl: yesno(),
  },
});

export type Sunos5 = MachineOf<typeof sunos5Shape>;
export type Sunos5Guard = Guard<Sunos5>;
export type Sunos5Effect = Effect<Sunos5>;

/** Guards or effects of one concern, by kind. */
export type Parts<Function> = {
  readonly [Kind in
    | 'cpu'
    | 'thread'
    | 'lwp'
    | 'interrupt'
    | 'mutex'
    | 'dispq'
    | 'path'
    | 'condvar'
    | 'semaphore'
    | 'rwlock'
    | 'spinMutex']?: Readonly<Record<string, Function>>;
};
