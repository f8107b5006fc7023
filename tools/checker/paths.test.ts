import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { effects, guards } from '../../machines/names.ts';
import { machineOf } from '../../model/golden/machine-of.ts';
import { parseStimulus } from '../../model/system/candidates.ts';
import { counter, flag, reference, shape } from '../../model/system/declare.ts';
import type { Machine } from '../../model/system/machine.ts';
import { type AnySystem, defineSystem, type System, variant } from '../../model/system/system.ts';
import { explore } from './exhaustive.ts';

/**
 * Kernel paths: code that others can interleave with. The counts of this file are worked out by hand in the comments.
 */

const DRIVERS = ['tables', 'xstate'] as const;
const oneCpu = { name: 'one', entities: { cpu: [{ name: 'cpu0' }] } };

/** Names of the path states on a stack, outermost first. */
const stackOf = (m: Machine, stack: number) =>
  Array.from({ length: m.frames.depth(stack) }, (_, level) => m.compiled.pathStates[m.frames.at(stack, level)]);

/** Takes the steps; the last one may be refused. Returns whether it was accepted. */
function run(m: Machine, ...script: string[]): boolean {
  let accepted = true;
  for (const text of script) {
    expect(accepted, `the step before "${text}"`).toBe(true);
    const { kind, self, arg } = parseStimulus(m, text);
    m.begin();
    accepted = m.attempt(kind, self, arg);
    m.journal.commit();
  }
  return accepted;
}

const pathParts = {
  types: { events: {} as { type: 'CONTINUE' }, tags: {} as 'return' },
  guards: guards('somethingPending'),
  actions: effects('decrement', 'callSplz', 'takePending', 'unmask'),
};

/** crit_exit() in two steps: counts down, then looks whether something is pending. */
const critExit = setup(pathParts).createMachine({
  id: 'critExit',
  initial: 'atDecrement',
  states: {
    atDecrement: { on: { CONTINUE: { target: 'atTest', actions: 'decrement' } } },
    atTest: {
      on: { CONTINUE: [{ guard: 'somethingPending', target: 'served', actions: 'callSplz' }, { target: 'out' }] },
    },
    served: { on: { CONTINUE: 'out' } },
    out: { tags: 'return' },
  },
});

/** The same, but what it calls last it does not wait for. */
const critExitWithTailCall = setup(pathParts).createMachine({
  id: 'critExit',
  initial: 'atDecrement',
  states: {
    atDecrement: { on: { CONTINUE: { target: 'atTest', actions: 'decrement' } } },
    atTest: {
      on: { CONTINUE: [{ guard: 'somethingPending', target: 'out', actions: 'callSplz' }, { target: 'out' }] },
    },
    out: { tags: 'return' },
  },
});

const splz = setup(pathParts).createMachine({
  id: 'splz',
  initial: 'atTake',
  states: {
    atTake: { on: { CONTINUE: { target: 'atEnd', actions: 'takePending' } } },
    atEnd: { on: { CONTINUE: 'out' } },
    out: { tags: 'return' },
  },
});

const handler = setup(pathParts).createMachine({
  id: 'handler',
  initial: 'atWork',
  states: { atWork: { on: { CONTINUE: { target: 'out', actions: 'unmask' } } }, out: { tags: 'return' } },
});

const cpu = setup({
  types: { events: {} as { type: 'ENTER' } | { type: 'EXIT' } | { type: 'NOTE' } | { type: 'ARRIVE' } },
  guards: guards('critical', 'preemptible', 'noted', 'masked'),
  actions: effects('enter', 'callCritExit', 'note', 'callHandler'),
}).createMachine({
  id: 'cpu',
  initial: 'running',
  states: {
    running: {
      on: {
        ENTER: { guard: 'preemptible', actions: 'enter' },
        EXIT: { guard: 'critical', actions: 'callCritExit' },
        NOTE: [{ guard: 'noted' }, { actions: 'note' }],
        ARRIVE: [{ guard: 'masked' }, { guard: 'critical' }, { actions: 'callHandler' }],
      },
    },
  },
});

interface Choices {
  /** Frames per stack. */
  readonly depth: number;
  /** Whether a note may arrive while a path is in progress. */
  readonly noteInterrupts: boolean;
  /** Whether arrivals call the handler. */
  readonly arrivals: boolean;
}

/** A CPU that enters and leaves a critical section while something is noted as pending. */
function critical({ depth, noteInterrupts, arrivals }: Choices) {
  const declared = shape({
    kinds: { cpu: { chart: cpu } },
    fields: { count: counter('cpu', 1), pending: flag('cpu'), mask: flag('cpu') },
    paths: { critExit: { chart: critExit }, splz: { chart: splz }, handler: { chart: handler } },
    stacks: { cpu: depth },
  });
  return defineSystem(declared, {
    name: 'critical',
    title: 'leaving a critical section',
    status: 'sketch',
    guards: {
      cpu: {
        critical: (m, self) => m.count.get(self) > 0,
        preemptible: (m, self) => m.count.get(self) === 0,
        noted: (m, self) => m.pending.get(self) === 1,
        masked: (m, self) => m.mask.get(self) === 1,
      },
      path: { somethingPending: (m, self) => m.pending.get(self) === 1 },
    },
    effects: {
      cpu: {
        enter: (m, self) => m.count.increment(self),
        callCritExit: (m, self) => m.call.critExit(self),
        note: (m, self) => m.pending.set(self, 1),
        callHandler: (m, self) => {
          m.mask.set(self, 1);
          m.call.handler(self);
        },
      },
      path: {
        decrement: (m, self) => m.count.decrement(self),
        callSplz: (m, _self, stack) => m.call.splz(stack),
        takePending: (m, self) => m.pending.set(self, 0),
        unmask: (m, self) => m.mask.set(self, 0),
      },
    },
    stimuli: {
      enter: { to: 'cpu', event: 'ENTER', source: 'world', says: 'enters' },
      exit: { to: 'cpu', event: 'EXIT', source: 'world', says: 'leaves' },
      note: { to: 'cpu', event: 'NOTE', source: 'world', interrupts: noteInterrupts, says: 'notes' },
      ...(arrivals
        ? { arrive: { to: 'cpu', event: 'ARRIVE', source: 'world', interrupts: true, says: 'handles' } }
        : {}),
    },
    initialise: () => {},
    stackOf: (_, self) => self,
    topologies: [],
  });
}

const plain = { depth: 3, noteInterrupts: true, arrivals: false };

describe.each(DRIVERS)('paths, driver %s', (driver) => {
  // A state is (count, pending, stack). Without a path: 00, 01, 10, 11, all reachable by enter and note.
  // With D(ecrement), T(est), S(erved), k (splz at take), e (splz at end), outermost first:
  //   10[D] 11[D]  00[T] 01[T]  01[S k]  00[S e] 01[S e]  00[S] 01[S]            4 + 9 = 13 states
  // Steps: without a path 2 + 2 + 1 + 1 (enter or exit, and note unless it is noted); in each path state one continue,
  // and a note in 10[D], 00[T], 00[S e], 00[S]                                   6 + 9 + 4 = 19
  test('every interleaving point is a state, and nothing else is', () => {
    const found = explore(machineOf(critical(plain), oneCpu, driver), []);
    expect(found).toMatchObject({ states: 13, transitions: 19, selfLoops: 0, deadlocks: 0, complete: true });
  });

  // Without notes during paths, 01[S e] and 01[S] are unreachable, and the four notes go.  11 states, 6 + 7 = 13 steps
  test('a path in progress keeps other stimuli of its CPU away unless they interrupt', () => {
    const found = explore(machineOf(critical({ ...plain, noteInterrupts: false }), oneCpu, driver), []);
    expect(found).toMatchObject({ states: 11, transitions: 13, deadlocks: 0, complete: true });
  });

  // The tail call leaves no S: 4 + D 2 + T 2 + 01[k] + 00[e] + 01[e] = 11 states; 6 + 7 continues + 3 notes = 16 steps
  test('a path that calls another one in the step in which it returns leaves only that one behind', () => {
    const tail = variant(critical(plain), { name: 'tail-call', paths: { critExit: critExitWithTailCall } });
    const m = machineOf(tail, oneCpu, driver);
    expect(explore(m, [])).toMatchObject({ states: 11, transitions: 16, complete: true });
    m.initialise();
    run(m, 'cpu0 enter', 'cpu0 note', 'cpu0 exit', 'cpu0 continue', 'cpu0 continue');
    expect(stackOf(m, 0)).toEqual(['splz.atTake']);
  });

  // The handler can start on top of all 9 states with count 0: 00, 01, T 2, S k, S e 2, S 2. Nine states more, 22.
  // Steps more: nine arrivals, nine continues, and a note on top of the four of them with nothing pending. 19 + 22 = 41
  test('an arrival that calls a path interrupts any path in progress', () => {
    const found = explore(machineOf(critical({ ...plain, arrivals: true }), oneCpu, driver), []);
    expect(found).toMatchObject({ states: 22, transitions: 41, deadlocks: 0, complete: true });
  });

  // With room for two, the handler can't start on top of S k and the two S e: three states less, and the steps into
  // (3), out of (3) and between them (one note) are gone.                         19 states, 34 steps
  test('a full stack is a reached bound: the branch ends there and the search says so', () => {
    const found = explore(machineOf(critical({ depth: 2, noteInterrupts: true, arrivals: true }), oneCpu, driver), []);
    expect(found).toMatchObject({ states: 19, transitions: 34, complete: false });
    expect(found.stoppedBy).toContain('the depth of the path stack of cpu0');
    expect(found.violation).toBeUndefined();
  });

  test('"continue" advances the innermost path, and the outer one goes on when that has returned', () => {
    const m = machineOf(critical({ ...plain, arrivals: true }), oneCpu, driver);
    expect(stackOf(m, 0)).toEqual([]);
    run(m, 'cpu0 enter', 'cpu0 note', 'cpu0 exit');
    expect(stackOf(m, 0)).toEqual(['critExit.atDecrement']);
    run(m, 'cpu0 continue', 'cpu0 continue');
    expect(stackOf(m, 0)).toEqual(['critExit.served', 'splz.atTake']);
    run(m, 'cpu0 arrive');
    expect(stackOf(m, 0)).toEqual(['critExit.served', 'splz.atTake', 'handler.atWork']);
    run(m, 'cpu0 continue');
    expect(stackOf(m, 0)).toEqual(['critExit.served', 'splz.atTake']);
    expect(m.pending.get(0)).toBe(1);
    run(m, 'cpu0 continue');
    expect(stackOf(m, 0)).toEqual(['critExit.served', 'splz.atEnd']);
    expect(m.pending.get(0)).toBe(0);
    run(m, 'cpu0 continue');
    expect(stackOf(m, 0)).toEqual(['critExit.served']);
    run(m, 'cpu0 continue');
    expect(stackOf(m, 0)).toEqual([]);
    expect([...m.lanes].every((lane) => lane === 0)).toBe(true);
  });

  test('without a path there is nothing to continue; with one there is nothing else to do', () => {
    const m = machineOf(critical(plain), oneCpu, driver);
    expect(run(m, 'cpu0 continue')).toBe(false);
    expect(run(m, 'cpu0 enter')).toBe(true);
    expect(run(m, 'cpu0 exit')).toBe(true);
    expect(run(m, 'cpu0 exit')).toBe(false);
    expect(run(m, 'cpu0 note')).toBe(true);
    expect(m.fault).toBeNull();
  });

  test('a step that starts or ends a path can be undone', () => {
    const m = machineOf(critical(plain), oneCpu, driver);
    run(m, 'cpu0 enter', 'cpu0 note', 'cpu0 exit', 'cpu0 continue');
    const before = [...m.lanes];
    const { kind } = parseStimulus(m, 'cpu0 continue');
    m.begin();
    m.attempt(kind, 0, 0);
    expect(stackOf(m, 0)).toHaveLength(2);
    m.journal.undo();
    expect([...m.lanes]).toEqual(before);
    expect(stackOf(m, 0)).toEqual(['critExit.atTest']);
  });
});

const stepwise = setup({
  types: { events: {} as { type: 'CONTINUE' }, tags: {} as 'return' },
  guards: guards('timesLeft'),
  actions: effects('countTimes', 'callInner'),
});

/** Goes round as often as its local says; the first round calls `inner`. */
const outer = stepwise.createMachine({
  id: 'outer',
  initial: 'first',
  states: {
    first: { on: { CONTINUE: { target: 'again', actions: 'callInner' } } },
    again: { on: { CONTINUE: [{ guard: 'timesLeft', target: 'again', actions: 'countTimes' }, { target: 'out' }] } },
    out: { tags: 'return' },
  },
});

const inner = stepwise.createMachine({
  id: 'inner',
  initial: 'again',
  states: {
    again: { on: { CONTINUE: [{ guard: 'timesLeft', target: 'again', actions: 'countTimes' }, { target: 'out' }] } },
    out: { tags: 'return' },
  },
});

const switching = setup({
  types: { events: {} as { type: 'CALL' } | { type: 'SWITCH' } },
  actions: effects('callOuter', 'switchThread'),
}).createMachine({
  id: 'cpu',
  initial: 'running',
  states: { running: { on: { CALL: { actions: 'callOuter' }, SWITCH: { actions: 'switchThread' } } } },
});

const thread = setup({}).createMachine({ id: 'thread', initial: 'alive', states: { alive: {} } });

const locals = defineSystem(
  shape({
    kinds: { cpu: { chart: switching }, thread: { chart: thread } },
    fields: { current: reference('cpu', 'thread') },
    paths: { outer: { chart: outer, locals: ['times'] }, inner: { chart: inner, locals: ['unused', 'times'] } },
    stacks: { thread: 2 },
  }),
  {
    name: 'locals',
    title: 'paths with locals on the stacks of threads',
    status: 'sketch',
    guards: {
      cpu: {},
      thread: {},
      path: { timesLeft: (m, _self, stack) => m.frames.local(stack, 0) + m.frames.local(stack, 1) > 0 },
    },
    effects: {
      cpu: {
        callOuter: (m, self) => {
          const stack = m.current.get(self);
          m.call.outer(stack);
          m.frames.setLocal(stack, 0, 2);
        },
        switchThread: (m, self) => m.current.set(self, (m.current.get(self) + 1) % m.thread.state.values.length),
      },
      thread: {},
      path: {
        countTimes: (m, _self, stack) => {
          const index = m.frames.local(stack, 0) > 0 ? 0 : 1;
          m.frames.setLocal(stack, index, m.frames.local(stack, index) - 1);
        },
        callInner: (m, _self, stack) => {
          m.call.inner(stack);
          m.frames.setLocal(stack, 1, 1);
        },
      },
    },
    stimuli: {
      call: { to: 'cpu', event: 'CALL', source: 'world', says: 'calls' },
      switch: { to: 'cpu', event: 'SWITCH', source: 'world', interrupts: true, says: 'switches' },
    },
    initialise: (m) => m.current.set(0, 0),
    stackOf: (m, self) => m.current.get(self),
    topologies: [],
  },
);

const threads = (n: number) => ({
  name: `${n} threads`,
  entities: { cpu: [{ name: 'cpu0' }], thread: Array.from({ length: n }, (_, i) => ({ name: `thread${i}` })) },
});

describe.each(DRIVERS)('locals and stacks of threads, driver %s', (driver) => {
  // One thread: no path; outer first; inner with 1, 0 left above outer with 2 left; outer with 2, 1, 0 left. 7 states in
  // a ring, and a switch from each to itself.
  test('a local is part of the state, and belongs to its own path', () => {
    const found = explore(machineOf(locals, threads(1), driver), []);
    expect(found).toMatchObject({ states: 7, transitions: 7, selfLoops: 7, complete: true });
    const m = machineOf(locals, threads(1), driver);
    run(m, 'cpu0 call', 'cpu0 continue');
    expect([stackOf(m, 0), m.frames.local(0, 0), m.frames.local(0, 1)]).toEqual([['outer.again', 'inner.again'], 0, 1]);
    run(m, 'cpu0 continue', 'cpu0 continue');
    expect([stackOf(m, 0), m.frames.local(0, 0), m.frames.local(0, 1)]).toEqual([['outer.again'], 2, 0]);
  });

  // Two threads, each in any of 7 states, and either one current: 7 * 7 * 2 states; a step and a switch from each.
  test('each thread has a stack of its own, and the CPU goes on with that of its current thread', () => {
    const found = explore(machineOf(locals, threads(2), driver), []);
    expect(found).toMatchObject({ states: 98, transitions: 196, selfLoops: 0, complete: true });
    const m = machineOf(locals, threads(2), driver);
    run(m, 'cpu0 call', 'cpu0 switch', 'cpu0 call', 'cpu0 continue');
    expect([stackOf(m, 0), stackOf(m, 1)]).toEqual([['outer.first'], ['outer.again', 'inner.again']]);
  });

  test('each kind of stack is as deep as declared, also beside a deeper one', () => {
    const uneven = Object.assign({}, locals as AnySystem, {
      shape: { ...locals.shape, stacks: { cpu: 2, thread: 1 } },
    }) as unknown as System;
    const m = machineOf(uneven, threads(2), driver);
    m.begin();
    m.frames.push(0, 1);
    m.frames.push(0, 1);
    expect(m.fault).toBeNull();
    m.frames.push(2, 1);
    expect(m.fault).toBeNull();
    m.frames.push(2, 1);
    expect(m.fault).toMatchObject({ kind: 'bound', entity: 'thread1' });
  });
});
