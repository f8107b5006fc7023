import { variant } from '../../../system/system.ts';
import { sunos5 } from '../system.ts';

/** Mistakes with registers that only some threads use, and with those of LWPs that leave memory. */

const { cpu: base, thread: own } = sunos5.effects;

/** The context operations of a thread that goes to sleep are not run. */
export const contextOperationsSkipped = variant(sunos5, {
  name: 'context-operations-skipped',
  effects: {
    thread: {
      saveContextRegisters: (m, thread, arg) => {
        if (!m.thread.is.asleep(thread)) own.saveContextRegisters(m, thread, arg);
      },
    },
  },
});

/** What the context operations have saved is saved once more when the thread comes back, instead of loaded. */
export const contextSavedTwice = variant(sunos5, {
  name: 'context-saved-twice',
  effects: {
    thread: {
      loadContextRegisters: (m, thread, arg) => {
        own.saveContextRegisters(m, thread, arg);
        m.contextSaved.set(thread, 0);
      },
    },
  },
});

/** A pinned thread that goes on has its context operations run, as after a switch. */
export const unpinRestoresContext = variant(sunos5, {
  name: 'unpin-restores-context',
  effects: {
    cpu: {
      unpin: (m, cpu, arg) => {
        const beneath = m.pins.get(m.current.get(cpu));
        if (m.contextOperations[beneath] === 1) own.loadContextRegisters(m, beneath, 0);
        base.unpin(m, cpu, arg);
      },
    },
  },
});

/** SO-M59: the user registers of an LWP that has left the CPU in kernel mode are lost when it is swapped out. */
export const M59 = variant(sunos5, {
  name: 'M59',
  effects: {
    cpu: {
      unload: (m, cpu, thread) => {
        base.unload(m, cpu, thread);
        const lwp = m.ownLwp.get(thread);
        if (m.lwp.is.system(lwp)) m.userImage.set(lwp, 0);
      },
    },
  },
});
