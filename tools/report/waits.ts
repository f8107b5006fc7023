import { NONE } from '../../model/state/field.ts';
import type { Machine } from '../../model/system/machine.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { type Outcome, run } from '../../properties/run.ts';
import { counted } from './counted.ts';
import { allOf } from './participants.ts';

/** A thread that waits for a lock: since when, and how many steps other threads had a CPU meanwhile. */
interface Wait {
  readonly thread: number;
  readonly lock: string;
  readonly from: number;
  to: number;
  readonly ran: Map<number, number>;
  /** Who could have run meanwhile. */
  readonly ready: Set<number>;
}

/** Waits that are told at most, the longest first. */
const MOST = 3;

/**
 * Who ran while others waited for a lock: what an inversion of priorities is about. Nothing for systems that report no
 * waits for locks.
 */
export function waitsOf(outcome: Outcome): string[] {
  const { scenario, taken } = outcome;
  const waits: Wait[] = [];
  const open = new Map<number, Wait>();
  let last: Machine | undefined;
  run(scenario.with({ script: taken }), {
    watch: (m, step) => {
      last = m;
      if (step > 0) follow(m, step, open, waits);
    },
  });
  const m = last;
  if (m === undefined) return [];
  return [...waits]
    .sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)
    .slice(0, MOST)
    .flatMap((wait) => line(m, wait));
}

function follow(m: Machine, step: number, open: Map<number, Wait>, waits: Wait[]): void {
  for (let n = 0; n < m.observations.length; n++) {
    const { kind, subject, object } = m.observations.at(n);
    if (kind === SAW.lock_acquire) open.delete(object);
    if (kind !== SAW.lock_contended) continue;
    const wait = {
      thread: object,
      lock: lockName(m, subject),
      from: step,
      to: step,
      ran: new Map(),
      ready: new Set<number>(),
    };
    open.set(object, wait);
    waits.push(wait);
  }
  const cpus = m.resolved.counts.cpu ?? 0;
  for (const wait of open.values()) {
    wait.to = step;
    for (const thread of allOf(m, 'thread')) if (isRunnable(m, thread)) wait.ready.add(thread);
    for (let cpu = 0; cpu < cpus; cpu++) {
      const thread = currentOf(m, cpu);
      if (thread !== NONE && thread !== wait.thread) wait.ran.set(thread, (wait.ran.get(thread) ?? 0) + 1);
    }
  }
}

/** `While high waited for mutex0 (steps 9 to 15): low had a CPU for 3 steps, medium for none`. */
function line(m: Machine, { thread, lock, from, to, ran, ready }: Wait): string[] {
  const told = allOf(m, 'thread').filter((one) => one !== thread && (ran.has(one) || ready.has(one)));
  if (told.length === 0) return [];
  const name = (one: number) => m.nameOf('thread', one);
  const shares = told.map((one, n) => {
    const share = ran.get(one) ?? 0;
    return `${name(one)} ${n === 0 ? 'had a CPU ' : ''}for ${share === 0 ? 'none' : counted(share, 'step')}`;
  });
  return [`While ${name(thread)} waited for ${lock} (steps ${from} to ${to}): ${shares.join(', ')}`];
}

function lockName(m: Machine, lock: number): string {
  const mutexes = m.resolved.names.mutex?.length ?? 0;
  return lock < mutexes ? m.nameOf('mutex', lock) : m.nameOf('rwlock', lock - mutexes);
}

/** The thread that a CPU runs, or NONE; idle threads do not count. */
function currentOf(m: Machine, cpu: number): number {
  const current = m.system.trace?.current as ((m: Machine, cpu: number) => number) | undefined;
  const thread = current?.(m, cpu) ?? NONE;
  return thread === NONE || is(m, 'idle', thread) ? NONE : thread;
}

const isRunnable = (m: Machine, thread: number): boolean => is(m, 'runnable', thread);

function is(m: Machine, tag: string, thread: number): boolean {
  const { thread: kind } = m as unknown as { thread?: { is: Readonly<Record<string, (one: number) => boolean>> } };
  return kind?.is[tag]?.(thread) ?? false;
}
