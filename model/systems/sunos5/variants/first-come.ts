import { NONE } from '../../../state/field.ts';
import type { Queue } from '../../../state/queue.ts';
import { variant } from '../../../system/system.ts';
import { dispatchPriority } from '../lookup.ts';
import type { Sunos5 } from '../shape.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in the order of sleepers that are equally urgent: last come, first served. */

const { cpu: base, path } = sunos5.effects;

/** Moves a sleeper in front of its equals; those that are more urgent stay before it. */
function beforeItsEquals(m: Sunos5, queue: Queue, owner: number, thread: number): void {
  if (!queue.remove(owner, thread)) return;
  const mine = dispatchPriority(m, thread);
  let previous = NONE;
  for (let at = queue.head(owner); at !== NONE && dispatchPriority(m, at) > mine; at = queue.next(at)) previous = at;
  queue.insertAfter(owner, previous, thread);
}

/** SO-M71: a sleeper goes in front of its equals. */
export const M71 = variant(sunos5, {
  name: 'M71',
  effects: {
    path: {
      blockOnMutex: (m, cpu, stack) => {
        const thread = m.current.get(cpu);
        path.blockOnMutex(m, cpu, stack);
        beforeItsEquals(m, m.sleepers, m.frames.local(stack, 0), thread);
      },
    },
  },
});

/** A writer that goes to sleep stands in front of writers that are as urgent. */
export const writersLastCome = variant(sunos5, {
  name: 'writers-last-come',
  effects: {
    cpu: {
      sleepAsWriter: (m, cpu, rwlock) => {
        base.sleepAsWriter(m, cpu, rwlock);
        beforeItsEquals(m, m.waitingWriters, rwlock, m.current.get(cpu));
      },
    },
  },
});

/** A reader that goes to sleep stands in front of readers that are as urgent. */
export const readersLastCome = variant(sunos5, {
  name: 'readers-last-come',
  effects: {
    cpu: {
      sleepAsReader: (m, cpu, rwlock) => {
        base.sleepAsReader(m, cpu, rwlock);
        beforeItsEquals(m, m.waitingReaders, rwlock, m.current.get(cpu));
      },
    },
  },
});

/** Who goes to sleep on a semaphore stands in front of sleepers that are as urgent. */
export const unitsLastCome = variant(sunos5, {
  name: 'units-last-come',
  effects: {
    cpu: {
      waitForUnit: (m, cpu, semaphore) => {
        base.waitForUnit(m, cpu, semaphore);
        beforeItsEquals(m, m.unitSleepers, semaphore, m.current.get(cpu));
      },
    },
  },
});

/** A sleeper of a mutex that is boosted goes in front of its new equals. */
export const boostedBeforeEquals = variant(sunos5, {
  name: 'boosted-before-equals',
  effects: {
    cpu: { resortSleepers: (m, _cpu, thread) => beforeItsEquals(m, m.sleepers, m.blockedOn.get(thread), thread) },
  },
});
