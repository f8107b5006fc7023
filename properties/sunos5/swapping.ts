import { NONE } from '../../model/state/field.ts';
import type { Observation } from '../../model/system/observation.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { wasIn } from './lifecycle.ts';
import { lostCpuInKernel } from './look.ts';

/** The stack of a thread leaves memory. */
const leaves = (_m: Sunos5, { detail }: Observation): boolean => detail === 0;

/** The thread owns or holds something for which others would wait while it is out. */
const holdsSomething = (m: Sunos5, thread: number): boolean =>
  [m.owner, m.writer, m.spinOwner].some((owners) => owners.values.some((_, lock) => owners.get(lock) === thread)) ||
  m.reads.get(thread) !== NONE;

/** lwp_state is LWP_SYS: traps from user mode show LWP_USER, and hold no lock. */
const inSystemCall = (m: Sunos5, thread: number): boolean => !m.lwp.is.showsUser(m.ownLwp.get(thread));

/** Who may be swapped out, besides what structure.ts says (SO-2.3). */
export const swappingProperties = properties<Sunos5>([
  {
    kind: 'step',
    id: 'sunos5/swapped-holds-nothing',
    says: 'a thread that is swapped out holds no lock, and has not lost its CPU in the middle of a system call',
    rules: ['SO-2.3'],
    confidence: 'code',
    mutant: 'swaps-at-any-time',
    on: ['sched_swap'],
    when: leaves,
    holds: (m, { subject }) =>
      !holdsSomething(m, subject) && !(lostCpuInKernel(m, subject) && inSystemCall(m, subject)),
  },
  {
    kind: 'step',
    id: 'sunos5/swaps-no-stopped-threads',
    says: 'only a thread that sleeps or waits to run is swapped out',
    rules: ['SO-2.3'],
    confidence: 'code',
    mutant: 'swaps-stopped-threads',
    on: ['sched_swap'],
    when: leaves,
    holds: (m, { subject }) => wasIn(m, subject, 'asleep') || wasIn(m, subject, 'runnable'),
  },
]);
