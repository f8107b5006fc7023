import type { RuntimeHostKit } from '../../policy/runtime/decisions.ts';
import type { RuntimeHost } from '../../policy/runtime/with-runtime.ts';
import { NONE } from '../../state/field.ts';
import type { Machine } from '../../system/machine.ts';
import { activeThreads, isIdle, isInterruptible, isPooled, isRunnable, poolSize, threadOf } from './look.ts';
import { PROCESS, type Threads, type threadsShape } from './shape.ts';
import { threadsSystem } from './system.ts';

/** What runtimes see of the threads library. */
function kitOf(machine: Machine): RuntimeHostKit {
  const m = machine as Threads;
  const count = (kind: string) => Object.freeze(Array.from({ length: m.resolved.counts[kind] ?? 0 }, (_, n) => n));
  const lwps = count('lwp');
  return {
    thread: {
      all: count('thread'),
      priority: (thread) => m.priority[thread],
      runnable: (thread) => isRunnable(m, thread),
      lwp: (thread) => (m.bound[thread] === 1 ? NONE : m.lwpOf.get(thread)),
    },
    lwp: {
      all: lwps,
      pooled: (lwp) => isPooled(m, lwp),
      idle: (lwp) => isIdle(m, lwp),
      current: (lwp) => (isPooled(m, lwp) ? threadOf(m, lwp) : NONE),
      interruptible: (lwp) => isInterruptible(m, lwp),
      blocked: (lwp) => isPooled(m, lwp) && m.lwp.is.blocked(lwp),
    },
    pool: {
      size: () => poolSize(m),
      limit: () => lwps.length,
      requested: () => m.requested.get(PROCESS),
      active: () => activeThreads(m),
      runnable: () => m.runnable.get(PROCESS),
    },
  };
}

/** The threads library as a host of runtimes: `withRuntime(threadsHost, myRuntime)`. */
export const threadsHost: RuntimeHost<typeof threadsShape> = { system: threadsSystem, kitOf };
