import type { ClassHostKit } from '../../../policy/class/decisions.ts';
import { BANDS, type ClassName } from '../../../policy/class/define.ts';
import type { Band } from '../../../policy/class/kit.ts';
import type { ClassHost } from '../../../policy/class/with-classes.ts';
import type { Machine } from '../../../system/machine.ts';
import { betterQueuedHere } from '../classes/index.ts';
import { dispatchPriority } from '../lookup.ts';
import { RT_HIGHEST, RT_LOWEST, SYS_PRI, TS_LEVELS } from '../priorities.ts';
import { postAst } from '../requests.ts';
import { isOutranked, setPriority } from './hooks.ts';
import type { Hosted, hostedShape } from './shape.ts';
import { hostedSunos5 } from './system.ts';

/** Which global priorities belong to which class. */
export const PRIORITIES: Readonly<Record<ClassName, Band>> = {
  ts: { lowest: 0, highest: TS_LEVELS - 1 },
  rt: { lowest: RT_LOWEST, highest: RT_HIGHEST },
  sys: { lowest: SYS_PRI, highest: SYS_PRI },
};

/** What scheduling classes see of SunOS 5. Interrupt and idle threads are of no class that could be replaced. */
function kitOf(machine: Machine): ClassHostKit {
  const m = machine as Hosted;
  return {
    threads: m.class.length,
    classOf: (thread) => BANDS[m.class[thread]],
    bandOf: (replaced) => PRIORITIES[replaced],
    thread: {
      priority: (thread) => m.priority.get(thread),
      dispatchPriority: (thread) => dispatchPriority(m, thread),
      classPriority: (thread) => m.classPriority[thread],
      infiniteQuantum: (thread) => m.infiniteQuantum[thread] === 1,
      running: (thread) => m.thread.is.running(thread),
      runnable: (thread) => m.thread.is.runnable(thread),
      asleep: (thread) => m.thread.is.asleep(thread),
      queued: (thread) => m.runQueue.holds(thread),
      ranThisTick: (thread) => m.ranThisTick.get(thread) === 1,
      betterWaits: (thread) => betterQueuedHere(m, 0, thread),
      mustSurrender: (thread) => isOutranked(m, thread),
      askUserReturn: (thread) => postAst(m, thread),
    },
    setPriority: (thread, priority, executing, leaving) => setPriority(m, executing, thread, priority, leaving),
  };
}

/** SunOS 5 as a host of scheduling classes: `withClasses(sunos5Host, myClass)`. */
export const sunos5Host: ClassHost<typeof hostedShape> = { system: hostedSunos5, kitOf };
