import type { Dragonfly } from '../../model/systems/dragonfly/shape.ts';
import { properties } from '../property.ts';

/**
 * Promises about fields that nothing sets yet. Not among the checked ones: they could not be broken. They move to their
 * subsections when migration comes.
 */
export const awaitingProperties = properties<Dragonfly>([
  {
    kind: 'step',
    id: 'dragonfly/not-scheduled-while-migrating',
    says: 'no thread is scheduled while it migrates',
    rules: ['DF-7'],
    confidence: 'asserted',
    mutant: '-',
    on: ['sched_waking'],
    when: (m, seen) => m.migrating.get(seen.object) === 1,
    holds: () => false,
  },
  {
    kind: 'state',
    id: 'dragonfly/migrating-not-queued',
    says: 'a migrating thread is not on a run queue',
    rules: ['DF-9'],
    confidence: 'asserted',
    mutant: '-',
    each: 'thread',
    when: (m, thread) => m.migrating.get(thread) === 1,
    holds: (m, thread) => m.queued.get(thread) === 0,
  },
]);
