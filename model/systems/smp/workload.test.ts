import { describe, expect, test } from 'vitest';
import { resolve, type Topology, without } from '../../system/topology.ts';
import { smpSystem } from './system.ts';
import { checkProgram, costOf, parseProgram, printInstruction } from './workload.ts';

const names = { mutex: ['mutex0', 'mutex1'], thread: ['thread0', 'thread1'] };

test('a program reads back as it was written', () => {
  const source = 'release every 5 deadline 4; run 2; lock mutex0; wake thread1; unlock mutex0; wait; yield; sleep 3';
  const program = parseProgram(source);
  expect(program.map(printInstruction).join('; ')).toBe(source);
  expect(costOf(program)).toBe(2);
});

test('an empty text is no program', () => {
  expect(parseProgram('  ')).toEqual([]);
  expect(() => checkProgram('', names)).not.toThrow();
});

describe('one line says what is wrong', () => {
  test.for([
    ['walk 3', '"walk 3" is no instruction; there are run N, sleep N, lock MUTEX'],
    ['run', '"run" is no instruction'],
    ['run 0', '"run 0": give whole ticks from 1 to 31'],
    ['run 1; lock mutex7', '"lock mutex7": no mutex "mutex7"; did you mean mutex0? there are mutex0, mutex1'],
    ['run 1; wake cpu0', '"wake cpu0": no thread "cpu0"; there are thread0, thread1'],
    ['run 1; unlock mutex0', '"unlock mutex0": it does not hold mutex0'],
    ['lock mutex0; run 1', 'it still holds mutex0 at the end; add "unlock"'],
    ['lock mutex0; run 1; exit', '"exit": it still holds mutex0'],
    ['lock mutex0; lock mutex0; run 1', '"lock mutex0": it holds mutex0 already'],
    ['run 1; release every 5 deadline 4', '"release" can only be the first instruction'],
    ['release every 4 deadline 5; run 1', 'a deadline lies before the next release; give 4 ticks at most'],
    ['sleep 1; yield', 'no instruction takes time; add "run 1"'],
  ] as const)('%s', ([source, message]) => {
    expect(() => checkProgram(source, names)).toThrow(message);
  });
});

const topology = (thread: object): Topology => ({
  name: 'mine',
  entities: {
    cpu: [{ name: 'cpu0' }, { name: 'cpu1' }],
    thread: [{ name: 'thread0', ...thread }, { name: 'thread1' }],
    mutex: [{ name: 'mutex0' }],
  },
});

describe('in a topology', () => {
  test('a mistake in a program names topology and thread', () => {
    expect(() => resolve(smpSystem, topology({ program: 'run x' }))).toThrow(
      'topology "mine" of smp: program of thread0: "run x": give whole ticks',
    );
  });

  test('affinity is a mask of CPUs by name', () => {
    expect([...(resolve(smpSystem, topology({ affinity: 'cpu1' })).attributes.affinity ?? [])]).toEqual([2, 3]);
    expect(() => resolve(smpSystem, topology({ affinity: 'cpu7' }))).toThrow('give one of the cpus of cpu0, cpu1');
    expect(() => resolve(smpSystem, topology({ affinity: '' }))).toThrow('names none of the cpus');
  });

  test('a dropped CPU is forgotten, and who may run nowhere else is dropped with it', () => {
    const kept = without(smpSystem, topology({ affinity: 'cpu0 cpu1' }), 'cpu0');
    expect(kept.entities.thread?.[0]).toEqual({ name: 'thread0', affinity: 'cpu1' });
    const gone = without(smpSystem, topology({ affinity: 'cpu0' }), 'cpu0');
    expect(gone.entities.thread).toEqual([{ name: 'thread1' }]);
  });

  test('a dropped mutex leaves no instruction behind', () => {
    const program = 'lock mutex0; run 1; unlock mutex0';
    const kept = without(smpSystem, topology({ program }), 'mutex0');
    expect(kept.entities.thread?.[0]).toEqual({ name: 'thread0', program: 'run 1' });
  });
});
