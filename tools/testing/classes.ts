import { type ClassHooks, type ClassName, classTable, defineClass } from '../../model/policy/class/define.ts';
import type { ClassKit } from '../../model/policy/class/kit.ts';
import { run } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import type { Suite } from '../../properties/suite.ts';

/** Classes for tests that keep nothing and decide anything: what holds with them holds with any. */

type K = ClassKit<Record<never, never>>;

/** One priority up, or from the highest to the lowest. */
function move(k: K, thread: number): void {
  const { lowest, highest } = k.band;
  const priority = k.thread.priority(thread);
  k.thread.setPriority(thread, priority === highest ? lowest : priority + 1);
}

const hooks: ClassHooks<K> = {
  enqueue: (k, _thread, why) => (why !== 'priority' && k.choose(2) === 1 ? 'head' : 'tail'),
  tick: (k, thread) => {
    const what = k.choose(3);
    if (what === 1) move(k, thread);
    return what === 2;
  },
  yield: (k) => k.choose(2) === 1,
  second: move,
  sleep: (k, thread) => {
    if (k.choose(2) === 1) move(k, thread);
  },
  userReturn: move,
};

const oneOf = (replaces: ClassName) => defineClass({ name: `any-${replaces}`, says: 'anything', replaces, hooks });

/** All three classes at once. */
export const anything = classTable('anything', 'anything', oneOf('ts'), oneOf('rt'), oneOf('sys'));

/** Whether the script of a scenario shows anything else on another system with the same stimuli. */
export function differs({ suite, topology, script }: Scenario, other: Suite): boolean {
  const [one, two] = [suite, other].map((of) => run(new Scenario(of, topology, script, [])));
  return one?.notEnabled !== two?.notEnabled || one?.observations !== two?.observations;
}
