import { and, setup } from 'xstate';
import { effects, guards } from '../../names.ts';
import type { PathEvent } from './exits.ts';

const types = { events: {} as PathEvent, tags: {} as 'return' };
const done = { tags: 'return' as const };
const intr = (name: string) => ({ kernel: `sys/kern/kern_intr.c ${name}()` });

/**
 * ithread_fast_handler(): entered in a critical section. A clock-class handler runs in place; anything else opens the
 * window in which the interrupt thread may preempt. Leaving the critical section for the window may serve what has
 * come meanwhile: the nested splz.
 */
export const handler = setup({
  types,
  guards: guards('runsInPlace', 'runsInPlaceFirst', 'alreadyAsked', 'workAfterCriticalSection'),
  actions: effects('endDispatch', 'runInPlace', 'unmask', 'openWindow', 'callSplz'),
}).createMachine({
  id: 'handler',
  initial: 'dispatch',
  states: {
    dispatch: {
      on: {
        CONTINUE: [
          { guard: and(['runsInPlaceFirst', 'alreadyAsked']), target: 'done', actions: 'endDispatch' },
          {
            guard: 'runsInPlace',
            target: 'done',
            actions: ['runInPlace', 'unmask', 'endDispatch'],
            meta: intr('ithread_fast_handler'),
          },
          { guard: 'runsInPlaceFirst', target: 'open', actions: 'runInPlace', meta: intr('ithread_fast_handler') },
          {
            guard: 'workAfterCriticalSection',
            target: 'done',
            actions: ['openWindow', 'callSplz'],
            meta: intr('ithread_fast_sched'),
          },
          { target: 'done', actions: 'openWindow', meta: intr('ithread_fast_sched') },
        ],
      },
    },
    open: {
      on: {
        CONTINUE: [
          { guard: 'workAfterCriticalSection', target: 'done', actions: ['openWindow', 'callSplz'] },
          { target: 'done', actions: 'openWindow', meta: intr('ithread_fast_sched') },
        ],
      },
    },
    done,
  },
});

/**
 * The window: the nest count is up, the critical count is down, so that the interrupt thread that is scheduled now may
 * preempt. Ensures that what arrives here is served one level deeper and can't preempt twice.
 */
export const window = setup({
  types,
  actions: effects('scheduleInterruptThread', 'closeWindow'),
}).createMachine({
  id: 'window',
  initial: 'schedule',
  states: {
    schedule: {
      on: { CONTINUE: { target: 'close', actions: 'scheduleInterruptThread', meta: intr('sched_ithd_intern') } },
    },
    close: { on: { CONTINUE: { target: 'done', actions: 'closeWindow' } } },
    done,
  },
});

/**
 * The loop of an interrupt thread, without the handlers themselves, which are free code. The request is taken before
 * the handlers run, and the thread goes to sleep in the critical section in which it has found no new request.
 *
 * Ensures that an interrupt that comes while the handlers run makes them run again (DF-47).
 */
export const interruptLoop = setup({
  types,
  guards: guards('asked', 'livelocked', 'rateCalm', 'rateExceeded'),
  actions: effects(
    'enableInterrupt',
    'enterCritical',
    'leaveCritical',
    'takeRequest',
    'calmDown',
    'livelock',
    'waitForInterrupt',
  ),
}).createMachine({
  id: 'interruptLoop',
  initial: 'enable',
  states: {
    enable: { on: { CONTINUE: { target: 'window', actions: ['enableInterrupt', 'leaveCritical'] } } },
    window: {
      meta: { doc: 'the only place where the loop is in no critical section' },
      on: {
        CONTINUE: [
          { guard: and(['livelocked', 'rateCalm']), target: 'top', actions: ['enterCritical', 'calmDown'] },
          { guard: 'livelocked', target: 'top', actions: ['enterCritical', 'waitForInterrupt'] },
          { guard: 'rateExceeded', target: 'top', actions: ['enterCritical', 'livelock', 'waitForInterrupt'] },
          { guard: 'asked', target: 'handlers', actions: ['enterCritical', 'takeRequest'] },
          { target: 'top', actions: ['enterCritical', 'waitForInterrupt'], meta: intr('ithread_handler') },
        ],
      },
    },
    top: {
      on: {
        CONTINUE: [
          { guard: 'asked', target: 'handlers', actions: 'takeRequest', meta: intr('ithread_handler') },
          { target: 'window', actions: ['enableInterrupt', 'leaveCritical'] },
        ],
      },
    },
    handlers: done,
  },
});

/** lwkt_process_ipiq(): runs the messages of other CPUs one by one; no thread is switched meanwhile (DF-65). */
export const processIpis = setup({
  types,
  guards: guards('messageWaiting', 'requestWaiting'),
  actions: effects('receiveSchedule', 'receiveRequest', 'endIpis'),
}).createMachine({
  id: 'processIpis',
  initial: 'drain',
  states: {
    drain: {
      on: {
        CONTINUE: [
          {
            guard: 'messageWaiting',
            actions: 'receiveSchedule',
            meta: { kernel: 'sys/kern/lwkt_thread.c lwkt_schedule_remote()' },
          },
          { guard: 'requestWaiting', actions: 'receiveRequest', meta: intr('sched_ithd_remote') },
          { target: 'done', actions: 'endIpis', meta: { kernel: 'sys/kern/lwkt_ipiq.c lwkt_process_ipiq()' } },
        ],
      },
    },
    done,
  },
});
