import { and, not, setup } from 'xstate';
import { effects, guards } from '../../names.ts';

/** The only event of a path: its CPU goes on with it. */
export type PathEvent = { type: 'CONTINUE' };

const types = { events: {} as PathEvent, tags: {} as 'return' };
const done = { tags: 'return' as const };

/**
 * The second half of crit_exit: the count has been decremented, the flags are tested only now. An interrupt that comes
 * in between serves everything that was pending, and the test then finds nothing.
 *
 * Ensures that pending work is served when the outermost critical section is left, unless something above serves it.
 */
export const critExit = setup({
  types,
  guards: guards('noWorkRequested', 'stillInCriticalSection', 'interruptNested', 'nestedTwice'),
  actions: effects('callSplz', 'nothingToDo'),
}).createMachine({
  id: 'critExit',
  initial: 'test',
  states: {
    test: {
      on: {
        CONTINUE: [
          { guard: 'noWorkRequested', target: 'done' },
          { guard: 'stillInCriticalSection', target: 'done' },
          { guard: 'interruptNested', target: 'done' },
          { guard: 'nestedTwice', target: 'done' },
          { target: 'done', actions: 'callSplz', meta: { kernel: 'sys/kern/lwkt_thread.c lwkt_maybe_splz()' } },
        ],
      },
    },
    done,
  },
});

const serving = [
  { guard: 'ipisFlagged', actions: 'processIpis' },
  { guard: 'timerFlagged', actions: 'runTimer' },
  { guard: 'hardwareInterruptPending', actions: 'unpendInterrupt' },
  { guard: 'softInterruptPending', actions: 'unpendSoftInterrupt' },
] as const;

/** splz(): serves everything that is pending, in a critical section of its own; no ASTs. */
export const splz = setup({
  types,
  guards: guards('ipisFlagged', 'timerFlagged', 'hardwareInterruptPending', 'softInterruptPending'),
  actions: effects('processIpis', 'runTimer', 'unpendInterrupt', 'unpendSoftInterrupt', 'leaveServing'),
}).createMachine({
  id: 'splz',
  initial: 'loop',
  states: {
    loop: {
      on: {
        CONTINUE: [
          ...serving,
          { target: 'done', actions: 'leaveServing', meta: { kernel: 'sys/platform/pc64/x86_64/ipl.s splz' } },
        ],
      },
    },
    done,
  },
});

/**
 * doreti: the way out of every interrupt and of system calls that found something to do. Entered with one critical
 * level, which is given back with interrupts off in the same step in which nothing is found any more.
 *
 * Ensures that user mode is entered only with no request left (DF-41).
 */
export const doreti = setup({
  types,
  guards: guards(
    'ipisFlagged',
    'timerFlagged',
    'hardwareInterruptPending',
    'softInterruptPending',
    'astWanted',
    'returnsToUserMode',
  ),
  actions: effects(
    'processIpisWithFrame',
    'runTimer',
    'unpendInterrupt',
    'unpendSoftInterrupt',
    'trapAst',
    'enterCritical',
    'leaveServing',
    'enterUserMode',
  ),
}).createMachine({
  id: 'doreti',
  initial: 'loop',
  states: {
    loop: {
      on: {
        CONTINUE: [
          { guard: 'ipisFlagged', actions: 'processIpisWithFrame' },
          { guard: 'timerFlagged', actions: 'runTimer' },
          { guard: 'hardwareInterruptPending', actions: 'unpendInterrupt' },
          { guard: 'softInterruptPending', actions: 'unpendSoftInterrupt' },
          {
            guard: and(['astWanted', 'returnsToUserMode']),
            target: 'ast',
            actions: 'trapAst',
            meta: { kernel: 'sys/platform/pc64/x86_64/ipl.s doreti_ast' },
          },
          {
            guard: 'returnsToUserMode',
            target: 'done',
            actions: ['leaveServing', 'enterUserMode'],
            meta: { kernel: 'sys/platform/pc64/x86_64/ipl.s doreti' },
          },
          { target: 'done', actions: 'leaveServing', meta: { kernel: 'sys/platform/pc64/x86_64/ipl.s doreti' } },
        ],
      },
    },
    ast: { on: { CONTINUE: { target: 'loop', actions: 'enterCritical' } } },
    done,
  },
});

/** lwkt_yield_quick(): called in a critical section, and needs it: the test of the head and the clearing belong together. */
export const yieldQuick = setup({
  types,
  guards: guards('rescheduleWanted', 'currentIsHead'),
  actions: effects('clearLwktReschedule', 'callSwitch', 'leaveCritical', 'enterCritical'),
}).createMachine({
  id: 'yieldQuick',
  initial: 'test',
  states: {
    test: {
      on: {
        CONTINUE: [
          {
            guard: and(['rescheduleWanted', 'currentIsHead']),
            target: 'done',
            actions: 'clearLwktReschedule',
            meta: { kernel: 'sys/kern/lwkt_thread.c lwkt_yield_quick()' },
          },
          {
            guard: 'rescheduleWanted',
            target: 'done',
            actions: 'callSwitch',
            meta: { kernel: 'sys/kern/lwkt_thread.c lwkt_yield_quick()' },
          },
          { target: 'done' },
        ],
      },
    },
    done,
  },
});

/** lwkt_yield(): serves what is pending, then switches if a reschedule is wanted. */
export const yieldPath = setup({
  types,
  guards: guards('noWorkRequested', 'interruptNested', 'nestedTwice', 'rescheduleWanted'),
  actions: effects('callSplz', 'yieldSwitch'),
}).createMachine({
  id: 'yield',
  initial: 'serve',
  states: {
    serve: {
      on: {
        CONTINUE: [
          {
            guard: and([not('noWorkRequested'), not('interruptNested'), not('nestedTwice')]),
            target: 'decide',
            actions: 'callSplz',
          },
          { guard: 'rescheduleWanted', target: 'done', actions: 'yieldSwitch' },
          { target: 'done' },
        ],
      },
    },
    decide: {
      on: { CONTINUE: [{ guard: 'rescheduleWanted', target: 'done', actions: 'yieldSwitch' }, { target: 'done' }] },
    },
    done,
  },
});
