import type { AnyRuntime, RuntimeHooks } from '../policy/runtime/define.ts';
import { NONE } from '../state/field.ts';
import { handOffRuntime } from './hand-off.ts';
import { solaris } from './solaris.ts';
import { workStealingRuntime } from './work-stealing.ts';

/** A mistake in a runtime. A property must find each of them; `properties/sunos5-threads` says which. */
export interface RuntimeMutant {
  readonly runtime: AnyRuntime;
  // biome-ignore lint/suspicious/noExplicitAny: kits of different runtimes have nothing else in common
  readonly replacement: { readonly name: string; readonly hooks: RuntimeHooks<any> };
}

const mutants: RuntimeMutant[] = [];

function mutant<R extends AnyRuntime>(
  runtime: R,
  name: string,
  hooks: R extends { hooks: infer H } ? Partial<H> : never,
): void {
  mutants.push({ runtime, replacement: { name, hooks: hooks as object } });
}

mutant(solaris, 'picks-without-taking', { pickNext: (k) => k.ready.head() });
mutant(solaris, 'wakes-nobody', { selectLwp: () => NONE });
mutant(solaris, 'never-preempts', { victim: () => NONE });
mutant(solaris, 'appends', { enqueue: (k, thread) => k.ready.append(thread) });
mutant(solaris, 'never-grows', { grow: () => false });
mutant(solaris, 'always-shrinks', { shrink: () => true });
mutant(solaris, 'never-shrinks', { shrink: () => false });
mutant(solaris, 'preempts-anybody', { victim: (k) => k.lwp.all.find(k.lwp.interruptible) ?? NONE });
mutant(solaris, 'yields-to-itself', { enqueue: (k, thread) => k.ready.insert(thread, k.thread.priority, 'before') });
mutant(workStealingRuntime, 'does-not-steal', { pickNext: (k, lwp) => k.local.of(lwp).shift() });
mutant(workStealingRuntime, 'never-grows', { grow: () => false });
mutant(handOffRuntime, 'never-grows', { growAtOnce: () => false, grow: () => false });
mutant(handOffRuntime, 'does-not-steal', {
  pickNext: (k, lwp) => {
    const own = k.local.of(lwp).shift();
    return own === NONE ? k.global.shift() : own;
  },
});

/** All mutants of the shipped runtimes. */
export const RUNTIME_MUTANTS: readonly RuntimeMutant[] = mutants;
