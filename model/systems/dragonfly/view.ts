import { NONE } from '../../state/field.ts';
import type { SystemDefinition } from '../../system/system.ts';
import { type Dragonfly, type dragonflyShape, IDLE } from './shape.ts';

/** What people and tracers see of a CPU. */

/** `ithread>daemon*!`: who runs and whom it has preempted, in a critical section, with a reschedule wanted. */
function view(m: Dragonfly, cpu: number): string {
  const current = m.current.get(cpu);
  const names = [m.nameOf('thread', current)];
  for (let at = m.victim.get(current); at !== NONE; at = m.victim.get(at)) names.push(m.nameOf('thread', at));
  const wanted = m.lwktReschedule.get(cpu) === 1 || m.userReschedule.get(cpu) === 1 ? '!' : '';
  return names.join('>') + (m.critical.get(current) > 0 ? '*' : '') + wanted;
}

export const dragonflyView: Pick<SystemDefinition<typeof dragonflyShape>, 'view' | 'legend' | 'trace'> = {
  view,
  legend: '* in a critical section, ! reschedule wanted, a>b: a has preempted b',
  trace: {
    current: (m, cpu) => m.current.get(cpu),
    idle: (m, thread) => m.role[thread] === IDLE,
    prio: (m, thread) => 139 - m.priority.get(thread),
    priority: (m, thread) => m.priority.get(thread),
    needResched: (m, cpu) => m.lwktReschedule.get(cpu) === 1 || m.userReschedule.get(cpu) === 1,
    criticalDepth: (m, cpu) => m.critical.get(m.current.get(cpu)),
    lwps: { kind: 'lwp', thread: 'thread', executes: (m, lwp) => m.body[lwp] as number },
  },
};
