import { setup } from 'xstate';
import { effects, guards } from '../../../../machines/names.ts';
import type { PathEvent } from '../../../../machines/sunos5/paths/swtch.ts';
import { NONE } from '../../../state/field.ts';
import { OBSERVATION as SAW } from '../../../system/observation.ts';
import { variant } from '../../../system/system.ts';
import { currentLwp, currentProcess, heldBack, inList, JOBCONTROL, lwpsOf, mustReturn } from '../process.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in the life of processes and LWPs, and with signals. */

const never = () => false;
const nothing = () => {};
const { cpu: cpuEffects, path } = sunos5.effects;
const { path: pathGuards } = sunos5.guards;

/** SO-M51: setrun looks only at the bit that has just been supplied. */
export const M51 = variant(sunos5, {
  name: 'M51',
  guards: { cpu: { cstartMissing: never, xstartMissing: never, createMissing: never } },
});

/** SO-M53: stop() does not look once more for SIGKILL and SIGCONT when the thread is STOPPED. */
export const M53 = variant(sunos5, {
  name: 'M53',
  guards: { path: { killedMeanwhile: never, continuedMeanwhile: never } },
});

/** SO-M55: a fork does not wait until the other LWPs are held. */
export const M55 = variant(sunos5, { name: 'M55', guards: { path: { othersStillRun: never } } });

/** SIGSTOP stops the first LWP by force. */
export const stopsOthers = variant(sunos5, {
  name: 'stops-others',
  effects: {
    cpu: {
      postStop: (m, cpu, process) => {
        const lwp = lwpsOf(m, process).find((one) => inList(m, one) && m.thread.is.running(m.body[one])) ?? NONE;
        if (lwp === NONE) return;
        m.lacksXstart.set(lwp, 1);
        m.stoppedFor.set(lwp, JOBCONTROL);
        m.thread.STOP(m.body[lwp]);
        m.observe(SAW.lwp_stop, cpu, lwp, m.body[lwp], JOBCONTROL);
      },
    },
  },
});

/** The start bit CREATE is not looked at. */
export const startsHalfBuilt = variant(sunos5, {
  name: 'starts-half-built',
  guards: { cpu: { createMissing: never } },
});

/** The start bit CSTART is not looked at: any other reason starts a suspended LWP. */
export const startsSuspended = variant(sunos5, {
  name: 'starts-suspended',
  guards: { cpu: { cstartMissing: never } },
});

/** lwp_create() that fails late leaves what it has made. */
export const leavesHalfBuilt = variant(sunos5, {
  name: 'leaves-half-built',
  effects: { path: { undoCreation: nothing } },
});

/** lwp_exit() forgets p_lwpcnt. */
export const exitUncounted = variant(sunos5, {
  name: 'exit-uncounted',
  effects: {
    path: {
      vanish: (m, cpu, stack) => {
        const process = currentProcess(m, cpu);
        path.vanish(m, cpu, stack);
        m.lwpCount.increment(process);
      },
    },
  },
});

/** A new LWP gets the identifier of one that has ended, although nobody has waited for that one. */
export const reusesIds = variant(sunos5, {
  name: 'reuses-ids',
  effects: {
    path: {
      insertLwp: (m, cpu, stack) => {
        path.insertLwp(m, cpu, stack);
        const lwps = lwpsOf(m, currentProcess(m, cpu));
        const ended = lwps.find((lwp) => m.lwp.is.zombieEntry(lwp)) ?? NONE;
        const made = lwps.find((lwp) => m.lwp.is.embryo(lwp)) ?? NONE;
        if (ended !== NONE && made !== NONE) m.tid.set(made, m.tid.get(ended));
      },
    },
  },
});

/** stop() forgets p_lwprcnt. */
export const suspendsUncounted = variant(sunos5, {
  name: 'suspends-uncounted',
  effects: {
    path: {
      suspendItself: (m, cpu, stack) => {
        m.lwpRunning.increment(currentProcess(m, cpu));
        path.suspendItself(m, cpu, stack);
      },
    },
  },
});

/** A process lives on with nothing but daemons. */
export const daemonsKeepAlive = variant(sunos5, {
  name: 'daemons-keep-alive',
  guards: {
    path: {
      lastOfProcess: (m, cpu, stack) =>
        pathGuards.lastOfProcess(m, cpu, stack) && m.lwpCount.get(currentProcess(m, cpu)) === 1,
    },
  },
});

/** A thread is freed by its own last step, while its CPU is on its stack. */
export const reapsOnTheStack = variant(sunos5, {
  name: 'reaps-on-the-stack',
  guards: { path: { currentIsZombie: never } },
  effects: {
    path: {
      becomeZombie: (m, cpu, stack) => {
        path.becomeZombie(m, cpu, stack);
        m.thread.REAP(m.current.get(cpu));
      },
    },
  },
});

/** The child of fork1() gets a new identifier for its LWP. */
export const fork1NewId = variant(sunos5, {
  name: 'fork1-new-id',
  effects: {
    path: {
      cloneProcess: (m, cpu, stack) => {
        path.cloneProcess(m, cpu, stack);
        for (let lwp = 0; lwp < m.body.length; lwp++) {
          if (m.belongsTo[lwp] !== currentProcess(m, cpu) && m.tid.get(lwp) > 0) m.tid.set(lwp, m.tid.get(lwp) + 1);
        }
      },
    },
  },
});

/** forkall() copies no entries of LWPs that have ended. */
export const forkallForgetsEntries = variant(sunos5, {
  name: 'forkall-forgets-entries',
  effects: {
    path: {
      cloneProcess: (m, cpu, stack) => {
        path.cloneProcess(m, cpu, stack);
        for (let lwp = 0; lwp < m.body.length; lwp++) {
          if (m.belongsTo[lwp] === currentProcess(m, cpu) || !m.lwp.is.zombieEntry(lwp)) continue;
          m.lwp.REAPED(lwp);
          m.tid.set(lwp, 0);
        }
      },
    },
  },
});

/** exitlwps() does not wait for the LWPs that it has sent to their end. */
export const exitNotWaited = variant(sunos5, {
  name: 'exit-not-waited',
  guards: { path: { othersStillThere: never } },
});

/** On its way to user mode nobody looks whether it is to stop, to end, or has a signal. */
export const neverLooks = variant(sunos5, { name: 'never-looks', guards: { path: { stopOrSignalWanted: never } } });

/** lwp_continue() counts the LWP as running each time. */
export const continueCountsTwice = variant(sunos5, {
  name: 'continue-counts-twice',
  effects: {
    cpu: {
      liftHold: (m, cpu, lwp) => {
        if (m.lacksCstart.get(lwp) === 0) m.lwpRunning.increment(m.belongsTo[lwp]);
        cpuEffects.liftHold(m, cpu, lwp);
      },
    },
  },
});

/** SIGKILL does not see that all LWPs are suspended. */
export const allSuspendedForgotten = variant(sunos5, {
  name: 'all-suspended-forgotten',
  guards: { cpu: { allSuspended: never } },
});

/** issig() holds an LWP before it looks for SIGKILL: the last one that runs is suspended with it pending. */
export const holdsBeforeKilling = variant(sunos5, {
  name: 'holds-before-killing',
  guards: {
    path: {
      processKilled: (m, cpu, stack) => pathGuards.processKilled(m, cpu, stack) && !heldBack(m, currentLwp(m, cpu)),
    },
  },
});

/** exitlwps() does not let go on whom lwp_suspend() has stopped. */
export const exitForgetsSuspended = variant(sunos5, {
  name: 'exit-forgets-suspended',
  effects: {
    path: {
      continueOthers: (m, cpu, stack) => {
        if (!m.process.is.exiting(currentProcess(m, cpu))) path.continueOthers(m, cpu, stack);
      },
    },
  },
});

/** lwp_wait() leaves the entry that it has found. */
export const entryKept = variant(sunos5, {
  name: 'entry-kept',
  effects: {
    path: {
      takeEntry: (m, cpu) => {
        const lwp = lwpsOf(m, currentProcess(m, cpu)).find((one) => m.lwp.is.zombieEntry(one)) ?? NONE;
        m.observe(SAW.lwp_wait, cpu, lwp, m.current.get(cpu), 0);
      },
    },
  },
});

/** lwp_wait() does not look whether all others wait as well. */
export const deadlockUnnoticed = variant(sunos5, {
  name: 'edeadlk-forgotten',
  guards: { path: { allWouldWait: never } },
});

/** SO-M67, second form: masks are not looked at. */
export const ignoresMasks = variant(sunos5, {
  name: 'ignores-masks',
  guards: {
    cpu: { lwpMasks: never },
    path: {
      stopOrSignalWanted: (m, cpu) =>
        mustReturn(m, currentLwp(m, cpu)) ||
        m.signalPending.get(currentProcess(m, cpu)) + m.directedPending.get(currentLwp(m, cpu)) > 0,
      processSignalTaken: (m, cpu) => m.signalPending.get(currentProcess(m, cpu)) === 1,
      directedSignalTaken: (m, cpu) => m.directedPending.get(currentLwp(m, cpu)) === 1,
    },
  },
});

/** An LWP takes a signal that was sent to another one. */
export const takesFromOthers = variant(sunos5, {
  name: 'takes-from-others',
  guards: {
    path: {
      stopOrSignalWanted: () => true,
      directedSignalTaken: (m, cpu) =>
        m.maskHeld.get(currentLwp(m, cpu)) === 0 &&
        lwpsOf(m, currentProcess(m, cpu)).some((lwp) => m.directedPending.get(lwp) === 1),
    },
  },
});

/** An LWP that no longer masks a signal is not made to look for it. */
export const unmaskUnnoticed = variant(sunos5, {
  name: 'unmask-unnoticed',
  effects: { cpu: { unmaskSignal: (m, cpu) => m.maskHeld.set(currentLwp(m, cpu), 0) } },
});

type Branch = { readonly guard?: IssigGuard; readonly target: string; readonly actions?: IssigAction | IssigAction[] };
type IssigGuard = 'mustExit' | 'heldBack' | 'directedSignalTaken' | 'processSignalTaken';
type IssigAction = 'callLwpExit' | 'suspendItself' | 'deliverDirected' | 'deliverToProcess' | 'swtch';

/** issig() with other branches; `taking` is a step between the look and the delivery to the process. */
const issigWith = (look: readonly Branch[]) =>
  setup({
    types: { events: {} as PathEvent, tags: {} as 'return' },
    guards: guards('mustExit', 'heldBack', 'directedSignalTaken', 'processSignalTaken'),
    actions: effects('callLwpExit', 'suspendItself', 'deliverDirected', 'deliverToProcess', 'swtch'),
  }).createMachine({
    id: 'issig',
    initial: 'look',
    states: {
      look: { on: { CONTINUE: look } },
      taking: { on: { CONTINUE: { target: 'look', actions: 'deliverToProcess' } } },
      done: { tags: 'return' },
    },
  });

const exits: Branch = { guard: 'mustExit', target: 'done', actions: 'callLwpExit' };
const holds: Branch = { guard: 'heldBack', target: 'look', actions: ['suspendItself', 'swtch'] };
const takesDirected: Branch = { guard: 'directedSignalTaken', target: 'look', actions: 'deliverDirected' };
const takesSignal: Branch = { guard: 'processSignalTaken', target: 'look', actions: 'deliverToProcess' };
const isDone: Branch = { target: 'done' };

/** issig() takes signals first. */
const eager = issigWith([exits, takesDirected, takesSignal, holds, isDone]);

export const signalsBeforeHolds = variant(sunos5, { name: 'signals-before-holds', paths: { issig: eager } });

/** lwp_suspend() counts the LWP as suspended each time it finds it so. */
export const suspendCountsTwice = variant(sunos5, {
  name: 'suspend-counts-twice',
  effects: {
    path: {
      noteSuspension: (m, cpu, stack) => {
        m.lwpRunning.decrement(m.belongsTo[m.frames.local(stack, 0)]);
        path.noteSuspension(m, cpu, stack);
      },
    },
  },
});

/** issig() looks for a signal and takes it in two steps, so that two LWPs may take the same one. */
const twoSteps = issigWith([exits, holds, takesDirected, { guard: 'processSignalTaken', target: 'taking' }, isDone]);

/** SO-M67: two LWPs take one signal to their process. */
export const M67 = variant(sunos5, { name: 'M67', paths: { issig: twoSteps } });
