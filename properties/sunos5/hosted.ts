import { CLASS_TABLES, CLASSES } from '../../model/classes/index.ts';
import { CLASS_MUTANTS } from '../../model/classes/mutants.ts';
import { classPrefix } from '../../model/policy/class/decisions.ts';
import { type AnyClass, BANDS, type ClassName, type ClassTable, tableOf } from '../../model/policy/class/define.ts';
import { withClasses, withClassVariant } from '../../model/policy/class/with-classes.ts';
import type { AnyPolicy } from '../../model/policy/define.ts';
import type { Field } from '../../model/state/field.ts';
import { sunos5Host } from '../../model/systems/sunos5/host/host.ts';
import { REAL_TIME, type Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { sunos5Untaken } from '../../model/systems/sunos5/untaken.ts';
import type { AnyProperty } from '../property.ts';
import type { Suite } from '../suite.ts';
import { promisedByClasses } from './class-promises.ts';
import { type ClassView, classRules } from './classes.ts';
import { sunos5Properties } from './properties.ts';

/** Rules about the kernel's own classes, by the classes that they are about. All others are about the kernel. */
const ABOUT: Readonly<Record<string, readonly ClassName[]>> = {
  'sunos5/preempted-to-head': ['ts', 'rt'],
  'sunos5/quantum-kept-or-refilled': ['ts', 'rt'],
  'sunos5/woken-to-tail': ['ts', 'rt', 'sys'],
  'sunos5/real-time-priority-fixed': ['rt', 'sys'],
  'sunos5/waiting-is-rewarded': ['ts'],
  'sunos5/running-is-not-rewarded': ['ts'],
  'sunos5/quantum-demotes': ['ts'],
  'sunos5/tick-gives-way': ['ts'],
  'sunos5/sleep-return-needs-waiting': ['ts'],
  'sunos5/level-is-priority': ['ts'],
  'sunos5/system-yield-changes-nothing': ['sys'],
  'sunos5/system-preempted-to-head': ['sys'],
};

/** Rules that look at what the kernel keeps for its own classes: asked only where those have not been replaced. */
const OWN_CLASSES: Readonly<Record<string, readonly ClassName[]>> = {
  'sunos5/woken-with-new-quantum': ['rt'],
  'sunos5/woken-not-expired': ['ts', 'rt'],
  'sunos5/yields-to-tail': ['ts', 'rt'],
  'sunos5/yield-keeps-quantum': ['ts', 'rt'],
  'sunos5/yield-after-quantum-demotes': ['ts'],
  'sunos5/parent-gives-way': ['ts'],
  'sunos5/real-time-tick-gives-way': ['rt'],
  'sunos5/waiting-is-counted': ['ts'],
  'sunos5/stopped-is-not-lifted': ['ts'],
  'sunos5/equals-take-turns': ['rt'],
  'sunos5/endless-keeps-the-cpu': ['rt'],
};

/** What holds of inheritance as long as the priorities of real-time and system threads do not move by themselves. */
const NEEDS_FIXED: readonly string[] = [
  'sunos5/owner-dominates',
  'sunos5/writer-dominates',
  'sunos5/no-medium-thread-runs',
  'sunos5/wakes-in-order',
];

/** The mutant of a shipped class that breaks each of those rules. */
const MUTANTS: Readonly<Record<ClassName, Readonly<Record<string, string>>>> = {
  ts: {
    'sunos5/preempted-to-head': 'time-sharing+never-goes-behind',
    'sunos5/quantum-kept-or-refilled': 'time-sharing+quantum-not-refilled',
    'sunos5/woken-to-tail': 'time-sharing+woken-to-head',
    'sunos5/waiting-is-rewarded': 'time-sharing+no-aging',
    'sunos5/running-is-not-rewarded': 'time-sharing+lifts-runners',
    'sunos5/quantum-demotes': 'time-sharing+falls-to-the-bottom',
    'sunos5/tick-gives-way': 'time-sharing+tick-ignores-better',
    'sunos5/sleep-return-needs-waiting': 'time-sharing+always-slpret',
  },
  rt: {
    'sunos5/preempted-to-head': 'real-time+never-goes-behind',
    'sunos5/quantum-kept-or-refilled': 'real-time+refills-at-preemption',
    'sunos5/woken-to-tail': 'real-time+woken-to-head',
    'sunos5/real-time-priority-fixed': 'real-time+decays',
  },
  sys: {
    'sunos5/woken-to-tail': 'system+woken-to-head',
    'sunos5/system-yield-changes-nothing': 'system+yields',
    'sunos5/system-preempted-to-head': 'system+rotates',
  },
};

const shipped = (one: AnyClass): boolean =>
  (CLASSES as readonly AnyClass[]).includes(one) && one.name !== 'fixed-priority';

/** Where the classes of a table keep what the rules ask for; classes that are not replaced keep it in the kernel. */
function viewOf({ classes }: ClassTable): ClassView {
  const of = (band: ClassName) => classes.find(({ replaces }) => replaces === band);
  const kit = (m: Sunos5, band: ClassName, name: string) =>
    (m as unknown as Record<string, Field>)[classPrefix(band) + name] as Field;
  const [ts, rt] = [of('ts') !== undefined, of('rt') !== undefined];
  const inKit = (m: Sunos5, thread: number) => (m.class[thread] === REAL_TIME ? rt : ts);
  const bandOf = (m: Sunos5, thread: number): ClassName => (m.class[thread] === REAL_TIME ? 'rt' : 'ts');
  return {
    judges: BANDS.map((band) => {
      const one = of(band);
      return one === undefined || shipped(one);
    }),
    timeLeft: (m, thread) => (inKit(m, thread) ? kit(m, bandOf(m, thread), 'timeLeft') : m.timeLeft),
    expired: (m, thread) => (inKit(m, thread) ? kit(m, bandOf(m, thread), 'expired') : m.expired),
    level: (m) => (ts ? m.priority : m.cpuPriority),
    waited: (m) => (ts ? kit(m, 'ts', 'waited') : m.waited),
  };
}

/** The rules of SO-53 … SO-60 for those classes that are the kernel's own, or like them. */
function rulesOfClasses(table: ClassTable): readonly AnyProperty[] {
  const view = viewOf(table);
  const bands = table.classes.filter(shipped).map(({ replaces }) => replaces);
  return classRules(view).flatMap((rule) => {
    const about = ABOUT[rule.id];
    if (about === undefined || !about.some((band) => view.judges[BANDS.indexOf(band)])) return [];
    const mutant = bands.map((band) => MUTANTS[band][rule.id]).find((name) => name !== undefined);
    return [mutant === undefined ? rule : { ...rule, mutant }];
  });
}

/** What the kernel promises whatever its classes are. */
export const kernelPromises: readonly AnyProperty[] = sunos5Properties.filter(
  ({ id, expect = 'holds' }) => expect === 'holds' && ABOUT[id] === undefined,
);

const moves = ({ replaces, promises }: AnyClass): boolean => replaces !== 'ts' && promises.fixedPriority !== true;

/** SunOS 5 with one class of the policy kit, or several: all that the kernel promises, and what the classes promise. */
export function sunos5With(given: AnyClass | ClassTable): Suite {
  const table = tableOf(given);
  const unpromised = (property: AnyProperty): AnyProperty => ({ ...property, expect: 'unpromised' });
  const replaced = (band: ClassName) => table.classes.some(({ replaces }) => replaces === band);
  const asked = kernelPromises.filter(({ id }) => !OWN_CLASSES[id]?.some(replaced));
  const kernel = asked.map((property) =>
    NEEDS_FIXED.includes(property.id) && table.classes.some(moves) ? unpromised(property) : property,
  );
  const mutants = CLASS_MUTANTS.filter(({ asked }) => table.classes.includes(asked));
  return {
    system: withClasses(sunos5Host, table),
    properties: [...kernel, ...rulesOfClasses(table), ...promisedByClasses(table)],
    variants: mutants.map(({ asked, replacement }) => withClassVariant(sunos5Host, table, asked.name, replacement)),
    policies: CLASS_TABLES as unknown as readonly AnyPolicy[],
    withPolicy: (policy) => sunos5With(policy as unknown as AnyClass | ClassTable),
    untaken: sunos5Untaken,
  };
}
