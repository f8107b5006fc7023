import { condition } from '../../../machines/sunos4/condition.ts';
import { level } from '../../../machines/sunos4/level.ts';
import { monitor } from '../../../machines/sunos4/monitor.ts';
import { pod } from '../../../machines/sunos4/pod.ts';
import { thread } from '../../../machines/sunos4/thread.ts';
import { choice, entity, flag, queue, reference, shape, yesno } from '../../system/declare.ts';
import type { MachineOf } from '../../system/types.ts';

/** Roles of threads, as numbers. An agent sends messages like a thread, and never runs. */
export const ORDINARY = 0;
export const SERVER = 1;
export const SIGNAL_AGENT = 2;
export const LASTRITES_AGENT = 3;

/** How a thread stands to the floating-point registers. */
export const NO_FLOATS = 0;
export const DECLARED = 1;
export const UNDECLARED = 2;

/** What the library keeps. The pod is the only `cpu`: one process, one processor. */
export const sunos4Shape = shape({
  kinds: {
    cpu: { chart: pod },
    level: { chart: level },
    thread: {
      chart: thread,
      attributes: {
        /** The priority that it is created with; that of main is the highest available. */
        startsAt: entity('level'),
        role: choice(['thread', 'server', 'agent', 'lastrites'], 'thread'),
        /** Whether it is created with LWPSUSPEND. */
        startsSuspended: yesno(),
        /** Whether it computes with floats, and whether it has called lwp_fpset. */
        floatingPoint: choice(['none', 'declared', 'undeclared'], 'none'),
      },
    },
    monitor: { chart: monitor },
    condition: { chart: condition, attributes: { of: entity('monitor') } },
  },
  fields: {
    // What runs. A running thread stays at the head of its queue.
    current: reference('cpu', 'thread'),
    priority: reference('thread', 'level'),
    runQueue: queue('level', 'thread'),
    suspended: flag('thread'),
    // Whom a thread waits for; of an agent, the thread that created it.
    peer: reference('thread', 'thread'),
    messages: queue('thread', 'thread'),
    eventWaits: flag('thread'),
    // Monitors and conditions.
    owner: reference('monitor', 'thread'),
    entering: queue('monitor', 'thread'),
    waiting: queue('condition', 'thread'),
    // Whose values stand in the floating-point registers, and who has any.
    registers: reference('cpu', 'thread'),
    floats: flag('thread'),
    // A note for properties: who made the system call that is in progress.
    caller: reference('cpu', 'thread'),
  },
  options: {
    /** What the threads of the topology do; the fewer, the fewer states. */
    scheduling: yesno(true),
    sleeping: yesno(true),
    joining: yesno(true),
    suspension: yesno(true),
    destruction: yesno(true),
    messages: yesno(true),
    breaking: yesno(true),
    systemCalls: yesno(true),
    /** Whether the program is linked with the non-blocking I/O library. */
    nonBlockingIo: yesno(),
  },
});

export type Sunos4 = MachineOf<typeof sunos4Shape>;

/** The only pod. */
export const POD = 0;
/** The thread that `main` becomes. */
export const MAIN = 0;
/** The lowest priority, MINPRIO. */
export const LOWEST = 0;

export const isAgent = (m: Sunos4, thread: number): boolean => m.role[thread] >= SIGNAL_AGENT;

/** How many threads and agents there can be. */
export const slots = (m: Sunos4): number => m.role.length;
