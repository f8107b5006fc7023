import { describe, expect, test } from 'vitest';
import { compile } from '../system/compile.ts';
import { flag, queue, value } from '../system/declare.ts';
import { Machine } from '../system/machine.ts';
import { systemLabel } from '../system/system.ts';
import { faultAfter as faultOf } from '../system/testing.ts';
import { resolve, type Topology } from '../system/topology.ts';
import { smpHost } from '../systems/smp/host.ts';
import { type AnyPolicy, definePolicy, type Hooks } from './define.ts';
import type { Kit } from './kit.ts';
import { withPolicy } from './with-policy.ts';

const two: Topology = {
  name: 'two',
  entities: {
    cpu: [{ name: 'cpu0' }, { name: 'cpu1' }],
    thread: [{ name: 'thread0', affinity: 'cpu1' }, { name: 'thread1', priority: 20 }, { name: 'thread2' }],
    mutex: [{ name: 'mutex0' }],
  },
};

function machineOf(policy: AnyPolicy): Machine {
  const system = withPolicy(smpHost, policy);
  return new Machine(compile(system), resolve(system, two));
}

/** Takes the steps and returns the fault, in words. */
function faultAfter(policy: AnyPolicy, ...stimuli: string[]): string | null {
  const m = machineOf(policy);
  return faultOf(m, stimuli);
}

const fields = { ready: queue('machine', 'thread'), mark: flag('thread'), count: value('machine', 3) };
type K = Kit<typeof fields>;

const policy = (hooks: Hooks<K>) =>
  definePolicy({
    name: 'mine',
    says: 'for the tests',
    fields,
    hooks: {
      enqueue: (k, thread) => k.ready.append(thread),
      pickNext: (k, cpu) => k.ready.take((thread) => k.thread.allowed(thread, cpu)),
      ...hooks,
    },
  });

const HOSTILE: Readonly<Record<string, readonly [Hooks<K>, string]>> = {
  'a hook that throws': [{ enqueue: () => JSON.parse('{') }, 'policy mine: enqueue threw: '],
  'a CPU outside of the affinity': [{ selectCpu: () => 0 }, 'selectCpu returned 0 for thread0; give a CPU that it may'],
  'NaN for a CPU': [{ selectCpu: () => Number.NaN }, 'selectCpu returned NaN for thread0'],
  'a negative CPU': [{ selectCpu: () => -1 }, 'selectCpu returned -1 for thread0'],
  'NaN for a thread': [{ pickNext: () => Number.NaN }, 'pickNext returned NaN for cpu1; give a thread, or NONE'],
  'a foreign thread': [{ pickNext: () => 99 }, 'pickNext returned 99 for cpu1; give a thread, or NONE'],
  'nothing at all': [{ pickNext: () => undefined as never }, 'pickNext returned undefined for cpu1'],
  'an object': [{ pickNext: () => ({ valueOf: () => 0 }) as never }, 'pickNext returned an object for cpu1'],
  'a thread that is not runnable': [{ pickNext: () => 1 }, 'pickNext returned thread1 for cpu1, which is not runnable'],
  'a promise': [{ enqueue: async () => {} }, 'enqueue returned a promise; a hook can not wait'],
  'deep recursion': [
    {
      enqueue: function again(k, t, c, w) {
        again(k, t, c, w);
      },
    },
    'enqueue threw: Maximum call stack',
  ],
  'a field out of range': [{ enqueue: (k) => k.count.set(4) }, "can't be 4"],
  'a fraction in a field': [{ enqueue: (k) => k.count.set(0.5) }, 'field "count" can\'t be 0.5; give a whole number'],
  'a field of nobody': [{ enqueue: (k) => k.mark.set(7, 1) }, 'field "mark": there is no entity 7'],
  'a foreign thread on a queue': [{ enqueue: (k) => k.ready.append(-5) }, 'queue "ready": there is no thread -5'],
  'a change of the kit': [{ enqueue: (k) => void Object.assign(k.cpu, { idle: () => true }) }, 'Cannot assign to read'],
};

describe('a hook that misbehaves is named', () => {
  test.for(Object.entries(HOSTILE))('%s', ([, [hooks, message]]) => {
    expect(faultAfter(policy(hooks), 'thread0 start', 'cpu1 schedule')).toContain(message);
  });

  test('a thread that may not run there', () => {
    const wild = policy({ pickNext: (k) => k.ready.shift(), selectCpu: (_k, thread) => (thread === 0 ? 1 : 0) });
    const steps = ['thread0 start', 'thread1 start', 'cpu0 schedule'];
    expect(faultAfter(wild, ...steps)).toBe('policy mine: pickNext returned thread0 for cpu0, where it may not run');
  });

  test('neither true nor false', () => {
    const vague = policy({ tick: () => 1 as never });
    expect(faultAfter(vague, 'thread0 start', 'cpu1 schedule', 'machine tick')).toContain(
      'tick returned 1 for thread0',
    );
  });

  test('a thread that is queued twice', () => {
    const twice = policy({ pickNext: (k) => k.ready.head() });
    const steps = ['thread0 start', 'cpu1 schedule', 'cpu1 yield'];
    expect(faultAfter(twice, ...steps)).toContain('thread0 is queued twice');
  });

  test('a kit that is used when the hook has returned', () => {
    const kept: K[] = [];
    expect(faultAfter(policy({ enqueue: (k) => void kept.push(k) }), 'thread0 start')).toBeNull();
    expect(() => kept[0]?.cpu.current(0)).toThrow('the kit was used after the hook had returned');
    expect(() => kept[0]?.ready.shift()).toThrow('the kit was used after the hook had returned');
    expect(() => kept[0]?.count.set(1)).toThrow('the kit was used after the hook had returned');
  });
});

test('hooks are called in the order of the charts', () => {
  const calls: string[] = [];
  const note = (call: string) => void calls.push(call);
  const talkative = policy({
    selectCpu: (_k, thread) => {
      note(`selectCpu ${thread}`);
      return 1;
    },
    enqueue: (k, thread, _cpu, why) => {
      note(`enqueue ${thread} ${why}`);
      return k.ready.append(thread);
    },
    pickNext: (k, cpu) => {
      note(`pickNext ${cpu}`);
      return k.ready.shift();
    },
    preempts: (_k, thread, current) => {
      note(`preempts ${thread} ${current}`);
      return true;
    },
    running: (_k, thread) => note(`running ${thread}`),
    stopping: (_k, thread, _cpu, runnable) => note(`stopping ${thread} ${runnable}`),
    yield: (_k, thread) => note(`yield ${thread}`),
    tick: (_k, thread) => {
      note(`tick ${thread}`);
      return false;
    },
  });
  faultAfter(
    talkative,
    'thread0 start',
    'cpu1 schedule',
    'thread2 start',
    'cpu1 schedule',
    'machine tick',
    'cpu1 yield',
  );
  expect(calls.join(', ')).toBe(
    'selectCpu 0, enqueue 0 new, pickNext 1, running 0, ' +
      'selectCpu 2, enqueue 2 new, preempts 2 0, stopping 0 true, enqueue 0 preempted, pickNext 1, running 2, ' +
      'tick 2, yield 2, stopping 2 true, enqueue 2 yielded, pickNext 1, running 0',
  );
});

test('a policy without hooks runs every thread, one after the other', () => {
  const lazy = definePolicy({ name: 'lazy', says: 'leaves everything to the defaults', hooks: {} });
  const steps = ['thread0 start', 'thread1 start', 'cpu1 schedule', 'cpu0 schedule', 'thread2 start', 'cpu0 exit'];
  expect(faultAfter(lazy, ...steps, 'machine tick')).toBeNull();
});

describe('what the types can not say', () => {
  const wrong = (change: object): AnyPolicy => ({ ...policy({}), ...change }) as unknown as AnyPolicy;
  test.for([
    [wrong({ name: 'My Policy' }), 'the name needs lower-case letters, digits and "-" only'],
    [
      wrong({ hooks: { pickNxt: () => 0 } }),
      'no hook is called "pickNxt"; did you mean pickNext? there are init, selectCpu',
    ],
    [wrong({ hooks: { tick: 3 } }), 'hook "tick" is no function'],
    [wrong({ fields: { thread: flag('cpu') } }), 'a field can\'t be called "thread"'],
    [wrong({ fields: { mark: flag('mutex') } }), 'field "mark" is of "mutex"'],
    [wrong({ fields: { q: queue('cpu', 'cpu') } }), "write queue('cpu', 'thread')"],
    [
      wrong({ promises: { quantm: 2 } }),
      'no promise is called "quantm"; did you mean quantum? there are workConservation, ',
    ],
    [wrong({ promises: { quantum: true } }), 'promise "quantum" is true; give a number of ticks, or leave it out'],
    [wrong({ promises: { deadlines: 1 } }), 'promise "deadlines" is 1; give true, or leave it out'],
  ] as const)('%#', ([given, message]) => {
    expect(() => withPolicy(smpHost, given)).toThrow(message);
  });
});

test('a host with a policy is named after both', () => {
  expect(systemLabel(withPolicy(smpHost, policy({})))).toBe('smp/mine');
});
