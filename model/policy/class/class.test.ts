import { describe, expect, test } from 'vitest';
import { timeSharing } from '../../classes/time-sharing.ts';
import { compile } from '../../system/compile.ts';
import { counter, flag, queue, value } from '../../system/declare.ts';
import { tellFault } from '../../system/fault.ts';
import { Machine } from '../../system/machine.ts';
import { systemLabel } from '../../system/system.ts';
import { faultAfter as faultOf } from '../../system/testing.ts';
import { resolve, type Topology } from '../../system/topology.ts';
import { sunos5Host } from '../../systems/sunos5/host/host.ts';
import { type AnyClass, type ClassHooks, classTable, defineClass } from './define.ts';
import type { ClassKit } from './kit.ts';
import { withClasses } from './with-classes.ts';

const world: Topology = {
  name: 'world',
  entities: {
    cpu: [{ name: 'cpu0' }],
    thread: [
      { name: 'user', home: 'cpu0', class: 'ts' },
      { name: 'other', home: 'cpu0', class: 'ts', classPriority: 1 },
      { name: 'urgent', home: 'cpu0', class: 'rt' },
    ],
    lwp: [{ name: 'lwp-user', body: 'user', belongsTo: 'proc1' }],
    process: [{ name: 'proc1' }],
    interrupt: [{ name: 'clock', arrivesAt: 'cpu0', ipl: 2, source: 'clock' }],
  },
  options: { yielding: true },
};

const fields = { mark: flag('thread'), seen: counter('cpu', 3, 'saturate'), left: value('thread', 2) };
type K = ClassKit<typeof fields>;

const scheduling = (hooks: ClassHooks<K>, replaces: 'ts' | 'rt' | 'sys' = 'ts') =>
  defineClass({ name: 'mine', says: 'for the tests', replaces, fields, hooks });

/** Takes the steps and returns the fault, in words. */
function faultAfter(given: AnyClass, ...stimuli: string[]): string | null {
  const system = withClasses(sunos5Host, given);
  const m = new Machine(compile(system), resolve(system, world));
  if (m.fault !== null) return tellFault(m.fault);
  return faultOf(m, stimuli);
}

const TICK = 'cpu0 interrupt clock';
const ENTER = 'cpu0 sys_enter';

describe('an answer that makes no sense is a fault that names class, hook and answer', () => {
  test.for<[string, ClassHooks<K>, string[], string]>([
    ['a hook that throws', { tick: () => JSON.parse('{') }, [TICK], 'class mine: tick threw: '],
    [
      'a place that is none',
      { enqueue: () => 1 as never },
      [ENTER, 'cpu0 wakeup other'],
      'enqueue returned 1 for other',
    ],
    ['no place', { enqueue: () => undefined as never }, [ENTER, 'cpu0 yield'], "user; give 'head' or 'tail'"],
    [
      'a promise',
      { enqueue: async () => 'head' as never } as never,
      [ENTER, 'cpu0 yield'],
      'enqueue returned an object',
    ],
    [
      'a number instead of yes or no',
      { tick: () => 1 as never },
      [TICK],
      'tick returned 1 for user; give true or false',
    ],
    ['NaN instead of yes or no', { yield: () => Number.NaN as never }, [ENTER, 'cpu0 yield'], 'yield returned NaN'],
    ['a hook that waits', { sleep: async () => {} }, [ENTER, 'cpu0 sleep'], 'sleep returned a promise; a hook can not'],
    [
      'a start outside of the band',
      { start: () => 3 },
      [],
      'start returned 3 for user, outside of the band of ts; give 0',
    ],
    ['a start that is no number', { start: () => Number.NaN }, [], 'start returned NaN for user'],
    [
      'a priority outside of the band',
      { tick: (k, thread) => Boolean(k.thread.setPriority(thread, 4)) },
      [TICK],
      'tick threw: setPriority: 4 is outside of the band of ts; give 0 to 2',
    ],
    [
      'half a priority',
      { tick: (k, thread) => Boolean(k.thread.setPriority(thread, 0.5)) },
      [TICK],
      'setPriority: 0.5 is outside',
    ],
    [
      'a priority for a thread of another class',
      { tick: (k) => Boolean(k.thread.setPriority(2, 1)) },
      [TICK],
      'setPriority: urgent is not of the class ts',
    ],
    [
      'a priority for nobody',
      { tick: (k) => Boolean(k.thread.setPriority(-1, 1)) },
      [TICK],
      'tick threw: there is no thread -1',
    ],
    [
      'a priority while it starts',
      {
        start: (k, thread) => {
          k.thread.setPriority(thread, 1);
          return 1;
        },
      },
      [],
      'start threw: setPriority in start: give the priority as its answer',
    ],
    ['a question about nobody', { tick: (k) => k.thread.running(99) }, [TICK], 'tick threw: there is no thread 99'],
    [
      'a field outside of its range',
      { tick: (k, thread) => Boolean(k.left.set(thread, 3)) },
      [TICK],
      'tick threw: field "left" of entity 0 can\'t be 3; the largest value is 2',
    ],
  ])('%s', ([, hooks, stimuli, message]) => {
    expect(faultAfter(scheduling(hooks), ...stimuli)).toContain(message);
  });

  test('a priority for the system class, which has one', () => {
    expect(faultAfter(scheduling({ start: () => 2 }, 'sys'))).toBeNull();
    const given = scheduling({ start: () => 2 }, 'rt');
    expect(faultAfter(given)).toContain('start returned 2 for urgent, outside of the band of rt; give 4 to 5');
  });

  test('a kit that is kept beyond the hook', () => {
    let kept: K | undefined;
    const given = scheduling({
      tick: (k) => {
        kept = k;
        return false;
      },
    });
    expect(faultAfter(given, TICK)).toBeNull();
    expect(() => kept?.thread.priority(0)).toThrow('the kit was used after the hook had returned');
  });
});

describe('a class', () => {
  test('sees its threads and its band', () => {
    const seen: unknown[] = [];
    const given = scheduling({
      start: (k, thread) => {
        seen.push([thread, k.thread.all, k.band, k.thread.classPriority(thread)]);
        return k.thread.classPriority(thread);
      },
      tick: (k, thread) => {
        const { priority, running, queued, ranThisTick, asleep } = k.thread;
        seen.push([thread, priority(1), running(0), queued(0), ranThisTick(0), asleep(1)]);
        return false;
      },
    });
    faultAfter(given, TICK);
    const band = { lowest: 0, highest: 2 };
    expect(seen).toEqual([
      [0, [0, 1], band, 0],
      [1, [0, 1], band, 1],
      [0, 1, true, false, true, true],
    ]);
  });

  test('is told why a thread is queued, and where its threads stand when it moves them', () => {
    const seen: unknown[] = [];
    const given = scheduling({
      enqueue: (_k, thread, why) => {
        seen.push([thread, why]);
        return 'tail';
      },
      tick: (k) => {
        k.thread.setPriority(1, 2);
        return true;
      },
    });
    const steps = [ENTER, 'cpu0 wakeup other', TICK, 'cpu0 handler_end', 'cpu0 yield'];
    expect(faultAfter(given, ...steps)).toBeNull();
    expect(seen).toEqual([
      [1, 'wakeup'],
      [1, 'priority'],
      [0, 'yielded'],
    ]);
  });

  test('can leave a decision to the search', () => {
    const given = scheduling({ enqueue: (k) => (k.choose(2) === 0 ? 'tail' : 'head') });
    expect(faultAfter(given, ENTER, 'cpu0 wakeup other /1')).toBeNull();
  });

  test('names the system, and so does a table', () => {
    expect(systemLabel(withClasses(sunos5Host, scheduling({})))).toBe('sunos5/mine');
    const table = classTable('both', 'two', timeSharing, scheduling({}, 'rt'));
    expect(systemLabel(withClasses(sunos5Host, table))).toBe('sunos5/both');
    expect(() => classTable('both', 'two', timeSharing, scheduling({}))).toThrow('two of them replace ts');
  });

  test.for<[string, object, string]>([
    [
      'an unknown hook',
      { hooks: { pickNext: () => 0 } },
      'no hook is called "pickNext"; there are start, enqueue, tick',
    ],
    ['a hook that is no function', { hooks: { tick: true } }, 'hook "tick" is no function'],
    ['an unknown promise', { promises: { fair: true } }, 'no promise is called "fair"; there are fixedPriority'],
    ['a promise that is a number', { promises: { wokenToTail: 3 } }, 'promise "wokenToTail" is no number'],
    ['a name with blanks', { name: 'my class' }, 'the name needs lower-case letters'],
    ['an unknown class', { replaces: 'ia' }, 'it replaces "ia"; give ts, rt, sys'],
    [
      'a field of an LWP',
      { fields: { mark: flag('lwp') } },
      'field "mark" is of "lwp"; a class keeps fields of thread',
    ],
    ['a queue', { fields: { ready: queue('cpu', 'thread') } }, 'the dispatcher keeps them: answer head or tail'],
    ['a field with a name of the kit', { fields: { band: flag('cpu') } }, 'a field can\'t be called "band"'],
  ])('is refused with %s', ([, wrong, message]) => {
    expect(() => defineClass({ name: 'mine', says: '', replaces: 'ts', hooks: {}, ...wrong } as never)).toThrow(
      message,
    );
  });

  test('is no policy for CPUs, and such a policy is no class', () => {
    expect(() => withClasses(sunos5Host, { ...scheduling({}), host: undefined } as never)).toThrow('use defineClass');
  });
});
