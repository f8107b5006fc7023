import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { highestUnbound, stable } from './look.ts';
import { hasWork, ownQueue } from './queues.ts';

/** Some queue has an unbound maximum that is out of date: the thread that it was about has gone. */
function someBoundIsStale(m: Sunos5): boolean {
  for (let cpu = 0; cpu < m.current.values.length; cpu++) {
    const queue = ownQueue(m, cpu);
    if (m.unboundMaximum.get(queue) > highestUnbound(m, queue) + 1) return true;
  }
  return false;
}

/** Where threads are queued, and who takes them from there (SO-3.3, SO-3.9). */
export const placementProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/stale-bound-hides-nothing',
    says: 'an unbound maximum that is out of date hides no thread of another queue from an idle CPU',
    rules: ['SO-9', 'SO-62'],
    confidence: 'code',
    mutant: 'hidden-by-stale-bound',
    each: 'cpu',
    when: (m, cpu) => m.cpu.is.idle(cpu) && stable(m, cpu) && hasWork(m, cpu) && someBoundIsStale(m),
    holds: (m, cpu) => m.system.guards.cpu?.nothingToRun?.(m as never, cpu, 0) === false,
    doc: 'The bound is raised at once and lowered only by a thief that has looked in vain. With two CPUs there is nothing that it could hide.',
  },
]);
