import { NONE } from '../../state/field.ts';
import { PROCESS, type Threads } from './shape.ts';

type Visit = (kind: string, entity: number) => void;

/** Entities whose properties look at this one: what has to be looked at again when it was written. */
export function neighbours(m: Threads, kind: string, entity: number, visit: Visit): void {
  visit('process', PROCESS);
  const signals = m.resolved.counts.signal ?? 0;
  for (let signal = 0; signal < signals; signal++) visit('signal', signal);
  if (kind === 'lwp') {
    for (const field of [m.current, m.assigned, m.boundThread]) {
      for (const thread of [field.before(entity), field.get(entity)]) if (thread !== NONE) visit('thread', thread);
    }
  } else if (kind === 'thread') {
    for (const field of [m.lwpOf, m.boundLwp]) {
      for (const lwp of [field.before(entity), field.get(entity)]) if (lwp !== NONE) visit('lwp', lwp);
    }
  } else if (kind === 'cpu') {
    for (const lwp of [m.onCpu.before(entity), m.onCpu.get(entity)]) if (lwp !== NONE) visit('lwp', lwp);
  }
}
