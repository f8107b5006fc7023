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
function faultAfter(given: AnyRuntime, ...stimuli: (string | Topology)[]): string | null {
  const system = withRuntime(threadsHost, given);
  const where = stimuli.find((one): one is Topology => typeof one !== 'string') ?? world;
  const m = new Machine(compile(system), resolve(system, where));
  const texts = stimuli.filter((one) => typeof one === 'string');
  return faultOf(m, texts);
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

  test.for<[string, (k: K) => unknown, string]>([
    ['the priority of nobody', (k) => k.thread.priority(NONE), 'k.thread.priority: there is no thread -1'],
    ['an LWP that can not be', (k) => k.lwp.current(99), 'k.lwp.current: there is no lwp 99'],
    ['an LWP that is no number', (k) => k.lwp.idle(undefined as never), 'k.lwp.idle: there is no lwp undefined'],
  ])('a question about %s', ([, question, message]) => {
    const given = runtime({ enqueue: (k) => void question(k) });
    expect(faultAfter(given, 'lwp0 create worker')).toContain(message);
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

  test('is asked before anything exists', () => {
    const seen: number[] = [];
    faultAfter(runtime({ init: (k) => void seen.push(k.pool.size(), k.lwp.current(0)) }));
    expect(seen.slice(0, 2)).toEqual([0, NONE]);
  });

  test('knows nothing of bound threads and their LWPs', () => {
    const seen: unknown[] = [];
    const given = runtime({
      enqueue: (k, thread, lwp) => {
        seen.push([thread, lwp, k.lwp.pooled(1), k.lwp.current(1), k.lwp.blocked(1), k.thread.lwp(1)]);
        k.ready.append(thread);
      },
    });
    const threads = [{ name: 'main' }, { name: 'bound0', mortal: true, bound: true }, { name: 'urgent', mortal: true }];
    const bound = { ...world, entities: { ...world.entities, thread: threads } };
    expect(faultAfter(given, bound, 'lwp0 create bound0', 'cpu1 dispatch lwp1', 'lwp1 create urgent')).toBeNull();
    expect(seen).toEqual([[2, NONE, false, NONE, false, NONE]]);
  });

  test('hears of waits in the kernel, and may grow or have an LWP choose anew', () => {
    const seen: unknown[] = [];
    const given = runtime({
      blocking: (_k, thread, lwp) => void seen.push(['blocking', thread, lwp]),
      growAtOnce: (_k, lwp) => lwp === 0 && seen.push('grows') > 0,
      returned: (_k, thread, lwp) => seen.push(['returned', thread, lwp]) > 0,
    });
    const there = ['lwp0 create worker', 'lwp0 read', 'cpu0 dispatch lwp1', 'lwp1 look', 'lwp0 wakeup'];
    expect(faultAfter(given, ...there, 'cpu1 dispatch lwp0', 'lwp0 siglwp')).toBeNull();
    expect(seen).toEqual([['blocking', 0, 0], 'grows', ['returned', 0, 0]]);
  });

  test('is told of an LWP that ends', () => {
    const seen: number[] = [];
    const given = runtime({ shrink: () => true, leaving: (_k, lwp) => void seen.push(lwp) });
    expect(faultAfter(given, ...secondLwp, 'lwp1 age', 'cpu1 dispatch lwp1', 'lwp1 look')).toBeNull();
    expect(seen).toEqual([1]);
  });

  test('names the system', () => {
    expect(systemLabel(withRuntime(threadsHost, runtime({})))).toBe('sunos5-threads/mine');
  });

  test.for<[string, object, string]>([
    [
      'an unknown hook',
      { hooks: { selectCpu: () => 0 } },
      'no hook is called "selectCpu"; did you mean selectLwp? there are init, selectLwp',
    ],
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
