import { allClasses } from '../../model/classes/index.ts';
import { multilevelFeedback } from '../../model/policies/multilevel-feedback.ts';
import { type AnyClass, CLASS_HOOKS, type ClassTable, classTable } from '../../model/policy/class/define.ts';
import { type AnyPolicy, definePolicy, HOOKS } from '../../model/policy/define.ts';
import { NONE } from '../../model/state/field.ts';
import type { Machine } from '../../model/system/machine.ts';
import { Menu } from '../../model/system/menu.ts';

/** Walks that note which hooks are called, for tests that hold the charts' notes to what happens. */

/** A policy with every hook, all of which say so. */
export function recordingPolicy(calls: string[]): AnyPolicy {
  const whole = {
    ...multilevelFeedback.hooks,
    init: () => {},
    selectCpu: (k: { thread: { affinity(thread: number): readonly number[] } }, thread: number) =>
      k.thread.affinity(thread)[0] as number,
    dequeue: (k: { ready: { remove(thread: number): boolean } }, thread: number) => {
      k.ready.remove(thread);
    },
    yield: () => {},
  } as unknown as Hooked;
  return definePolicy({
    name: 'recording',
    says: 'notes its calls',
    fields: multilevelFeedback.fields,
    hooks: recording(calls, HOOKS, whole),
  });
}

/** All three scheduling classes of SunOS 5, with every hook. */
export function recordingClasses(calls: string[]): ClassTable {
  const usual = { tick: () => false, yield: () => true, second: () => {}, sleep: () => {}, userReturn: () => {} };
  const classes = allClasses.classes.map((one): AnyClass => {
    const start = (k: { band: { lowest: number } }) => k.band.lowest;
    return { ...one, hooks: recording(calls, CLASS_HOOKS, { start, ...usual, ...one.hooks } as Hooked) };
  });
  return classTable('recording', 'notes its calls', ...classes);
}

type Hooked = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** The same hooks, each of which notes that it was called. */
function recording(calls: string[], names: readonly string[], whole: Hooked): Hooked {
  const hooks = names.map((name) => [
    name,
    (...args: unknown[]) => {
      calls.push(name);
      return whole[name]?.(...args);
    },
  ]);
  return Object.fromEntries(hooks);
}

/** A step of a walk: the branches that were taken, of all charts and paths, and the hooks that were called. */
export interface Step {
  /** The branch that took the stimulus itself; NONE when that was a path. The others belong to what effects sent. */
  readonly branch: number;
  readonly branches: readonly number[];
  readonly stimulus: number;
  readonly calls: readonly string[];
}

/**
 * Walks a machine at random.
 *
 * @param draw a whole number from 0 to 2³¹ − 1.
 */
export function* recordedWalk(m: Machine, calls: string[], steps: number, draw: () => number): Generator<Step> {
  const menu = new Menu(m);
  m.initialise();
  for (let step = 0; step < steps; step++) {
    const taken = takeAny(m, menu, calls, draw);
    if (taken === null) return;
    yield taken;
    m.journal.commit();
  }
}

function takeAny(m: Machine, menu: Menu, calls: string[], draw: () => number): Step | null {
  const counts = new Uint32Array(m.compiled.branches.length);
  for (let tries = 0; tries < 1000; tries++) {
    const entity = draw() % menu.entities;
    const row = menu.rows[menu.rowOf[entity] + m.lanes[menu.lane[entity]]];
    if (row.length === 0) continue;
    const stimulus = row[draw() % row.length] as number;
    const self = menu.self[entity];
    const args = menu.args[stimulus][self];
    m.begin();
    calls.length = 0;
    counts.fill(0);
    m.coverage = counts;
    if (args.length > 0 && m.attempt(stimulus, self, args[draw() % args.length])) {
      m.coverage = null;
      const branches = Array.from(counts.keys()).filter((number) => counts[number] > 0);
      return { branch: branchOf(m, branches, stimulus), branches, stimulus, calls: [...calls] };
    }
    m.journal.undo();
  }
  m.coverage = null;
  return null;
}

function branchOf(m: Machine, branches: readonly number[], stimulus: number): number {
  const { to, event } = m.compiled.stimuli[stimulus] as { to: string; event: string };
  const found = branches.find((number) => {
    const { place, leaf } = m.compiled.branches[number] as (typeof m.compiled.branches)[number];
    return place === to && leaf.event === event;
  });
  return found ?? NONE;
}
