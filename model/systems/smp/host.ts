import type { HostKit } from '../../policy/make-kit.ts';
import type { Host } from '../../policy/with-policy.ts';
import { NONE } from '../../state/field.ts';
import type { Machine } from '../../system/machine.ts';
import { releaseOf } from './programs.ts';
import { allowed } from './scheduling.ts';
import { NO_RESCHEDULE, type Smp, type smpShape } from './shape.ts';
import { smpSystem } from './system.ts';

/** What policies see of the plain multiprocessor. */
function kitOf(machine: Machine): HostKit {
  const m = machine as Smp;
  const count = (kind: string) => Object.freeze(Array.from({ length: m.resolved.counts[kind] ?? 0 }, (_, n) => n));
  const cpus = count('cpu');
  return {
    thread: {
      all: count('thread'),
      priority: (thread) => m.effective.get(thread),
      basePriority: (thread) => m.priority[thread],
      allowed: (thread, cpu) => allowed(m, thread, cpu),
      affinity: (thread) => cpus.filter((cpu) => allowed(m, thread, cpu)),
      runnable: (thread) => m.thread.is.runnable(thread),
      cpu: (thread) => m.lastCpu.get(thread),
      deadline: (thread) => (releaseOf(m, thread) === undefined ? Infinity : m.deadline.get(thread)),
      period: (thread) => releaseOf(m, thread)?.ticks ?? 0,
    },
    cpu: {
      all: cpus,
      current: (cpu) => m.current.get(cpu),
      idle: (cpu) => m.current.get(cpu) === NONE && m.reschedule.get(cpu) === NO_RESCHEDULE,
      node: (cpu) => m.node[cpu],
      kick: (cpu) => m.cpu.KICK(cpu),
    },
  };
}

/** The plain multiprocessor as a host of policies: `withPolicy(smpHost, myPolicy)`. */
export const smpHost: Host<typeof smpShape> = { system: smpSystem, kitOf };
