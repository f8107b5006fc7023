import type { AnyClass, ClassHooks } from '../policy/class/define.ts';
import type { ClassReplacement } from '../policy/class/with-classes.ts';
import { fixedPriority } from './fixed-priority.ts';
import { realTime } from './real-time.ts';
import { system } from './system.ts';
import { timeSharing } from './time-sharing.ts';

/** A mistake in a scheduling class. A property must find each of them; `properties/sunos5/hosted.ts` says which. */
export interface ClassMutant {
  readonly asked: AnyClass;
  readonly replacement: ClassReplacement;
}

const mutants: ClassMutant[] = [];

type HooksOf<C> = C extends { hooks: infer H } ? H : never;

function mutant<C extends AnyClass>(asked: C, name: string, make: (hooks: HooksOf<C>) => Partial<HooksOf<C>>): void {
  mutants.push({ asked, replacement: { name, hooks: make(asked.hooks as HooksOf<C>) as ClassHooks<unknown> } });
}

const ts = timeSharing.hooks;
mutant(timeSharing, 'never-goes-behind', () => ({
  enqueue: (k, thread, why) => (why === 'preempted' ? 'head' : (ts.enqueue?.(k, thread, why) ?? 'tail')),
}));
mutant(timeSharing, 'quantum-not-refilled', () => ({
  enqueue: (k, thread, why) => {
    const left = k.timeLeft.get(thread);
    const place = ts.enqueue?.(k, thread, why) ?? 'tail';
    if (why === 'preempted') k.timeLeft.set(thread, left);
    return place;
  },
}));
mutant(timeSharing, 'woken-to-head', () => ({
  enqueue: (k, thread, why) => {
    const place = ts.enqueue?.(k, thread, why) ?? 'tail';
    return why === 'wakeup' ? 'head' : place;
  },
}));
mutant(timeSharing, 'tick-ignores-better', () => ({
  tick: (k, thread) => k.timeLeft.get(thread) <= 1 && ts.tick?.(k, thread) === true,
}));
mutant(timeSharing, 'falls-to-the-bottom', () => ({
  tick: (k, thread) => {
    const gives = ts.tick?.(k, thread) === true;
    k.thread.setPriority(thread, k.band.lowest);
    return gives;
  },
}));
mutant(timeSharing, 'no-aging', () => ({ second: (k, thread) => k.waited.increment(thread) }));
mutant(timeSharing, 'lifts-runners', () => ({
  second: (k, thread) => k.thread.setPriority(thread, k.band.highest),
}));
mutant(timeSharing, 'always-slpret', () => ({
  enqueue: (k, thread, why) => {
    if (why === 'wakeup') k.thread.setPriority(thread, k.band.highest);
    return ts.enqueue?.(k, thread, why) ?? 'tail';
  },
}));

const rt = realTime.hooks;
mutant(realTime, 'never-goes-behind', () => ({
  enqueue: (k, thread, why) => (why === 'preempted' ? 'head' : (rt.enqueue?.(k, thread, why) ?? 'tail')),
}));
mutant(realTime, 'refills-at-preemption', () => ({
  enqueue: (k, thread, why) => {
    const place = rt.enqueue?.(k, thread, why) ?? 'tail';
    if (why === 'preempted' && !k.thread.infiniteQuantum(thread)) k.timeLeft.set(thread, 2);
    return place;
  },
}));
mutant(realTime, 'decays', () => ({
  tick: (k, thread) => {
    k.thread.setPriority(thread, k.thread.priority(thread) === k.band.lowest ? k.band.highest : k.band.lowest);
    return rt.tick?.(k, thread) === true;
  },
}));
mutant(realTime, 'woken-to-head', () => ({
  enqueue: (k, thread, why) => {
    const place = rt.enqueue?.(k, thread, why) ?? 'tail';
    return why === 'wakeup' ? 'head' : place;
  },
}));
mutant(realTime, 'never-gives-way', () => ({ yield: () => false }));

mutant(system, 'yields', () => ({ yield: () => true }));
mutant(system, 'rotates', () => ({ enqueue: () => 'tail' }));
mutant(system, 'woken-to-head', () => ({ enqueue: () => 'head' }));

const fx = fixedPriority.hooks;
mutant(fixedPriority, 'sinks', () => ({
  tick: (k, thread) => {
    const gives = fx.tick?.(k, thread) === true;
    if (gives) k.thread.setPriority(thread, k.band.lowest);
    return gives;
  },
}));
mutant(fixedPriority, 'rises', () => ({
  tick: (k, thread) => {
    k.thread.setPriority(thread, k.band.highest);
    return fx.tick?.(k, thread) === true;
  },
}));
mutant(fixedPriority, 'woken-to-head', () => ({
  enqueue: (k, thread, why) => (why === 'wakeup' ? 'head' : (fx.enqueue?.(k, thread, why) ?? 'tail')),
}));
mutant(fixedPriority, 'patient', () => ({
  tick: (k, thread) => k.timeLeft.get(thread) <= 1 && fx.tick?.(k, thread) === true,
}));

/** All mutants of the shipped classes. */
export const CLASS_MUTANTS: readonly ClassMutant[] = mutants;
