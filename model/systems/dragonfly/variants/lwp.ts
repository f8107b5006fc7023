import { variant } from '../../../system/system.ts';
import { lwpOf } from '../lookup.ts';
import { releaseDesignation } from '../lwp.ts';
import { deschedule } from '../run-queue.ts';
import { dragonfly } from '../system.ts';

/** Mistakes between user and kernel mode. */

/** An LWP returns to user mode whoever is designated. */
export const entersUndesignated = variant(dragonfly, {
  name: 'enters-undesignated',
  guards: { path: { designated: () => true } },
});

/** An LWP keeps its kernel priority in user mode. */
export const neverLowered = variant(dragonfly, {
  name: 'never-lowered',
  effects: { lwp: { lowerPriority: () => {} } },
});

/** An LWP keeps its user priority when it blocks. */
export const neverRaised = variant(dragonfly, { name: 'never-raised', effects: { lwp: { raisePriority: () => {} } } });

/** An LWP that goes to sleep keeps its designation. */
export const sleepsDesignated = variant(dragonfly, {
  name: 'sleeps-designated',
  effects: {
    cpu: {
      passiveRelease: (m, cpu) => m.lwp.RELEASE(lwpOf(m, m.current.get(cpu)), cpu),
      sleepCurrent: (m, cpu) => {
        deschedule(m, cpu, m.current.get(cpu));
        m.cpu.SWITCH(cpu);
      },
    },
  },
});

/** An LWP does not notice that it is designated and waits for itself. */
export const queuesItself = variant(dragonfly, {
  name: 'queues-itself',
  guards: { path: { designated: () => false, designatedAndQuiet: () => false } },
});

/** DF-M83: a passive release gives the designation away before it raises the priority. */
export const M83 = variant(dragonfly, {
  name: 'M83',
  effects: {
    cpu: {
      passiveRelease: (m, cpu) => {
        const lwp = lwpOf(m, m.current.get(cpu));
        releaseDesignation(m, cpu, lwp);
        m.lwp.RELEASE(lwp, cpu);
      },
    },
  },
});
