import { NONE } from '../../state/field.ts';
import { cpuOfInterrupt, interruptOf, lwpOf } from './lookup.ts';
import type { Dragonfly } from './shape.ts';

type Visit = (kind: string, entity: number) => void;

/** Entities whose properties look at this one: what has to be looked at again when it was written. */
export function neighbours(m: Dragonfly, kind: string, entity: number, visit: Visit): void {
  switch (kind) {
    case 'cpu':
      aroundCpu(m, entity, visit);
      break;
    case 'thread':
      aroundThread(m, entity, visit);
      break;
    case 'lwp':
      visit('thread', m.body[entity]);
      break;
    case 'interrupt':
      visit('thread', m.handledBy[entity]);
      visit('cpu', cpuOfInterrupt(m, entity));
  }
}

/** The threads that the CPU ran and runs, with their victims. */
function aroundCpu(m: Dragonfly, cpu: number, visit: Visit): void {
  visitChain(m, m.current.before(cpu), visit);
  visitChain(m, m.current.get(cpu), visit);
  for (const left of [m.leaving.before(cpu), m.leaving.get(cpu)]) if (left !== NONE) visit('thread', left);
  for (const lwp of [m.designatedLwp.before(cpu), m.designatedLwp.get(cpu)]) if (lwp !== NONE) visit('lwp', lwp);
}

function visitChain(m: Dragonfly, first: number, visit: Visit): void {
  let thread = first;
  for (let length = 0; thread !== NONE && length < m.role.length; length++) {
    visit('thread', thread);
    thread = m.victim.get(thread);
  }
}

function aroundThread(m: Dragonfly, thread: number, visit: Visit): void {
  visit('cpu', m.home[thread]);
  visitChain(m, m.victim.before(thread), visit);
  visitChain(m, m.victim.get(thread), visit);
  const interrupt = interruptOf(m, thread);
  if (interrupt !== NONE) visit('interrupt', interrupt);
  const lwp = lwpOf(m, thread);
  if (lwp !== NONE) visit('lwp', lwp);
}
