import { cpuUnderLibrary } from '../../../machines/sunos5-two-level/cpu.ts';
import { userLwp } from '../../../machines/sunos5-two-level/user-lwp.ts';
import { userProcess } from '../../../machines/sunos5-two-level/user-process.ts';
import type { Field } from '../../state/field.ts';
import { choice, flag, number, type Shape } from '../../system/declare.ts';
import type { Effect, Guard } from '../../system/types.ts';
import type { Sunos5 } from '../sunos5/shape.ts';
import type { Threads } from '../sunos5-threads/shape.ts';

/** What of the library is called otherwise here, since the kernel has something of the same name. */
export const RENAMED = {
  process: 'userProcess',
  lwp: 'userLwp',
  thread: 'userThread',
  mutex: 'userMutex',
  semaphore: 'userSemaphore',
  current: 'userCurrent',
  runnable: 'userRunnable',
  holder: 'userHolder',
  sleepers: 'userSleepers',
  waiters: 'userWaiters',
  priority: 'userPriority',
  bound: 'userBound',
} as const;

/** What of the free kernel is gone: the CPUs that run any LWP at any time, and what moves them and ends waits. */
export const REPLACED = ['cpu', 'onCpu', 'dispatch', 'preempt', 'wakeup', 'age', 'seize', 'giveback'] as const;

/** Names of stimuli that both layers have. */
export const RENAMED_STIMULI = { yield: 'thr_yield', wait: 'sema_wait', post: 'sema_post' } as const;

/** The charts that differ from those of the layers. */
const charts = { cpu: cpuUnderLibrary, userLwp, userProcess };

/** The shape of both layers with the charts at the seams, and what topologies say about LWPs for the kernel. */
export function twoLevelShape(both: Shape): Shape {
  const kinds = Object.entries(both.kinds).map(([kind, declared]) => {
    const chart = charts[kind as keyof typeof charts] ?? declared.chart;
    return [kind, { ...declared, chart, ...(kind === 'userLwp' ? { attributes: ofLwp } : {}) }];
  });
  return { ...both, kinds: Object.fromEntries(kinds), fields: { ...both.fields, ...fields } };
}

const fields = {
  /** The registers of a thread stand in its structure, or on its stack: where it would go on. */
  userContextSaved: flag('userThread'),
  /** A SIGLWP was sent, and the kernel has not yet run its handler on the way to user mode. */
  undelivered: flag('userLwp'),
};

/** Class and priority of the kernel thread of an LWP: the library knows nothing of them. */
const ofLwp = { kernelClass: choice(['ts', 'rt'], 'ts'), kernelPriority: number(0, 2, 0) };

/** The machine as the kernel of `sunos5` sees it, with the library's view of it and the charts of the seam. */
export type TwoLevel = Sunos5 & {
  readonly library: Threads;
  readonly userLwp: Threads['lwp'] & {
    readonly SLEPT: (lwp: number) => void;
    readonly CALL: (lwp: number) => void;
    readonly GONE: (lwp: number) => void;
    readonly is: { readonly waits: (lwp: number) => boolean };
  };
  readonly userProcess: Threads['process'];
  readonly cpu: {
    readonly LIBRARY_CALL: (cpu: number) => void;
    readonly WAKE_LWP: (cpu: number, thread: number) => void;
  };
  readonly userCurrent: Field;
  readonly userContextSaved: Field;
  readonly undelivered: Field;
};

export type TwoLevelGuard = Guard<TwoLevel>;
export type TwoLevelEffect = Effect<TwoLevel>;
