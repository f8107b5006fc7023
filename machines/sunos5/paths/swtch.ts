import { and, setup } from 'xstate';
import { effects, guards, source } from '../../names.ts';

/** The only event of a path: its CPU goes on with it. */
export type PathEvent = { type: 'CONTINUE' };

const disp = source('disp.c');
const resume = { kernel: 'swtch.s resume()', rules: 'SO-38' };

/**
 * swtch(), from the choice to the hand-over, with dispatcher interrupts masked: choose, ratify, let go of the thread
 * that leaves, and wait for the thread that comes to be let go by the CPU on which it still is.
 *
 * Ensures that a CPU that leaves disp() with a thread has looked for something better after it has cleared its flags,
 * and that a thread is on the stack of one CPU only.
 */
export const swtch = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards(
    'partitionIsBest',
    'ownQueueOccupied',
    'workElsewhere',
    'currentIsIdle',
    'betterHasCome',
    'choseItself',
    'runLockHeld',
    'processDiffers',
    'currentIsZombie',
  ),
  actions: effects(
    'takeFromPartition',
    'takeFromOwnQueue',
    'steal',
    'searchElsewhere',
    'chooseIdle',
    'clearRequests',
    'rejectChoice',
    'ratifyChoice',
    'allowStealing',
    'letGo',
    'switchAddressSpace',
    'takeOver',
    'lowerLevel',
    'reapOutgoing',
  ),
}).createMachine({
  id: 'swtch',
  initial: 'choose',
  states: {
    choose: {
      on: {
        CONTINUE: [
          { guard: 'partitionIsBest', target: 'clear', actions: 'takeFromPartition', meta: disp('disp', 'SO-45') },
          { guard: 'ownQueueOccupied', target: 'clear', actions: 'takeFromOwnQueue', meta: disp('disp', 'SO-54') },
          { guard: 'workElsewhere', target: 'clear', actions: 'steal', meta: disp('disp_getwork', 'SO-52 SO-62') },
          {
            guard: 'currentIsIdle',
            target: 'done',
            actions: ['searchElsewhere', 'chooseIdle', 'allowStealing', 'lowerLevel'],
            meta: disp('disp'),
          },
          {
            guard: 'currentIsZombie',
            target: 'acquire',
            actions: ['searchElsewhere', 'chooseIdle', 'allowStealing', 'letGo', 'reapOutgoing'],
            meta: disp('swtch_from_zombie'),
          },
          {
            target: 'acquire',
            actions: ['searchElsewhere', 'chooseIdle', 'allowStealing', 'letGo'],
            meta: disp('disp'),
          },
        ],
      },
    },
    clear: {
      on: { CONTINUE: { target: 'ratify', actions: 'clearRequests', meta: disp('disp_ratify', 'SO-46 SO-47') } },
    },
    ratify: {
      on: {
        CONTINUE: [
          { guard: 'betterHasCome', target: 'choose', actions: 'rejectChoice', meta: disp('disp_ratify', 'SO-46') },
          {
            guard: 'choseItself',
            target: 'done',
            actions: ['ratifyChoice', 'allowStealing', 'lowerLevel'],
            meta: disp('swtch'),
          },
          {
            guard: 'currentIsZombie',
            target: 'acquire',
            actions: ['ratifyChoice', 'allowStealing', 'letGo', 'reapOutgoing'],
            meta: { kernel: 'swtch.s resume_from_zombie()' },
          },
          { target: 'acquire', actions: ['ratifyChoice', 'allowStealing', 'letGo'], meta: resume },
        ],
      },
    },
    acquire: {
      meta: { doc: 'on the stack of the idle thread; the thread that comes may still be on another CPU' },
      on: {
        CONTINUE: [
          { guard: 'runLockHeld', meta: resume },
          {
            guard: 'processDiffers',
            target: 'done',
            actions: ['switchAddressSpace', 'takeOver', 'lowerLevel'],
            meta: resume,
          },
          { target: 'done', actions: ['takeOver', 'lowerLevel'], meta: resume },
        ],
      },
    },
    done: { tags: 'return' },
  },
});

/** The rest of kpreempt() in the thread that was preempted: it may be preempted again, and tries at once. */
export const kpreempt = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  actions: effects('enablePreemption', 'tryKernelPreemption'),
}).createMachine({
  id: 'kpreempt',
  initial: 'resumed',
  states: {
    resumed: {
      on: {
        CONTINUE: {
          target: 'done',
          actions: ['enablePreemption', 'tryKernelPreemption'],
          meta: { kernel: 'trap.c kpreempt()' },
        },
      },
    },
    done: { tags: 'return' },
  },
});

/**
 * The way back to user mode: a trap for the AST, which lets the class have its say and gives up the CPU if that was
 * asked for, and once more from the start.
 *
 * Ensures that user mode is entered only with no AST left.
 */
export const userReturn = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('astPosted', 'userPreemptionWanted', 'stopOrSignalWanted'),
  actions: effects('clearAst', 'trapReturn', 'preempt', 'enterUser', 'callIssig'),
}).createMachine({
  id: 'userReturn',
  initial: 'test',
  states: {
    test: {
      on: {
        CONTINUE: [
          {
            guard: and(['astPosted', 'stopOrSignalWanted']),
            target: 'test',
            actions: 'callIssig',
            meta: { kernel: 'lwp.c holdlwp(), sig.c issig()' },
          },
          {
            guard: 'astPosted',
            target: 'trap',
            actions: ['clearAst', 'trapReturn'],
            meta: { kernel: 'trap.c trap()' },
          },
          { target: 'done', actions: 'enterUser', meta: { kernel: 'locore.s sys_rtt', rules: 'SO-17' } },
        ],
      },
    },
    trap: {
      on: {
        CONTINUE: [
          { guard: 'userPreemptionWanted', target: 'test', actions: 'preempt', meta: { kernel: 'trap.c trap()' } },
          { target: 'test', meta: { kernel: 'trap.c trap()' } },
        ],
      },
    },
    done: { tags: 'return' },
  },
});
