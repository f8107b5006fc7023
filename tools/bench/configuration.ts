import type { Topology } from '../../model/system/topology.ts';
import { lwktCoreTopologies } from '../../model/systems/lwkt-core/topologies.ts';

/** One thread of the small LWKT model. */
export interface ThreadSpec {
  readonly home: number;
  readonly priority: number;
  readonly interrupt: boolean;
}

/** A topology of `lwkt-core` in plain numbers: all that the programs which schedcheck is timed beside need to know. */
export interface Configuration {
  readonly name: string;
  readonly cpus: number;
  readonly threads: readonly ThreadSpec[];
}

/** What every search must count, and nothing else. */
export interface Counts {
  readonly states: number;
  readonly transitions: number;
}

/** Priority of the idle thread in the preemption test. */
export const IDLE_PRIORITY = 12;

/** Distinct states and transitions that several independent tools agree on. */
export const REFERENCE: Readonly<Record<string, Counts>> = {
  S1: { states: 169, transitions: 425 },
  S2: { states: 2_073, transitions: 6_296 },
  S3: { states: 197, transitions: 486 },
  M1: { states: 1_909, transitions: 8_540 },
  M2: { states: 10_006, transitions: 50_043 },
  L1: { states: 171_717, transitions: 1_039_947 },
  X1: { states: 753_563, transitions: 6_508_818 },
  L2: { states: 3_560_769, transitions: 25_100_774 },
};

/**
 * The topology of `lwkt-core` with that name, in numbers.
 *
 * @throws RangeError when there is none.
 */
export function configuration(name: string): Configuration {
  const topology = lwktCoreTopologies.find((one) => one.name === name);
  if (topology === undefined) {
    throw new RangeError(`no topology "${name}"; there are ${lwktCoreTopologies.map((one) => one.name).join(', ')}`);
  }
  return inNumbers(topology);
}

function inNumbers({ name, entities }: Topology): Configuration {
  const cpus = (entities.cpu ?? []).map((cpu) => cpu.name);
  const threads = (entities.thread ?? []).map((thread) => ({
    home: cpus.indexOf(String(thread.home)),
    priority: Number(thread.priority),
    interrupt: thread.role === 'interrupt',
  }));
  return { name, cpus: cpus.length, threads };
}
