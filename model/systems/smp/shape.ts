import { cpu } from '../../../machines/smp/cpu.ts';
import { machine } from '../../../machines/smp/machine.ts';
import { mutex } from '../../../machines/smp/mutex.ts';
import { thread } from '../../../machines/smp/thread.ts';
import type { WithDecisions } from '../../policy/with-policy.ts';
import { entities, flag, number, queue, reference, shape, value, yesno } from '../../system/declare.ts';
import type { MachineOf } from '../../system/types.ts';
import { LONGEST_PROGRAM, MOST_TICKS, program } from './workload.ts';

/** Why a CPU has to schedule. */
export const NO_RESCHEDULE = 0;
export const PREEMPTED = 1;
export const TIME_IS_OVER = 2;

/** Largest number of ticks that anything counts to. */
export const TICKS = MOST_TICKS;

/** What the plain multiprocessor keeps. The policy's own fields come on top. */
export const smpShape = shape({
  kinds: {
    machine: { chart: machine },
    cpu: { chart: cpu, attributes: { node: number(0, 7, 0) } },
    thread: {
      chart: thread,
      attributes: { priority: number(0, 31, 10), affinity: entities('cpu'), program: program() },
    },
    mutex: { chart: mutex },
  },
  fields: {
    // What runs where.
    current: reference('cpu', 'thread'),
    reschedule: value('cpu', TIME_IS_OVER),
    lastCpu: reference('thread', 'cpu'),
    effective: value('thread', 31),
    // Mutexes.
    owner: reference('mutex', 'thread'),
    waiters: queue('mutex', 'thread'),
    waitsFor: reference('thread', 'mutex'),
    // Programs.
    instruction: value('thread', LONGEST_PROGRAM),
    left: value('thread', TICKS),
    phase: value('thread', TICKS),
    deadline: value('thread', TICKS),
    due: flag('thread'),
    late: flag('thread'),
    // Books that only properties read. All but the first stay 0 when the topology's horizon is 0.
    arrivals: queue('machine', 'thread'),
    waited: value('thread', TICKS),
    inverted: value('thread', TICKS),
    served: value('thread', TICKS),
    used: value('cpu', TICKS),
  },
  options: {
    /** Whether a runnable thread can take the CPU from another one. */
    preemptive: yesno(true),
    /** Whether the owner of a mutex inherits the priority of those who wait for it. */
    inheritance: yesno(true),
    /** Ticks that the books of the properties count to; 0 keeps no books, for fewer states. */
    horizon: number(0, TICKS, 0),
  },
});

export type Smp = MachineOf<typeof smpShape> & WithDecisions;

/** The only entity of kind `machine`. */
export const MACHINE = 0;
