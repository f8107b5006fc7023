import { cpu } from '../../../machines/lwkt-core/cpu.ts';
import { device } from '../../../machines/lwkt-core/device.ts';
import { thread } from '../../../machines/lwkt-core/thread.ts';
import { NONE } from '../../state/field.ts';
import { choice, entity, flag, number, queue, reference, shape } from '../../system/declare.ts';
import type { MachineOf } from '../../system/types.ts';

/** Roles of threads, as numbers. */
export const KERNEL = 0;
export const INTERRUPT = 1;
export const IDLE = 2;

/** What the small LWKT model keeps; see `docs/systems/lwkt-core.md`. */
export const lwktCoreShape = shape({
  kinds: {
    cpu: { chart: cpu },
    thread: {
      chart: thread,
      attributes: {
        home: entity('cpu'),
        priority: number(0, 31),
        role: choice(['kernel', 'interrupt', 'idle'], 'kernel'),
      },
    },
    device: { chart: device, attributes: { handler: entity('thread') } },
  },
  fields: {
    current: reference('cpu', 'thread'),
    reschedule: flag('cpu'),
    preempted: reference('thread', 'thread'),
    pending: flag('device'),
    requested: flag('device'),
    runQueue: queue('cpu', 'thread'),
    messages: queue('cpu', 'thread'),
  },
});

export type LwktCore = MachineOf<typeof lwktCoreShape>;

/** The interrupt source that a thread serves, or NONE. */
export function deviceOf(m: LwktCore, thread: number): number {
  for (let source = 0; source < m.handler.length; source++) if (m.handler[source] === thread) return source;
  return NONE;
}

/** The idle thread of a CPU. */
export function idleOf(m: LwktCore, cpu: number): number {
  return m.role.length - m.current.values.length + cpu;
}
