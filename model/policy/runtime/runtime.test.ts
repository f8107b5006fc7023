import { describe, expect, test } from 'vitest';
import { NONE } from '../../state/field.ts';
import { compile } from '../../system/compile.ts';
import { flag, queue } from '../../system/declare.ts';
import { Machine } from '../../system/machine.ts';
import { systemLabel } from '../../system/system.ts';
import { faultAfter as faultOf } from '../../system/testing.ts';
import { resolve, type Topology } from '../../system/topology.ts';
import { threadsHost } from '../../systems/sunos5-threads/host.ts';
import { type AnyRuntime, defineRuntime, type RuntimeHooks } from './define.ts';
import type { RuntimeKit } from './kit.ts';
import { withRuntime } from './with-runtime.ts';

const world: Topology = {
  name: 'world',
  entities: {
    cpu: [{ name: 'cpu0' }, { name: 'cpu1' }],
    lwp: [{ name: 'lwp0' }, { name: 'lwp1' }],
    thread: [{ name: 'main' }, { name: 'worker', mortal: true }, { name: 'urgent', mortal: true, priority: 20 }],
  },
  options: { hints: true },
};

const fields = { ready: queue('process', 'thread'), mark: flag('lwp') };
type K = RuntimeKit<typeof fields>;

const runtime = (hooks: RuntimeHooks<K>) =>
  defineRuntime({
    name: 'mine',
    says: 'for the tests',
    fields,
    hooks: { enqueue: (k, thread) => k.ready.append(thread), pickNext: (k) => k.ready.shift(), ...hooks },
  });

/** Takes the steps and returns the fault, in words. */
function faultAfter(given: AnyRuntime, ...stimuli: string[]): string | null {
  const system = withRuntime(threadsHost, given);
  const m = new Machine(compile(system), resolve(system, world));
  return faultOf(m, stimuli);
}

const secondLwp = ['lwp0 more', 'process serve', 'cpu1 dispatch lwp1', 'lwp1 look'];

describe('an answer that makes no sense is a fault that names runtime, hook and answer', () => {
  test.for<[string, RuntimeHooks<K>, string]>([
    ['a hook that throws', { enqueue: () => JSON.parse('{') }, 'runtime mine: enqueue threw: '],
    ['an LWP that is not idle', { selectLwp: () => 0 }, 'selectLwp returned 0 for worker; give an idle LWP, or NONE'],
    ['an LWP that does not exist', { selectLwp: () => 7 }, 'selectLwp returned 7 for worker'],
    ['NaN for an LWP', { victim: () => Number.NaN }, 'victim returned NaN for worker; give an interruptible LWP'],
    ['a promise', { enqueue: async () => {} }, 'enqueue returned a promise; a hook can not wait'],
  ])('%s', ([, hooks, message]) => {
    expect(faultAfter(runtime(hooks), 'lwp0 create worker')).toContain(message.replace('runtime mine: ', ''));
  });

  test('a thread that is not runnable', () => {
    const given = runtime({ pickNext: () => 2 });
    expect(faultAfter(given, 'lwp0 create worker', 'lwp0 yield')).toContain('pickNext returned urgent for lwp0');
  });

  test('a number instead of yes or no', () => {
    const given = runtime({ shrink: () => 1 as never });
    const fault = faultAfter(given, ...secondLwp, 'lwp1 age', 'cpu1 dispatch lwp1', 'lwp1 look');
    expect(fault).toContain('shrink returned 1; give true or false');
  });

  test('a kit that is kept beyond the hook', () => {
    let kept: K | undefined;
    const given = runtime({
      init: (k) => {
        kept = k;
      },
    });
    expect(faultAfter(given)).toBeNull();
    expect(() => kept?.pool.size()).toThrow('the kit was used after the hook had returned');
  });
});

describe('a runtime', () => {
  test('wakes an idle LWP with the lowest number by default', () => {
    expect(faultAfter(runtime({}), ...secondLwp, 'lwp0 create worker', 'cpu1 dispatch lwp1', 'lwp1 look')).toBeNull();
  });

  test('sees threads, LWPs and the pool', () => {
    const seen: unknown[] = [];
    const given = runtime({
      enqueue: (k, thread, lwp, why) => {
        seen.push([thread, lwp, why, k.thread.priority(thread), k.thread.runnable(thread), k.lwp.current(0)]);
        seen.push([k.pool.size(), k.pool.limit(), k.pool.requested(), k.pool.active(), k.pool.runnable()]);
        k.ready.append(thread);
      },
    });
    faultAfter(given, 'lwp0 create urgent');
    expect(seen).toEqual([
      [2, 0, 'new', 20, true, 0],
      [1, 2, 1, 2, 1],
    ]);
  });

  test('can leave a decision to the search', () => {
    const given = runtime({ selectLwp: (k) => (k.choose(2) === 0 ? NONE : k.lwp.idle(1) ? 1 : NONE) });
    expect(faultAfter(given, ...secondLwp, 'lwp0 create worker /1')).toBeNull();
  });

  test('names the system', () => {
    expect(systemLabel(withRuntime(threadsHost, runtime({})))).toBe('sunos5-threads/mine');
  });

  test.for<[string, object, string]>([
    ['an unknown hook', { hooks: { selectCpu: () => 0 } }, 'no hook is called "selectCpu"; there are init, selectLwp'],
    ['a hook that is no function', { hooks: { grow: true } }, 'hook "grow" is no function'],
    ['an unknown promise', { promises: { fair: true } }, 'no promise is called "fair"; there are noIdleLwp'],
    ['a promise that is a number', { promises: { rescue: 3 } }, 'promise "rescue" is no number'],
    ['a name with blanks', { name: 'my runtime' }, 'the name needs lower-case letters'],
    ['a field of a CPU', { fields: { local: queue('cpu', 'thread') } }, 'field "local" is of "cpu"'],
    ['a field with a name of the kit', { fields: { pool: flag('lwp') } }, 'a field can\'t be called "pool"'],
    ['a queue of LWPs', { fields: { idle: queue('process', 'lwp') } }, "write queue('lwp', 'thread')"],
  ])('is refused with %s', ([, wrong, message]) => {
    expect(() => defineRuntime({ name: 'mine', says: '', hooks: {}, ...wrong } as never)).toThrow(message);
  });

  test('is no policy, and a policy is no runtime', () => {
    expect(() => withRuntime(threadsHost, { ...runtime({}), host: undefined } as never)).toThrow('use defineRuntime');
  });
});
