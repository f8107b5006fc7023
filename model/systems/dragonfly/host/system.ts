import { NONE } from '../../../state/field.ts';
import type { System } from '../../../system/system.ts';
import type { Topology } from '../../../system/topology.ts';
import { idleOf } from '../lookup.ts';
import { dragonfly } from '../system.ts';
import { completeDragonfly } from '../topologies.ts';
import * as hooks from './hooks.ts';
import { type Hosted, type HostedEffect, hostedShape } from './shape.ts';

/**
 * `dragonfly` with a run queue that is a policy's. Only what decides about the order of threads is replaced; see
 * `machines/dragonfly/cpu/hosted.ts`. The built-in order is the system `dragonfly` itself, and not a policy.
 */

const guards = {
  ...dragonfly.guards,
  machine: {},
  cpu: { ...dragonfly.guards.cpu, nobodyRuns: (m: Hosted, cpu: number) => m.current.get(cpu) === NONE },
  // lwkt_yield_quick() keeps the CPU without a switch when the running thread is the head: here nobody knows before.
  path: { ...dragonfly.guards.path, currentIsHead: () => false },
};

const replaced: Readonly<Record<string, HostedEffect>> = {
  insertThread: hooks.arrive,
  giveToPolicy: hooks.giveToPolicy,
  askPreempts: hooks.askPreempts,
  offerAll: hooks.offerAll,
  askTick: hooks.askTick,
  choose: (m, cpu, how) => m.cpu.CHOOSE(cpu, how),
  stopCurrent: hooks.stopCurrent,
  switchToPicked: hooks.switchToPicked,
  preemptCurrent: hooks.preemptCurrent,
  returnToVictim: hooks.returnToVictim,
  descheduleThread: hooks.descheduleThread,
};

const effects = {
  ...dragonfly.effects,
  machine: {},
  cpu: { ...dragonfly.effects.cpu, ...replaced },
  path: { ...dragonfly.effects.path, yieldSwitch: hooks.yieldSwitch },
};

function initialise(m: Hosted): void {
  m.policy.init();
  dragonfly.initialise(m);
  for (let cpu = 0; cpu < m.current.values.length; cpu++) {
    const thread = m.current.get(cpu);
    if (thread !== idleOf(m, cpu)) m.policy.running(thread, cpu);
  }
}

const withMachine = (given: Topology): Topology => ({
  ...given,
  entities: { ...given.entities, machine: [{ name: 'machine' }] },
});

/** Still without anybody who decides: see `dragonflyHost`. */
export const hostedDragonfly = {
  ...dragonfly,
  title: 'DragonFly BSD, whose run queues are ordered by a policy',
  shape: hostedShape,
  guards,
  effects,
  initialise,
  complete: (given: Topology) => withMachine(completeDragonfly(given)),
} as unknown as System<typeof hostedShape>;
