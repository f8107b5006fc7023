import type { AnyPolicy } from '../policy/define.ts';
import type { HookReplacement } from '../policy/with-policy.ts';
import { earliestDeadlineFirst } from './earliest-deadline-first.ts';
import { fixedPriority } from './fixed-priority.ts';
import { QUANTUM, roundRobin } from './round-robin.ts';
import { workStealing } from './work-stealing.ts';

/**
 * Policies with one mistake each. A property must find each of them; `properties/smp` says which.
 */

/** A mistake in a policy. */
export interface PolicyMutant {
  readonly policy: AnyPolicy;
  // biome-ignore lint/suspicious/noExplicitAny: kits of different policies have nothing else in common
  readonly replacement: HookReplacement<any>;
}

const mutants: PolicyMutant[] = [];

function mutant<P extends AnyPolicy>(
  policy: P,
  name: string,
  hooks: P extends { hooks: infer H } ? Partial<H> : never,
): void {
  mutants.push({ policy, replacement: { name, hooks: hooks as object } });
}

mutant(fixedPriority, 'never-preempts', { preempts: () => false });
mutant(fixedPriority, 'preempts-equals', {
  enqueue: (k, thread) => k.ready.insert(thread, k.thread.priority),
  preempts: (k, thread, current) => k.thread.priority(thread) >= k.thread.priority(current),
});
mutant(fixedPriority, 'appends', { enqueue: (k, thread) => k.ready.append(thread) });
mutant(fixedPriority, 'last-come-first-served', {
  enqueue: (k, thread) => k.ready.insert(thread, k.thread.priority, 'before'),
});
mutant(fixedPriority, 'ignores-inheritance', {
  enqueue: (k, thread, _cpu, why) =>
    k.ready.insert(thread, k.thread.basePriority, why === 'preempted' ? 'before' : 'behind'),
  preempts: (k, thread, current) => k.thread.basePriority(thread) > k.thread.basePriority(current),
  running: () => {},
});
mutant(fixedPriority, 'ignores-affinity', { pickNext: (k) => k.ready.shift() });
mutant(fixedPriority, 'picks-without-taking', { pickNext: (k) => k.ready.head() });
mutant(fixedPriority, 'does-not-push', { running: () => {} });

mutant(roundRobin, 'quantum-off-by-one', {
  tick: (k, _thread, cpu) => {
    const ticks = k.slice.get(cpu);
    k.slice.set(cpu, Math.min(QUANTUM, ticks + 1));
    return ticks === QUANTUM;
  },
});
mutant(roundRobin, 'forgets-to-requeue', {
  enqueue: (k, thread, _cpu, why) => {
    if (why !== 'expired' && why !== 'priority') k.ready.append(thread);
  },
});
mutant(roundRobin, 'puts-expired-first', {
  enqueue: (k, thread, _cpu, why) => {
    if (why === 'expired') k.ready.prepend(thread);
    else if (why !== 'priority') k.ready.append(thread);
  },
});
mutant(roundRobin, 'has-a-favourite', {
  tick: (k, thread, cpu) => {
    const ticks = Math.min(QUANTUM, k.slice.get(cpu) + 1);
    k.slice.set(cpu, ticks);
    return ticks === (thread === 0 ? QUANTUM : 1);
  },
});

mutant(earliestDeadlineFirst, 'latest-first', {
  enqueue: (k, thread) => k.ready.insert(thread, k.thread.deadline),
  preempts: (k, thread, current) => k.thread.deadline(thread) > k.thread.deadline(current),
});
mutant(earliestDeadlineFirst, 'never-preempts', { preempts: () => false });

mutant(workStealing, 'does-not-steal', { pickNext: (k, cpu) => k.local.of(cpu).shift() });
mutant(workStealing, 'everybody-preempts', { preempts: () => true });

/** All mutants of the shipped policies. */
export const POLICY_MUTANTS: readonly PolicyMutant[] = mutants;
