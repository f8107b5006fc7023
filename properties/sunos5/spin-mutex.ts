import { NONE } from '../../model/state/field.ts';
import { DISP_LEVEL } from '../../model/systems/sunos5/priorities.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';

/** The CPU that runs a thread, or NONE. */
const cpuOf = (m: Sunos5, thread: number): number => m.current.values.indexOf(thread + 1);

/** Spin mutexes (SO-99). */
export const spinMutexProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/spin-holder-at-high-level',
    says: 'the CPU whose thread holds a spin mutex is at the level of the dispatcher at least',
    rules: ['SO-99'],
    confidence: 'code',
    mutant: 'spin-level-not-raised',
    each: 'spinMutex',
    when: (m, spinMutex) => m.spinOwner.get(spinMutex) !== NONE,
    holds: (m, spinMutex) => {
      const cpu = cpuOf(m, m.spinOwner.get(spinMutex));
      return cpu === NONE || m.pil.get(cpu) >= DISP_LEVEL;
    },
  },
  {
    kind: 'state',
    id: 'sunos5/spin-holder-runs',
    says: 'the holder of a spin mutex runs: it does not sleep, is not preempted and is not interrupted by a thread',
    rules: ['SO-99'],
    confidence: 'code',
    mutant: 'sleeps-at-high-level',
    each: 'spinMutex',
    when: (m, spinMutex) => m.spinOwner.get(spinMutex) !== NONE,
    holds: (m, spinMutex) => {
      const owner = m.spinOwner.get(spinMutex);
      return m.thread.is.running(owner) && cpuOf(m, owner) !== NONE;
    },
  },
]);
