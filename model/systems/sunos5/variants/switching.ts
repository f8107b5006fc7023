import { setup } from 'xstate';
import { effects, guards } from '../../../../machines/names.ts';
import type { PathEvent, swtch } from '../../../../machines/sunos5/paths/swtch.ts';
import { NONE } from '../../../state/field.ts';
import { variant } from '../../../system/system.ts';
import { isIdleThread, lwpOf, queueOfCpu } from '../lookup.ts';
import { clearRequests, next } from '../switch.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in swtch(), in preemption, and with registers. */

const never = () => false;
const { path } = sunos5.effects;

/** SO-M9: nobody looks for something better after the choice. */
export const M9 = variant(sunos5, { name: 'M9', guards: { path: { betterHasCome: never } } });

/** SO-M9, second form: the flags are cleared after the comparison. */
const lateClear = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards(
    'partitionIsBest',
    'ownQueueOccupied',
    'workElsewhere',
    'currentIsIdle',
    'betterHasCome',
    'choseItself',
    'runLockHeld',
  ),
  actions: effects(
    'takeFromPartition',
    'takeFromOwnQueue',
    'steal',
    'chooseIdle',
    'clearRequests',
    'rejectChoice',
    'ratifyChoice',
    'allowStealing',
    'letGo',
    'takeOver',
    'lowerLevel',
  ),
}).createMachine({
  id: 'swtch',
  initial: 'choose',
  states: {
    choose: {
      on: {
        CONTINUE: [
          { guard: 'partitionIsBest', target: 'ratify', actions: 'takeFromPartition' },
          { guard: 'ownQueueOccupied', target: 'ratify', actions: 'takeFromOwnQueue' },
          { guard: 'workElsewhere', target: 'ratify', actions: 'steal' },
          { guard: 'currentIsIdle', target: 'done', actions: ['chooseIdle', 'allowStealing', 'lowerLevel'] },
          { target: 'acquire', actions: ['chooseIdle', 'allowStealing', 'letGo'] },
        ],
      },
    },
    ratify: {
      on: {
        CONTINUE: [
          { guard: 'betterHasCome', target: 'choose', actions: 'rejectChoice' },
          { target: 'clear', actions: ['ratifyChoice', 'allowStealing'] },
        ],
      },
    },
    clear: {
      on: {
        CONTINUE: [
          { guard: 'choseItself', target: 'done', actions: ['clearRequests', 'lowerLevel'] },
          { target: 'acquire', actions: ['clearRequests', 'letGo'] },
        ],
      },
    },
    acquire: {
      on: { CONTINUE: [{ guard: 'runLockHeld' }, { target: 'done', actions: ['takeOver', 'lowerLevel'] }] },
    },
    done: { tags: 'return' },
  },
}) as unknown as typeof swtch;

export const clearsLate = variant(sunos5, { name: 'clears-late', paths: { swtch: lateClear } });

/** SO-M13: disp() prefers its own queue and never looks at the partition's. */
export const M13 = variant(sunos5, {
  name: 'M13',
  guards: {
    path: {
      partitionIsBest: never,
      betterHasCome: (m, cpu) => m.maximum.get(queueOfCpu(m, cpu)) > m.dispatchPriority.get(cpu),
    },
  },
});

/** SO-M15: kpreempt() does not look at t_preempt. */
export const M15 = variant(sunos5, { name: 'M15', guards: { cpu: { preemptionDisabled: never } } });

/** kpreempt() does not look whether it was asked for. */
export const preemptsUnasked = variant(sunos5, {
  name: 'preempts-unasked',
  guards: { cpu: { kernelPreemptionUnwanted: never } },
});

/** SO-M17: t_preempt goes back to 0 without a look at kprunrun. */
export const M17 = variant(sunos5, { name: 'M17', effects: { cpu: { lookAtRequest: () => {} } } });

/** Another CPU is flagged, and not told. */
export const noCrossCall = variant(sunos5, { name: 'no-cross-call', effects: { cpu: { crossCall: () => {} } } });

/** SO-M19: resume() does not wait for the other CPU to leave the thread's stack. */
export const M19 = variant(sunos5, {
  name: 'M19',
  guards: { path: { runLockHeld: never } },
  effects: {
    path: {
      takeOver: (m, cpu, stack) => {
        // the other CPU is still on the stack: its registers are overwritten in the middle of running
        if (m.thread.is.live(next(m, stack))) m.thread.SAVE(next(m, stack));
        path.takeOver(m, cpu, stack);
      },
    },
  },
});

/** The thread that takes over does not lock itself. */
export const runsUnlocked = variant(sunos5, {
  name: 'runs-unlocked',
  effects: {
    path: {
      takeOver: (m, cpu, stack) => {
        path.takeOver(m, cpu, stack);
        m.runLock.set(m.current.get(cpu), 0);
      },
    },
  },
});

/** The thread that leaves stays locked. */
export const keepsRunLock = variant(sunos5, {
  name: 'keeps-run-lock',
  effects: {
    path: {
      letGo: (m, cpu, stack) => {
        const thread = m.current.get(cpu);
        path.letGo(m, cpu, stack);
        if (!isIdleThread(m, thread)) m.runLock.set(thread, 1);
      },
    },
  },
});

/** An AST takes the requests back that it was posted for. */
export const astClearsRequests = variant(sunos5, {
  name: 'ast-clears-requests',
  effects: {
    path: {
      clearAst: (m, cpu, stack) => {
        path.clearAst(m, cpu, stack);
        clearRequests(m, cpu);
      },
    },
  },
});

/** User mode is entered whatever AST is posted. */
export const ignoresAsts = variant(sunos5, {
  name: 'ignores-asts',
  guards: { cpu: { astPosted: never }, path: { astPosted: never } },
});

/** A system call returns with a mutex held. */
export const returnsWithMutex = variant(sunos5, { name: 'returns-with-mutex', guards: { cpu: { holdsMutex: never } } });

/** SO-M57: a kernel thread without LWP falls through to the return to user mode. */
export const M57 = variant(sunos5, {
  name: 'M57',
  guards: {
    cpu: {
      currentInUserMode: (m, cpu) => {
        const lwp = lwpOf(m, m.current.get(cpu));
        return lwp === NONE || m.lwp.is.user(lwp);
      },
    },
  },
});

/** The user registers are not saved at the entry to the kernel. */
export const userRegistersUnsaved = variant(sunos5, {
  name: 'user-registers-unsaved',
  effects: { lwp: { saveUserRegisters: () => {} } },
});

/** resume() forgets to save the registers of the thread that leaves. */
export const savesNothing = variant(sunos5, {
  name: 'saves-nothing',
  effects: { thread: { saveKernelRegisters: () => {} } },
});

/** What resume() has saved for a thread that sleeps is overwritten. */
export const contextLost = variant(sunos5, {
  name: 'context-lost',
  effects: {
    path: {
      letGo: (m, cpu, stack) => {
        const outgoing = m.current.get(cpu);
        path.letGo(m, cpu, stack);
        if (m.thread.is.asleep(outgoing)) m.thread.RESTORE(outgoing);
      },
    },
  },
});

/** The address space is switched at each switch, or at none. */
export const alwaysSwitchesAddressSpace = variant(sunos5, {
  name: 'always-switches-address-space',
  guards: { path: { processDiffers: () => true } },
});
export const neverSwitchesAddressSpace = variant(sunos5, {
  name: 'never-switches-address-space',
  guards: { path: { processDiffers: never } },
});
