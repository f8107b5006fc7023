import { NONE } from '../../state/field.ts';
import { parseStimulus } from '../../system/candidates.ts';
import type { Machine } from '../../system/machine.ts';
import { type Observation, OBSERVATION as SAW } from '../../system/observation.ts';

/**
 * What a piece of work costs, counted and not timed: no unit but "how often". Nothing of it is part of the state.
 */
export interface Costs {
  /** System calls, faults and signals: how often an LWP of the process entered the kernel. */
  readonly kernelEntries: number;
  readonly lwpCreations: number;
  /** Switches in user mode, from one thread to another on the same LWP. */
  readonly threadSwitches: number;
  /** How often a CPU got an LWP to run. */
  readonly lwpSwitches: number;
  /** How often the library put a thread on one of its queues, or found an LWP for it. */
  readonly libraryQueueing: number;
  /** User registers saved and loaded: one set each for the old and the new thread or LWP. */
  readonly userRegisterSets: number;
  /** The same for the registers of the kernel, of which a new LWP gets its first set. */
  readonly kernelRegisterSets: number;
}

export const NO_COSTS: Costs = {
  kernelEntries: 0,
  lwpCreations: 0,
  threadSwitches: 0,
  lwpSwitches: 0,
  libraryQueueing: 0,
  userRegisterSets: 0,
  kernelRegisterSets: 0,
};

/** What one observation stands for. */
function costOf({ kind, subject, object }: Observation): Partial<Costs> {
  switch (kind) {
    case SAW.sys_enter:
      return { kernelEntries: 1 };
    case SAW.lwp_create:
      return { lwpCreations: 1, kernelRegisterSets: 1 };
    case SAW.thread_switch:
      return subject === NONE ? { userRegisterSets: 1 } : { threadSwitches: 1, userRegisterSets: 2 };
    case SAW.lwp_switch:
      return { lwpSwitches: object === NONE ? 0 : 1, userRegisterSets: 1, kernelRegisterSets: 1 };
    case SAW.thread_sleep:
    case SAW.thread_runnable:
      return { libraryQueueing: 1 };
    default:
      return {};
  }
}

/** Adds the cost of the present step of a machine. */
export function addCosts(costs: Costs, m: Machine): Costs {
  const sum: Record<string, number> = { ...costs };
  for (let n = 0; n < m.observations.length; n++) {
    for (const [name, count] of Object.entries(costOf(m.observations.at(n)))) sum[name] = (sum[name] ?? 0) + count;
  }
  return sum as unknown as Costs;
}

/**
 * Lets things happen on a machine and counts what they cost.
 *
 * @param stimuli as they stand in files: `lwp0 yield`.
 * @throws Error naming a stimulus that the machine does not accept.
 */
export function costsOf(m: Machine, stimuli: readonly string[]): Costs {
  m.observing = true;
  let costs = NO_COSTS;
  for (const text of stimuli) {
    const { kind, self, arg } = parseStimulus(m, text);
    m.begin();
    if (!m.attempt(kind, self, arg) || m.fault !== null) throw new Error(`"${text}" is not possible here`);
    costs = addCosts(costs, m);
    m.journal.commit();
  }
  return costs;
}
