import { variant } from '../../../system/system.ts';
import { sunos5 } from '../system.ts';

/** Mistakes with spin mutexes. */

/** The level of the CPU stays when a spin mutex is taken. */
export const spinLevelNotRaised = variant(sunos5, {
  name: 'spin-level-not-raised',
  effects: {
    spinMutex: {
      raiseLevel: (m, spinMutex, cpu) => {
        const level = m.pil.get(cpu);
        sunos5.effects.spinMutex.raiseLevel(m, spinMutex, cpu);
        m.pil.set(cpu, level);
      },
    },
  },
});

/** Code goes to sleep whatever the level of its CPU. */
export const sleepsAtHighLevel = variant(sunos5, {
  name: 'sleeps-at-high-level',
  guards: { cpu: { levelForbidsBlocking: () => false } },
});
