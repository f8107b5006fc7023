import type { HostKit } from '../../../policy/make-kit.ts';
import type { Host } from '../../../policy/with-policy.ts';
import { NONE } from '../../../state/field.ts';
import type { Machine } from '../../../system/machine.ts';
import { IDLE } from '../shape.ts';
import { kick } from './hooks.ts';
import type { Hosted, hostedShape } from './shape.ts';
import { hostedDragonfly } from './system.ts';

/** What policies see of LWKT: threads that live on one CPU each, and no idle threads. */
function kitOf(machine: Machine): HostKit {
  const m = machine as Hosted;
  const numbers = (kind: string) => Array.from({ length: m.resolved.counts[kind] ?? 0 }, (_, n) => n);
  const cpus = Object.freeze(numbers('cpu'));
  const homes = cpus.map((cpu) => Object.freeze([cpu]));
  const isIdle = (thread: number) => m.role[thread] === IDLE;
  return {
    thread: {
      all: Object.freeze(numbers('thread').filter((thread) => !isIdle(thread))),
      priority: (thread) => m.priority.get(thread),
      basePriority: (thread) => m.basePriority[thread],
      allowed: (thread, cpu) => m.home[thread] === cpu,
      affinity: (thread) => homes[m.home[thread]],
      runnable: (thread) => m.thread.is.runnable(thread),
      cpu: (thread) => m.home[thread],
      deadline: () => Infinity,
      period: () => 0,
    },
    cpu: {
      all: cpus,
      current: (cpu) => (isIdle(m.current.get(cpu)) ? NONE : m.current.get(cpu)),
      idle: (cpu) => isIdle(m.current.get(cpu)) && m.lwktReschedule.get(cpu) === 0,
      node: () => 0,
      kick: (cpu) => kick(m, cpu),
    },
  };
}

/** LWKT as a host of policies: `withPolicy(dragonflyHost, myPolicy)`. */
export const dragonflyHost: Host<typeof hostedShape> = { system: hostedDragonfly, kitOf };
