import { schedulingClass } from '../../../machines/svr4/class.ts';
import { cpu } from '../../../machines/svr4/cpu.ts';
import { lwp } from '../../../machines/svr4/lwp.ts';
import { process } from '../../../machines/svr4/process.ts';
import { thread } from '../../../machines/svr4/thread.ts';
import { choice, flag, number, queue, reference, shape, value, yesno } from '../../system/declare.ts';
import type { MachineOf } from '../../system/types.ts';

/** Roles of what the kernel schedules. */
export const LWP = 0;
export const DAEMON = 1;

/**
 * Classes, in the order in which topologies list them. Of fixed priorities there are two, of one class; SYSTEM is for
 * daemons and no topology names it.
 */
export const TIME_SHARING = 0;
export const FIXED_CLASS = 1;
export const FIXED_PRIORITY = 2;
export const HIGHER_FIXED_PRIORITY = 3;
export const SYSTEM = 4;

/** Global priorities: three of the time-sharing range, which the fixed class shares, then system, then two fixed ones. */
export const LOWEST = 0;
export const BASE = 1;
export const HIGHEST_TIME_SHARING = 2;
export const SYSTEM_PRIORITY = 3;
export const FIXED = 4;
export const HIGHER_FIXED = 5;

/** Most LWPs that a program asks for. */
export const MOST = 2;

/**
 * What the kernel and the threads library of one process keep. Kind `thread` is what the kernel schedules, that is, LWPs
 * and daemons; kind `user` are the threads of the library.
 */
export const svr4Shape = shape({
  kinds: {
    process: { chart: process },
    cpu: { chart: cpu },
    thread: { chart: lwp, attributes: { role: choice(['lwp', 'daemon'], 'lwp') } },
    user: {
      chart: thread,
      attributes: {
        /** Its priority in the library: the greater, the sooner it gets an LWP. */
        importance: number(0, 3, 1),
        /** THR_BOUND. */
        bound: yesno(),
        /** THR_INCR_CONC. */
        incrConc: yesno(),
      },
    },
    class: { chart: schedulingClass },
  },
  fields: {
    // The kernel.
    current: reference('cpu', 'thread'),
    runQueue: queue('process', 'thread'),
    inClass: value('thread', SYSTEM),
    global: value('thread', HIGHER_FIXED),
    // The library.
    carries: reference('thread', 'user'),
    boundTo: reference('thread', 'user'),
    ready: queue('process', 'user'),
    requested: value('process', MOST),
    /** thr_setconcurrency has asked for LWPs that have not come yet. */
    asked: flag('process'),
    sigwaiting: flag('process'),
  },
  options: {
    /** What happens in the topology; the less, the fewer states. */
    ticks: yesno(true),
    sleeping: yesno(true),
    yielding: yesno(true),
    systemCalls: yesno(true),
    finiteWaits: yesno(true),
    aging: yesno(true),
    setconcurrency: yesno(true),
    /** Whether threads that wait count as active when LWPs age; the programmer's guide says they don't. */
    sleepersCount: yesno(),
    /** Whether classes are changed for the whole process, and for one LWP. */
    processPriocntl: yesno(true),
    lwpPriocntl: yesno(true),
  },
});

export type Svr4 = MachineOf<typeof svr4Shape>;

/** The only process with threads, its first LWP and its first thread. */
export const PROCESS = 0;
export const FIRST_LWP = 0;
export const MAIN = 0;
