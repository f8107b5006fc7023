import { setup } from 'xstate';
import type { Reason } from '../../model/policy/define.ts';
import { NONE } from '../../model/state/field.ts';
import type { Observation } from '../../model/system/observation.ts';
import { allowed, REASONS } from '../../model/systems/smp/scheduling.ts';
import type { Smp } from '../../model/systems/smp/shape.ts';
import type { Property } from '../property.ts';
import { hasToSchedule, isIdle, nameOf } from './questions.ts';

/** Promises about where threads are. The first two are made for every policy. */

/** A runnable thread for which no CPU is busy or about to schedule, or NONE. */
function forgotten(m: Smp): number {
  for (let thread = 0; thread < m.priority.length; thread++) {
    if (!m.thread.is.runnable(thread)) continue;
    let hope = false;
    for (let cpu = 0; cpu < m.current.values.length; cpu++) {
      if (allowed(m, thread, cpu) && (!isIdle(m, cpu) || hasToSchedule(m, cpu))) hope = true;
    }
    if (!hope) return thread;
  }
  return NONE;
}

/** No thread is lost. */
export const noThreadLost: Property<Smp> = {
  kind: 'state',
  id: 'smp/no-thread-lost',
  says: 'no thread is runnable while all CPUs that it may run on idle and none is about to schedule',
  rules: ['SCHED-12'],
  confidence: 'derived',
  mutant: 'round-robin+forgets-to-requeue',
  each: 'machine',
  when: (m) => m.arrivals.head(0) !== NONE,
  holds: (m) => forgotten(m) === NONE,
  because: (m) => `${nameOf(m, forgotten(m))} is runnable, and no CPU will ever look for it`,
};

/** No thread is doubled, none runs where it may not. */
export const onePlace: Property<Smp> = {
  kind: 'state',
  id: 'smp/one-place',
  says: 'a CPU runs a thread that is running, there and nowhere else, and that may run there',
  rules: ['SCHED-13'],
  confidence: 'derived',
  mutant: 'fixed-priority+wrong-place',
  each: 'cpu',
  when: (m, cpu) => !isIdle(m, cpu),
  holds: (m, cpu) => {
    const thread = m.current.get(cpu);
    for (let other = 0; other < cpu; other++) if (m.current.get(other) === thread) return false;
    return m.thread.is.running(thread) && m.lastCpu.get(thread) === cpu && allowed(m, thread, cpu);
  },
};

type Bounce = { type: 'MOVES' } | { type: 'SETTLES' };

const bounce = setup({ types: { events: {} as Bounce, tags: {} as 'witness' | 'violation' } }).createMachine({
  id: 'bounce',
  initial: 'settled',
  states: {
    settled: { on: { MOVES: 'moved', SETTLES: 'settled' } },
    moved: { tags: 'witness', on: { MOVES: 'movedAgain', SETTLES: 'settled' } },
    movedAgain: { tags: 'violation' },
  },
});

/** Numbers of the reasons to be queued that are no fault of the scheduler. */
const BY_ITSELF = ['new', 'wakeup', 'yielded'].map((why) => REASONS.indexOf(why as Reason));

const subject = (_m: Smp, seen: Observation) => seen.subject;

/** No thread is sent to and fro. */
export const noPingPong: Property<Smp> = {
  kind: 'monitor',
  id: 'smp/no-ping-pong',
  says: 'a thread runs a tick, yields or sleeps between two moves from one CPU to another',
  rules: ['SCHED-14'],
  confidence: 'derived',
  mutant: 'work-stealing+everybody-preempts',
  scope: 'thread',
  chart: bounce,
  hears: {
    sched_migrate_task: [{ event: 'MOVES', of: subject }],
    local_timer_entry: [{ event: 'SETTLES', of: subject }],
    sched_wakeup: [{ event: 'SETTLES', of: (_m, seen) => (BY_ITSELF.includes(seen.detail) ? seen.subject : NONE) }],
  },
};
