import { setup } from 'xstate';
import { pod } from '../../../../machines/sunos4/pod.ts';
import { NONE } from '../../../state/field.ts';
import { variant } from '../../../system/system.ts';
import { convertMain, firstReady, switchToFirst } from '../scheduling.ts';
import { LOWEST, MAIN, type Sunos4 } from '../shape.ts';
import { sunos4 } from '../system.ts';

/** Mistakes in who runs, and when the processor changes hands. */

const never = () => false;
const { cpu: call } = sunos4.effects;

/** S4-M1: the library schedules although the kernel blocks the process. */
const { inSystemCall, ...otherStates } = pod.config.states as Readonly<Record<string, { readonly on: object }>>;
export const switchesInSystemCall = variant(sunos4, {
  name: 'switches-in-system-call',
  charts: {
    cpu: setup({
      guards: pod.implementations.guards as never,
      actions: pod.implementations.actions as never,
    }).createMachine({
      ...(pod.config as object),
      states: {
        ...otherStates,
        inSystemCall: {
          ...inSystemCall,
          on: {
            ...inSystemCall?.on,
            RECONSIDER: [{ guard: 'currentIsFirst', actions: 'nothingToDo' }, { actions: 'switchToFirst' }],
          },
        },
      },
    } as never) as never,
  },
});

/** S4-M2: a running thread keeps the processor until it waits, whoever becomes ready. */
export const noPreemption = variant(sunos4, {
  name: 'no-preemption',
  guards: {
    cpu: {
      currentIsFirst: (m, pod) => {
        const current = m.current.get(pod);
        return firstReady(m) === current || (current !== NONE && m.thread.is.running(current));
      },
    },
  },
});

const enqueueFirst = (m: Sunos4, thread: number) => m.runQueue.prepend(m.priority.get(thread), thread);

/** S4-M3: whoever becomes ready goes before its equals, and so takes the processor from one of them. */
export const wakesToTheFront = variant(sunos4, {
  name: 'wakes-to-the-front',
  effects: { thread: { enqueue: enqueueFirst } },
});

/** S4-M4: a thread that is preempted goes behind its equals. */
export const preemptedToTheTail = variant(sunos4, {
  name: 'preempted-to-the-tail',
  effects: {
    cpu: {
      switchToFirst: (m, pod) => {
        const previous = m.current.get(pod);
        const preempted = previous !== NONE && m.thread.is.running(previous);
        switchToFirst(m, pod);
        if (!preempted || m.priority.get(previous) === m.priority.get(m.current.get(pod))) return;
        m.runQueue.remove(m.priority.get(previous), previous);
        m.runQueue.append(m.priority.get(previous), previous);
      },
    },
  },
});

/** S4-M5: lwp_yield(SELF) lets only the next one pass. */
export const yieldToSecondPlace = variant(sunos4, {
  name: 'yield-to-second-place',
  effects: {
    cpu: {
      yieldToNext: (m, pod, arg) => {
        const level = m.priority.get(m.current.get(pod));
        call.yieldToNext(m, pod, arg);
        m.runQueue.remove(level, m.current.get(pod));
        m.runQueue.insertAfter(level, m.runQueue.head(level), m.current.get(pod));
      },
    },
  },
});

/** S4-M6: lwp_yield(tid) sends the caller to the end. */
export const yieldToLosesSecondPlace = variant(sunos4, {
  name: 'yield-to-loses-second-place',
  effects: {
    cpu: {
      yieldToTarget: (m, pod, target) => {
        const level = m.priority.get(target);
        call.yieldToTarget(m, pod, target);
        m.runQueue.remove(level, m.current.get(pod));
        m.runQueue.append(level, m.current.get(pod));
      },
    },
  },
});

/** S4-M7: lwp_resched takes the second of the queue instead of its front. */
export const reschedSkipsTheFront = variant(sunos4, {
  name: 'resched-skips-the-front',
  effects: {
    cpu: {
      rotateLevel: (m, pod, level) => {
        const front = m.runQueue.head(level);
        call.rotateLevel(m, pod, level);
        m.runQueue.remove(level, front);
        m.runQueue.prepend(level, front);
      },
    },
  },
});

/** S4-M17: the end of a wait makes a suspended thread ready. */
export const wakeIgnoresSuspension = variant(sunos4, {
  name: 'wake-ignores-suspension',
  guards: { thread: { isSuspended: never } },
});

/** S4-M20: threads may be created with priorities that are not available. */
export const anyPriority = variant(sunos4, { name: 'any-priority', guards: { cpu: { priorityNotAvailable: never } } });

/** S4-M21: main becomes a thread of the lowest priority. */
export const mainComesLast = variant(sunos4, {
  name: 'main-comes-last',
  effects: {
    cpu: {
      convertMain: (m) => {
        convertMain(m);
        m.runQueue.remove(m.priority.get(MAIN), MAIN);
        m.priority.set(MAIN, LOWEST);
        m.runQueue.append(LOWEST, MAIN);
      },
    },
  },
});

/** S4-M29: LWPSUSPEND is ignored. */
export const startsAtOnce = variant(sunos4, {
  name: 'starts-at-once',
  guards: { cpu: { targetStartsSuspended: never } },
});
