import { and, not, setup } from 'xstate';
import { effects, guards } from '../../names.ts';
import type { PathEvent } from './exits.ts';

const types = { events: {} as PathEvent, tags: {} as 'return' };
const done = { tags: 'return' as const };
const thread = (name: string) => ({ kernel: `sys/kern/lwkt_thread.c ${name}()` });

/** lwkt_switch_return(), executed by the thread that has got the CPU: the last one's stack is free from here on. */
const handOver = (target: string) =>
  [
    {
      guard: and(['handoverPending', 'leaverExits']),
      target,
      actions: 'finishExit',
      meta: thread('lwkt_switch_return'),
    },
    { guard: 'handoverPending', target, actions: 'finishSwitch', meta: thread('lwkt_switch_return') },
  ] as const;

const mayServe = and([not('noWorkRequested'), not('interruptNested'), not('nestedTwice')]);

/** The rest of lwkt_switch() in a thread that has got the CPU (back). It keeps the critical level of the switch to the end. */
export const switched = setup({
  types,
  guards: guards('handoverPending', 'leaverExits', 'noWorkRequested', 'interruptNested', 'nestedTwice'),
  actions: effects('finishSwitch', 'finishExit', 'callSplz', 'leaveCritical'),
}).createMachine({
  id: 'switched',
  initial: 'handover',
  states: {
    handover: {
      on: {
        CONTINUE: [
          ...handOver('tail'),
          { guard: mayServe, target: 'leave', actions: 'callSplz' },
          { target: 'done', actions: 'leaveCritical' },
        ],
      },
    },
    tail: {
      on: {
        CONTINUE: [
          { guard: mayServe, target: 'leave', actions: 'callSplz', meta: thread('lwkt_switch') },
          { target: 'done', actions: 'leaveCritical', meta: thread('lwkt_switch') },
        ],
      },
    },
    leave: { on: { CONTINUE: { target: 'done', actions: 'leaveCritical' } } },
    done,
  },
});

/** The rest of lwkt_preempt() in the victim, when the interrupt thread has given the CPU back. */
export const preempt = setup({
  types,
  guards: guards('handoverPending', 'leaverExits'),
  actions: effects('finishSwitch', 'finishExit', 'endPreemption'),
}).createMachine({
  id: 'preempt',
  initial: 'handover',
  states: {
    handover: { on: { CONTINUE: [...handOver('restore')] } },
    restore: {
      meta: { doc: 'the interrupt thread is off the CPU and still points at this one (DF-R5.6)' },
      on: { CONTINUE: { target: 'done', actions: 'endPreemption', meta: thread('lwkt_preempt') } },
    },
    done,
  },
});

/** The first steps of a new kernel thread. Without the handover the last thread would keep RUNNING for ever. */
export const start = setup({
  types,
  guards: guards('handoverPending', 'leaverExits'),
  actions: effects('finishSwitch', 'finishExit', 'leaveCritical'),
}).createMachine({
  id: 'start',
  initial: 'handover',
  states: {
    handover: { on: { CONTINUE: [...handOver('go')] } },
    go: {
      on: {
        CONTINUE: {
          target: 'done',
          actions: 'leaveCritical',
          meta: { kernel: 'sys/platform/pc64/x86_64/swtch.s cpu_kthread_restore' },
        },
      },
    },
    done,
  },
});

/**
 * The idle thread: looks for a thread, serves what is pending, and halts when there is nothing at all.
 *
 * Ensures that the CPU halts only if the test, made with interrupts off, finds no request (DF-45).
 */
export const idleLoop = setup({
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
          {
            guard: 'noWakeRequest',
            target: 'halted',
            actions: 'halt',
            meta: { kernel: 'sys/platform/pc64/x86_64/machdep.c cpu_idle()' },
          },
          { guard: not('noWorkRequested'), target: 'switch', actions: 'callSplz' },
          { target: 'test', actions: 'callSwitch' },
        ],
      },
    },
    switch: { on: { CONTINUE: { target: 'test', actions: 'callSwitch' } } },
    halted: { on: { CONTINUE: [{ guard: 'cpuHalted' }, { target: 'test', actions: 'callSwitch' }] } },
  },
});
