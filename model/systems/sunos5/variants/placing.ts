import { NONE } from '../../../state/field.ts';
import { variant } from '../../../system/system.ts';
import { bestWaiting } from '../dispatch-queue.ts';
import { queueOfCpu } from '../lookup.ts';
import { workElsewhere } from '../stealing.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in where threads are queued, and in who takes them from there. */

/** Nobody lowers the unbound maximum of a queue from which the thread has gone that it was about. */
export const hiddenByStaleBound = variant(sunos5, {
  name: 'hidden-by-stale-bound',
  guards: {
    cpu: { nothingToRun: (m, cpu) => bestWaiting(m, queueOfCpu(m, cpu)) < 0 && workElsewhere(m, cpu) === NONE },
  },
});
