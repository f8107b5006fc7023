import { cpu } from '../../../machines/dragonfly/cpu.ts';
import { interrupt } from '../../../machines/dragonfly/interrupt.ts';
import { lwp } from '../../../machines/dragonfly/lwp.ts';
import { critExit, doreti, splz, yieldPath, yieldQuick } from '../../../machines/dragonfly/paths/exits.ts';
import { handler, interruptLoop, processIpis, window } from '../../../machines/dragonfly/paths/interrupts.ts';
import { idleLoop, preempt, start, switched } from '../../../machines/dragonfly/paths/switches.ts';
import { syscallReturn, userReturn } from '../../../machines/dragonfly/paths/user-return.ts';
import { thread } from '../../../machines/dragonfly/thread.ts';
import { choice, counter, entity, flag, number, queue, reference, shape, value, yesno } from '../../system/declare.ts';
import type { Effect, Guard, MachineOf } from '../../system/types.ts';

/** Roles of threads, as numbers. */
export const KERNEL = 0;
export const LWP = 1;
export const SOFT = 2;
export const HARD = 3;
export const SUPPORT = 4;
export const IDLE = 5;

/** What kinds of handlers an interrupt has: threaded ones only, clock-class ones that run in place, or both. */
export const THREADED = 0;
export const IN_PLACE = 1;

/** Priority of an LWP in user mode and until it blocks, and of one that has blocked in the kernel (TDPRI_…). */
export const USER_NORM = 6;
export const KERN_USER = 10;

/** The kernel allows 20 levels of interrupt nesting; the model as many as its own code can need (DF-43). */
export const INTERRUPT_NESTING_LIMIT = 2;

/** The length of a run queue is kept modulo this, so that a lane stays narrow. */
export const RUN_COUNT_RANGE = 128;

/** What DragonFly's dispatcher keeps; see `docs/systems/dragonfly.md`. */
export const dragonflyShape = shape({
  kinds: {
    cpu: { chart: cpu },
    thread: {
      chart: thread,
      attributes: {
        home: entity('cpu'),
        role: choice(['kernel', 'lwp', 'soft', 'hard', 'support', 'idle'], 'kernel'),
        basePriority: number(0, 31, 12),
        /** td_upri: among equal priorities the greater one is more urgent. */
        userPriority: number(0, 7, 0),
        /** May exit, and is created again. */
        mortal: yesno(),
        /** Runs the callouts of its CPU: the hardclock wakes it. */
        callouts: yesno(),
      },
    },
    lwp: { chart: lwp, attributes: { body: entity('thread') } },
    interrupt: {
      chart: interrupt,
      attributes: {
        handledBy: entity('thread'),
        class: choice(['hard', 'soft'], 'hard'),
        trigger: choice(['level', 'edge'], 'level'),
        handlers: choice(['threaded', 'in-place', 'both'], 'threaded'),
        /** Its handlers may sleep. */
        sleeps: yesno(),
      },
    },
  },
  fields: {
    // per CPU
    current: reference('cpu', 'thread'),
    /** The thread that has lost the CPU and whose RUNNING flag is not cleared yet. */
    leaving: reference('cpu', 'thread'),
    runQueue: queue('cpu', 'thread'),
    runCount: counter('cpu', RUN_COUNT_RANGE - 1, 'modulo'),
    /** Interrupts noted for later, in the order in which they are served. */
    pending: queue('cpu', 'interrupt'),
    /** Messages from other CPUs: threads to schedule, interrupt threads to ask. */
    messages: queue('cpu', 'thread'),
    requests: queue('cpu', 'interrupt'),
    userQueue: queue('cpu', 'lwp'),
    designatedLwp: reference('cpu', 'lwp'),
    ipisFlag: flag('cpu'),
    interruptsFlag: flag('cpu'),
    timerFlag: flag('cpu'),
    runningFlag: flag('cpu'),
    lwktReschedule: flag('cpu'),
    userReschedule: flag('cpu'),
    signalFlag: flag('cpu'),
    interruptNesting: counter('cpu', 7),
    ipiNesting: counter('cpu', 3),
    spinlocks: counter('cpu', 1),
    /** A CPU has asked for attention and has not got it yet; no other asks meanwhile. */
    npoll: flag('cpu'),
    /** The hardware IPI is on its way. */
    ipiSignal: flag('cpu'),
    // per thread
    priority: value('thread', 31),
    critical: counter('thread', 15),
    nesting: counter('thread', 7),
    runs: flag('thread'),
    queued: flag('thread'),
    preemptLock: flag('thread'),
    preemptDone: flag('thread'),
    exiting: flag('thread'),
    exitSignal: flag('thread'),
    /** td_preempted: the victim to which this thread must give the CPU back. */
    victim: reference('thread', 'thread'),
    /** Tokens, cpusyncs and migration come later: nothing sets these yet. */
    tokens: counter('thread', 1),
    cpusyncs: counter('thread', 1),
    migrating: flag('thread'),
    // per interrupt
    asked: flag('interrupt'),
    masked: flag('interrupt'),
    delayed: flag('interrupt'),
    rate: counter('interrupt', 3, 'saturate'),
    /** Paths that are about to schedule its thread. */
    dispatching: counter('interrupt', 7),
  },
  paths: {
    critExit: { chart: critExit },
    splz: { chart: splz },
    doreti: { chart: doreti },
    yieldPath: { chart: yieldPath },
    yieldQuick: { chart: yieldQuick },
    handler: { chart: handler, locals: ['interrupt'] },
    window: { chart: window, locals: ['interrupt'] },
    interruptLoop: { chart: interruptLoop },
    processIpis: { chart: processIpis, locals: ['frame'] },
    switched: { chart: switched },
    preempt: { chart: preempt, locals: ['newcomer', 'nesting'] },
    start: { chart: start },
    idleLoop: { chart: idleLoop },
    userReturn: { chart: userReturn },
    syscallReturn: { chart: syscallReturn },
  },
  stacks: { thread: 11 },
  options: {
    /** sysctl lwkt.preempt_enable */
    preemption: yesno(true),
    /** How many critical sections the code of a thread enters by itself. */
    criticalDepth: number(0, 3, 1),
    hardSections: yesno(true),
    spinning: yesno(true),
    /** Threads deschedule themselves and go on for a while, or deschedule others. */
    descheduling: yesno(true),
    delayedSoftInterrupts: yesno(true),
    signals: yesno(true),
    /** Requests per second beyond which an interrupt is throttled; 0: never. */
    livelockLimit: number(0, 2, 0),
    /** Other CPUs schedule preemptable threads directly, which no code of the kernel does. */
    remotePreemptable: yesno(false),
  },
});

export type Dragonfly = MachineOf<typeof dragonflyShape>;
export type DragonflyGuard = Guard<Dragonfly>;
export type DragonflyEffect = Effect<Dragonfly>;

/** Guards or effects of one concern, by kind. */
export type Parts<Function> = {
  readonly [Kind in 'cpu' | 'thread' | 'lwp' | 'interrupt' | 'path']?: Readonly<Record<string, Function>>;
};
