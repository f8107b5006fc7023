import { setup } from 'xstate';
import { NONE } from '../../model/state/field.ts';
import type { Observation } from '../../model/system/observation.ts';
import { KPREEMPT_PRI } from '../../model/systems/sunos5/priorities.ts';
import { REAL_TIME, type Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { type Hearing, properties } from '../property.ts';
import { ordinary } from './look.ts';
import { fixedPriority } from './synchronization.ts';

/** A thread that has had its turn, and how many equals that waited then have not had theirs. */
const turns = setup({
  types: {
    events: {} as { type: 'BEHIND_ONE' | 'BEHIND_TWO' | 'BEHIND_THREE' | 'OTHER' | 'CHOSEN' | 'MOVED' },
    tags: {} as 'witness' | 'violation',
  },
}).createMachine({
  id: 'turnOfThread',
  initial: 'free',
  on: { BEHIND_ONE: '.one', BEHIND_TWO: '.two', BEHIND_THREE: '.three', MOVED: '.free' },
  states: {
    free: { on: { OTHER: 'free', CHOSEN: 'free' } },
    one: { tags: 'witness', on: { OTHER: 'free', CHOSEN: 'outOfTurn' } },
    two: { tags: 'witness', on: { OTHER: 'one', CHOSEN: 'outOfTurn' } },
    three: { tags: 'witness', on: { OTHER: 'two', CHOSEN: 'outOfTurn' } },
    outOfTurn: { tags: 'violation' },
  },
});

/** The most urgent thread of all and a mutex: it sleeps, is woken by the release, and then gets it. */
const sections = setup({
  types: { events: {} as { type: 'BLOCKED' | 'WOKEN' | 'ACQUIRED' }, tags: {} as 'witness' | 'violation' },
}).createMachine({
  id: 'waitOfMostUrgent',
  initial: 'free',
  states: {
    free: { on: { BLOCKED: 'waits', WOKEN: 'free', ACQUIRED: 'free' } },
    waits: { on: { WOKEN: 'woken', ACQUIRED: 'free', BLOCKED: 'waits' } },
    woken: { tags: 'witness', on: { ACQUIRED: 'free', BLOCKED: 'secondSection', WOKEN: 'woken' } },
    secondSection: { tags: 'violation' },
  },
});

/** More threads than any world of one CPU has. */
const PLACES = 12;

/** Tells one event to each thread for which it is meant: a hearing tells it to one. */
const toEach = (event: string, which: (m: Sunos5, seen: Observation, thread: number) => boolean): Hearing<Sunos5>[] =>
  Array.from({ length: PLACES }, (_, thread) => ({
    event,
    of: (m: Sunos5, seen: Observation) => (thread < m.class.length && which(m, seen, thread) ? thread : NONE),
  }));

const oneCpu = (m: Sunos5) => m.current.values.length === 1;

/** Real-time threads of its priority that stand on the queue before a thread that was queued there. */
function equalsBefore(m: Sunos5, thread: number): number {
  if (!m.runQueue.holds(thread)) return 0;
  const level = m.level.get(thread);
  const members = m.runQueue.members(m.dispQueue.get(thread));
  return members.filter((other) => other !== thread && m.class[other] === REAL_TIME && m.level.get(other) === level)
    .length;
}

const TURNS = ['', 'BEHIND_ONE', 'BEHIND_TWO', 'BEHIND_THREE'];

/** The end of a turn: the thread that has had it, behind so many equals. */
const behind = (thread: (m: Sunos5, seen: Observation) => number): Hearing<Sunos5>[] =>
  [1, 2, 3].map((count) => ({
    event: TURNS[count] as string,
    of: (m, seen) => {
      const who = thread(m, seen);
      return oneCpu(m) && m.class[who] === REAL_TIME && equalsBefore(m, who) === count ? who : NONE;
    },
  }));

/** An equal of a thread that waits for its next turn. */
const isEqual = (m: Sunos5, thread: number, other: number) =>
  oneCpu(m) &&
  thread !== other &&
  m.class[thread] === REAL_TIME &&
  m.class[other] === REAL_TIME &&
  m.priority.get(thread) === m.priority.get(other);

/** A real-time thread, more urgent than all others, where nothing but a lock can keep it from the CPU. */
function mostUrgent(m: Sunos5, thread: number): boolean {
  if (!oneCpu(m) || m.option.disabling === 1 || m.priority.get(thread) < KPREEMPT_PRI) return false;
  for (let other = 0; other < m.class.length; other++) {
    if (other === thread || m.class[other] > 3) continue;
    if (!ordinary(m, other) || !fixedPriority(m, other) || m.priority.get(other) >= m.priority.get(thread))
      return false;
  }
  return true;
}

const itself = (m: Sunos5, { object }: Observation) => (mostUrgent(m, object) ? object : NONE);

/** Turns of equals, and how long the most urgent thread waits (SO-55, SO-90): bounded by counting turns and sections. */
export const turnProperties = properties<Sunos5>([
  {
    kind: 'monitor',
    id: 'sunos5/equals-take-turns',
    says: 'a real-time thread whose quantum is used up, or that yields, is not chosen again before its waiting equals (bounded)',
    rules: ['SO-55'],
    confidence: 'code',
    mutant: 'M7',
    scope: 'thread',
    chart: turns,
    hears: {
      sched_preempt: behind((m, { object }) => (m.expired.before(object) === 1 ? object : NONE)),
      sched_yield: behind((_m, { subject }) => subject),
      sched_choose: [
        { event: 'CHOSEN', of: (m, { subject }) => (oneCpu(m) ? subject : NONE) },
        ...toEach('OTHER', (m, { subject }, thread) => isEqual(m, thread, subject)),
      ],
      sched_pi_inherit: [{ event: 'MOVED', of: (_m, { subject }) => subject }],
    },
    doc: 'One CPU. So of k equals none gets two quanta before all others have got one. Who is moved to another level meanwhile, by inheritance, is left out.',
  },
  {
    kind: 'step',
    id: 'sunos5/endless-keeps-the-cpu',
    says: 'a tick ends no turn of a real-time thread whose quantum is infinite, unless a better thread waits',
    rules: ['SO-55'],
    confidence: 'code',
    mutant: 'endless-quantum-ends',
    on: ['account_tick'],
    when: (m, { subject }) =>
      m.infiniteQuantum[subject] === 1 &&
      m.dispQueue.get(subject) !== NONE &&
      m.maximum.before(m.dispQueue.get(subject)) <= m.priority.get(subject) + 1,
    holds: (m, { subject }) => m.expired.get(subject) === m.expired.before(subject),
    doc: 'So it runs until it blocks or yields, and its equals are served first come first served.',
  },
  {
    kind: 'monitor',
    id: 'sunos5/waits-for-one-section',
    says: 'the most urgent thread waits for one critical section of an owner: once woken, it gets the mutex (bounded)',
    rules: ['SO-90'],
    confidence: 'derived',
    mutant: 'keeps-inheritance',
    scope: 'thread',
    chart: sections,
    hears: {
      lock_contended: [{ event: 'BLOCKED', of: itself }],
      sched_waking: [{ event: 'WOKEN', of: itself }],
      lock_acquire: [{ event: 'ACQUIRED', of: itself }],
    },
    doc: 'One CPU, threads of fixed priority, no interrupt threads, preemption never disabled. With sunos5/no-medium-thread-runs: while it waits only its chain runs, and each owner only until it has released the mutex.',
  },
]);
