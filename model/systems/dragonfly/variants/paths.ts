import { and, not, setup } from 'xstate';
import type { doreti, yieldQuick } from '../../../../machines/dragonfly/paths/exits.ts';
import type { interruptLoop } from '../../../../machines/dragonfly/paths/interrupts.ts';
import type { idleLoop } from '../../../../machines/dragonfly/paths/switches.ts';
import { effects, guards } from '../../../../machines/names.ts';

/** Paths with a step too many: what the kernel does in one piece, or protected, comes apart. */

type PathEvent = { type: 'CONTINUE' };
const types = { events: {} as PathEvent, tags: {} as 'return' };
const done = { tags: 'return' as const };

/** lwkt_yield_quick without its critical section: between the test and the clearing an interrupt may come. */
export const yieldQuickUnprotected = setup({
  types,
  guards: guards('rescheduleWanted', 'currentIsHead'),
  actions: effects('leaveCritical', 'enterCritical', 'clearLwktReschedule', 'callSwitch'),
}).createMachine({
  id: 'yieldQuick',
  initial: 'test',
  states: {
    test: {
      on: {
        CONTINUE: [
          { guard: and(['rescheduleWanted', 'currentIsHead']), target: 'clear', actions: 'leaveCritical' },
          { guard: 'rescheduleWanted', target: 'done', actions: 'callSwitch' },
          { target: 'done' },
        ],
      },
    },
    clear: { on: { CONTINUE: { target: 'done', actions: ['enterCritical', 'clearLwktReschedule'] } } },
    done,
  },
}) as unknown as typeof yieldQuick;

/** The vector gives its critical level back with interrupts enabled, before doreti. */
export const doretiOpen = setup({
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
    'dropCritical',
    'leaveServing',
    'enterUserMode',
  ),
}).createMachine({
  id: 'doreti',
  initial: 'vector',
  states: {
    vector: { on: { CONTINUE: { target: 'open', actions: 'dropCritical' } } },
    open: { on: { CONTINUE: { target: 'loop', actions: 'enterCritical' } } },
    loop: {
      on: {
        CONTINUE: [
          { guard: 'ipisFlagged', actions: 'processIpisWithFrame' },
          { guard: 'timerFlagged', actions: 'runTimer' },
          { guard: 'hardwareInterruptPending', actions: 'unpendInterrupt' },
          { guard: 'softInterruptPending', actions: 'unpendSoftInterrupt' },
          { guard: and(['astWanted', 'returnsToUserMode']), target: 'ast', actions: 'trapAst' },
          { guard: 'returnsToUserMode', target: 'done', actions: ['leaveServing', 'enterUserMode'] },
          { target: 'done', actions: 'leaveServing' },
        ],
      },
    },
    ast: { on: { CONTINUE: { target: 'loop', actions: 'enterCritical' } } },
    done,
  },
}) as unknown as typeof doreti;

/** The idle thread tests for work, and halts a step later without testing again. */
export const idleHaltsUntested = setup({
  types,
  guards: guards('noWakeRequest', 'noWorkRequested', 'cpuHalted'),
  actions: effects('halt', 'callSplz', 'callSwitch'),
}).createMachine({
  id: 'idleLoop',
  initial: 'test',
  states: {
    test: {
      on: {
        CONTINUE: [
          { guard: 'noWakeRequest', target: 'halting' },
          { guard: not('noWorkRequested'), target: 'switch', actions: 'callSplz' },
          { target: 'test', actions: 'callSwitch' },
        ],
      },
    },
    halting: { on: { CONTINUE: { target: 'halted', actions: 'halt' } } },
    switch: { on: { CONTINUE: { target: 'test', actions: 'callSwitch' } } },
    halted: { on: { CONTINUE: [{ guard: 'cpuHalted' }, { target: 'test', actions: 'callSwitch' }] } },
  },
}) as unknown as typeof idleLoop;

/** The interrupt thread finds no request outside of the critical section in which it goes to sleep. */
export const loopSleepsUntested = setup({
  types,
  guards: guards('asked'),
  actions: effects('enableInterrupt', 'enterCritical', 'leaveCritical', 'takeRequest', 'waitForInterrupt'),
}).createMachine({
  id: 'interruptLoop',
  initial: 'enable',
  states: {
    enable: { on: { CONTINUE: { target: 'window', actions: ['enableInterrupt', 'leaveCritical'] } } },
    window: {
      on: {
        CONTINUE: [
          { guard: 'asked', target: 'handlers', actions: ['enterCritical', 'takeRequest'] },
          { target: 'drowsy' },
        ],
      },
    },
    drowsy: { on: { CONTINUE: { target: 'top', actions: ['enterCritical', 'waitForInterrupt'] } } },
    top: {
      on: {
        CONTINUE: [
          { guard: 'asked', target: 'handlers', actions: 'takeRequest' },
          { target: 'window', actions: ['enableInterrupt', 'leaveCritical'] },
        ],
      },
    },
    handlers: done,
  },
}) as unknown as typeof interruptLoop;
