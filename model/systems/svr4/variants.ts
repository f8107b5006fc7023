import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { variant } from '../../system/system.ts';
import { degrade, isFixedPriority } from './dispatch.ts';
import { threadOn } from './library.ts';
import { createLwp, FOR_BOUND_THREAD, freeSlot, poolSize, UNASKED } from './pool.ts';
import { DAEMON, FIXED_CLASS, LOWEST, PROCESS, type Svr4 } from './shape.ts';
import { svr4 } from './system.ts';

/** Mistakes in the kernel and in the threads library, each of which a property must find. `SV-M1` … in the list of rules. */

const never = () => false;
const { cpu: call } = svr4.effects;

/** SV-M1: an LWP that gets a CPU stays on the run queue. */
const dispatchedStaysQueued = variant(svr4, {
  name: 'dispatched-stays-queued',
  effects: {
    cpu: {
      dispatchBest: (m, cpu, arg) => {
        const lwp = m.runQueue.head(PROCESS);
        call.dispatchBest(m, cpu, arg);
        m.runQueue.append(PROCESS, lwp);
      },
    },
  },
});

/** SV-M2: no LWP is preempted. */
const noPreemption = variant(svr4, { name: 'no-preemption', guards: { cpu: { bestNotMoreUrgent: () => true } } });

/** SV-M3: an LWP of fixed priority does not take a CPU from a system process. */
const systemFirst = variant(svr4, {
  name: 'system-first',
  guards: {
    cpu: {
      bestNotMoreUrgent: (m, cpu) =>
        m.role[m.current.get(cpu)] === DAEMON ||
        m.global.get(m.runQueue.head(PROCESS)) <= m.global.get(m.current.get(cpu)),
    },
  },
});

/** SV-M4: the fixed class degrades like the time-sharing class. */
const everybodyDegrades = variant(svr4, {
  name: 'everybody-degrades',
  effects: {
    cpu: {
      degrade: (m, cpu) => {
        const lwp = m.current.get(cpu);
        degrade(m, cpu);
        if (m.inClass.get(lwp) === FIXED_CLASS) m.global.set(lwp, LOWEST);
      },
    },
  },
});

/** SV-M5: nobody degrades. */
const nobodyDegrades = variant(svr4, {
  name: 'nobody-degrades',
  effects: {
    cpu: { degrade: (m, cpu) => m.observe(SAW.local_timer_entry, cpu, m.current.get(cpu), 0, 0) },
  },
});

/** SV-M6: whoever runs gets another time slice. */
const sliceStartsAgain = variant(svr4, {
  name: 'slice-starts-again',
  guards: { cpu: { nobodyAsUrgentWaits: () => true } },
});

/** SV-M7: a call for a process changes its first LWP only. */
const processCallReachesOne = variant(svr4, {
  name: 'process-call-reaches-one',
  effects: { process: { changeEachLwp: (m, _process, inClass) => m.thread.SET_CLASS(0, inClass) } },
});

/** SV-M8: a user may change the class of a system process. */
const daemonsChangeClass = variant(svr4, { name: 'daemons-change-class', guards: { thread: { isDaemon: never } } });

/** SV-M9: a thread that an LWP takes up stays in the queue of the library. */
const takenStaysQueued = variant(svr4, {
  name: 'taken-stays-queued',
  effects: {
    cpu: {
      takeThread: (m, cpu, arg) => {
        const user = m.ready.head(PROCESS);
        call.takeThread(m, cpu, arg);
        m.ready.prepend(PROCESS, user);
      },
    },
  },
});

/** SV-M10: bound threads wait in the queue of the library like the others. */
const poolTakesBoundThreads = variant(svr4, { name: 'pool-takes-bound-threads', guards: { user: { isBound: never } } });

/** SV-M11: the LWP of a bound thread that has ended stays. */
const boundLwpStays = variant(svr4, { name: 'bound-lwp-stays', effects: { cpu: { exitLwp: () => {} } } });

/** SV-M12: an LWP that enters the kernel puts its thread down. */
const callPutsTheThreadDown = variant(svr4, {
  name: 'call-puts-the-thread-down',
  effects: {
    cpu: {
      callKernel: (m, cpu, arg) => {
        const lwp = m.current.get(cpu);
        call.callKernel(m, cpu, arg);
        m.user.PUT_DOWN(m.carries.get(lwp));
        m.carries.set(lwp, NONE);
      },
    },
  },
});

/** SV-M13: the library takes the second of the ready threads. */
const takesTheSecond = variant(svr4, {
  name: 'takes-the-second',
  effects: {
    cpu: {
      takeThread: (m, cpu, arg) => {
        const first = m.ready.head(PROCESS);
        if (m.ready.next(first) === NONE) {
          call.takeThread(m, cpu, arg);
          return;
        }
        m.ready.shift(PROCESS);
        call.takeThread(m, cpu, arg);
        m.ready.prepend(PROCESS, first);
      },
    },
  },
});

/** SV-M14: a thread yields to whoever is ready. */
const yieldsToAnybody = variant(svr4, {
  name: 'yields-to-anybody',
  guards: { cpu: { nobodyAsImportantIsReady: (m) => m.ready.isEmpty(PROCESS) } },
  effects: {
    cpu: {
      yieldThread: (m, cpu, arg) => {
        const user = m.carries.get(m.current.get(cpu));
        call.yieldThread(m, cpu, arg);
        m.ready.remove(PROCESS, user);
        m.ready.append(PROCESS, user);
      },
    },
  },
});

/** SV-M15: the library asks the kernel whenever an LWP takes up a thread. */
const libraryAsksTheKernel = variant(svr4, {
  name: 'library-asks-the-kernel',
  effects: {
    cpu: {
      takeThread: (m, cpu, arg) => {
        m.observe(SAW.sys_enter, cpu, m.current.get(cpu), m.current.get(cpu), 0);
        call.takeThread(m, cpu, arg);
      },
    },
  },
});

/** SV-M16: every thread is created with another LWP. */
const everyThreadGetsAnLwp = variant(svr4, {
  name: 'every-thread-gets-an-lwp',
  effects: {
    cpu: {
      createThread: (m, cpu, user) => {
        call.createThread(m, cpu, user);
        if (m.incrConc[user] === 0 && freeSlot(m) !== NONE) createLwp(m, cpu, m.current.get(cpu), UNASKED);
      },
    },
  },
});

/** SV-M17: the kernel does not notice that all LWPs are blocked. */
const blockedIsNotNoticed = variant(svr4, {
  name: 'blocked-is-not-noticed',
  effects: { process: { raiseSigwaiting: () => {} } },
});

/** SV-M18: SIGWAITING adds an LWP, whether or not a thread is ready. */
const growsForNothing = variant(svr4, { name: 'grows-for-nothing', guards: { process: { noThreadIsReady: never } } });

/** SV-M19: a thread that becomes ready wakes no LWP. */
const nobodyIsUnparked = variant(svr4, { name: 'nobody-is-unparked', effects: { cpu: { unpark: () => {} } } });

/** SV-M20: an LWP ages whatever the size of the pool. */
const agesWhateverThePool = variant(svr4, {
  name: 'ages-whatever-the-pool',
  guards: { thread: { poolNotTooLarge: never } },
});

/** SV-M21: the LWP of a bound thread belongs to the pool. */
const boundLwpJoinsThePool = variant(svr4, {
  name: 'bound-lwp-joins-the-pool',
  effects: {
    cpu: {
      createBound: (m, cpu, user) => {
        m.user.CREATE(user);
        createLwp(m, cpu, m.current.get(cpu), FOR_BOUND_THREAD);
      },
    },
  },
});

/** SV-M22: a CPU looks for another LWP whenever something happens, and switches although none is more urgent. */
const preemptsForNothing = variant(svr4, {
  name: 'preempts-for-nothing',
  guards: { cpu: { bestNotMoreUrgent: never } },
});

/** SV-M23: among LWPs of fixed priority, who has the CPU keeps it. */
const fixedPrioritiesAreAlike = variant(svr4, {
  name: 'fixed-priorities-are-alike',
  guards: {
    cpu: {
      bestNotMoreUrgent: (m, cpu, arg) => {
        const [best, current] = [m.runQueue.head(PROCESS), m.current.get(cpu)];
        const alike = isFixedPriority(m.inClass.get(best)) && isFixedPriority(m.inClass.get(current));
        return alike || svr4.guards.cpu.bestNotMoreUrgent(m, cpu, arg);
      },
    },
  },
});

/** SV-M24: an LWP that comes back from a wait has the priority that it had before. */
const waitingIsNotFavoured = variant(svr4, {
  name: 'waiting-is-not-favoured',
  effects: { thread: { boost: () => {} } },
});

/** SV-M25: an LWP that is preempted goes behind its equals. */
const preemptedToTheTail = variant(svr4, {
  name: 'preempted-to-the-tail',
  effects: { thread: { enqueueFirst: svr4.effects.thread.enqueue } },
});

/** SV-M26: THR_INCR_CONC adds no LWP. */
const incrConcIsIgnored = variant(svr4, { name: 'incr-conc-is-ignored', effects: { cpu: { addLwp: () => {} } } });

/** SV-M27: the library keeps the pool as large as was once asked for. */
const requestsAreNeverDone = variant(svr4, {
  name: 'requests-are-never-done',
  guards: { process: { nothingAskedFor: never } },
});

/** SV-M28: an LWP that waits for the disk counts as blocked. */
const diskCountsAsBlocked = variant(svr4, {
  name: 'disk-counts-as-blocked',
  guards: {
    process: {
      someLwpNotBlocked: (m) => m.role.some((role, lwp) => role !== DAEMON && isAwake(m, lwp)),
    },
  },
});

const isAwake = (m: Svr4, lwp: number): boolean =>
  m.thread.is.living(lwp) &&
  !m.thread.is.inCall(lwp) &&
  !m.thread.is.finite(lwp) &&
  !(m.thread.is.parked(lwp) && m.boundTo.get(lwp) !== NONE);

/** SV-M29: a bound thread that becomes ready does not wake its LWP. */
const boundLwpStaysParked = variant(svr4, {
  name: 'bound-lwp-stays-parked',
  effects: {
    cpu: {
      unpark: (m, cpu, user) => {
        if (m.bound[user] === 0) call.unpark(m, cpu, user);
      },
    },
  },
});

/** SV-M30: the last LWP of the pool ages like the others. */
const lastLwpAges = variant(svr4, { name: 'last-lwp-ages', guards: { thread: { lastOfPool: never } } });

/** SV-M31: a thread yields to more important ones only, and not to its equals. */
const yieldsToBettersOnly = variant(svr4, {
  name: 'yields-to-betters-only',
  guards: {
    cpu: {
      nobodyAsImportantIsReady: (m, cpu) =>
        m.ready.isEmpty(PROCESS) || m.importance[m.ready.head(PROCESS)] <= m.importance[threadOn(m, cpu)],
    },
  },
});

/** SV-M32: a request is left when the LWPs are there. */
const requestOutlivesItsLwps = variant(svr4, {
  name: 'request-outlives-its-lwps',
  effects: {
    process: {
      adjustPool: (m, process, arg) => {
        svr4.effects.process.adjustPool(m, process, arg);
        m.asked.set(PROCESS, poolSize(m) > m.requested.get(PROCESS) ? 0 : 1);
      },
    },
  },
});

/** All mutants, in the order of their numbers. */
export const svr4Variants = [
  dispatchedStaysQueued,
  noPreemption,
  systemFirst,
  everybodyDegrades,
  nobodyDegrades,
  sliceStartsAgain,
  processCallReachesOne,
  daemonsChangeClass,
  takenStaysQueued,
  poolTakesBoundThreads,
  boundLwpStays,
  callPutsTheThreadDown,
  takesTheSecond,
  yieldsToAnybody,
  libraryAsksTheKernel,
  everyThreadGetsAnLwp,
  blockedIsNotNoticed,
  growsForNothing,
  nobodyIsUnparked,
  agesWhateverThePool,
  boundLwpJoinsThePool,
  preemptsForNothing,
  fixedPrioritiesAreAlike,
  waitingIsNotFavoured,
  preemptedToTheTail,
  incrConcIsIgnored,
  requestsAreNeverDone,
  diskCountsAsBlocked,
  boundLwpStaysParked,
  lastLwpAges,
  yieldsToBettersOnly,
  requestOutlivesItsLwps,
];
