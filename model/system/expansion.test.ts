import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { machineOf } from '../golden/machine-of.ts';
import { dragonfly } from '../systems/dragonfly/system.ts';
import { lwktCore } from '../systems/lwkt-core/system.ts';
import { lwktCoreVariants } from '../systems/lwkt-core/variants.ts';
import { type Expand, expansionRows, expansionsOf, readsArgument, triedExpansions } from './expansion.ts';
import type { Machine } from './machine.ts';
import { Menu } from './menu.ts';
import type { AnySystem } from './system.ts';

type Arrival = readonly [stimulus: number, self: number, arg: number, after: string];

/** Everything that can happen in the machine's present state, in the order in which `rows` finds it. */
function arrivals(m: Machine, menu: Menu, rows: readonly Expand[]): Arrival[] {
  const found: Arrival[] = [];
  const sink = {
    arrive(stimulus: number, self: number, arg: number) {
      found.push([stimulus, self, arg, `${m.journal.packed.join()} ${m.fault?.what ?? ''}`]);
      m.journal.undo();
      m.begin();
    },
  };
  m.begin();
  for (let entity = 0; entity < menu.entities; entity++) {
    const row = (menu.rowOf[entity] as number) + (m.lanes[menu.lane[entity] as number] as number);
    (rows[row] as Expand)(m, menu.self[entity] as number, menu.args, sink);
  }
  return found;
}

/** Walks at random, and looks in every state whether both ways to expand it agree. Returns the number of stimuli. */
function walk(m: Machine, choices: readonly number[]): number {
  const menu = new Menu(m);
  const fast = expansionRows(m, expansionsOf(m.compiled));
  const plain = expansionRows(m, triedExpansions(m.compiled));
  let stimuli = 0;
  m.initialise();
  for (const choice of choices) {
    const before = [...m.lanes];
    const found = arrivals(m, menu, fast);
    expect([...m.lanes]).toEqual(before);
    expect(found).toEqual(arrivals(m, menu, plain));
    stimuli += found.length;
    const next = found[choice % Math.max(1, found.length)];
    if (next === undefined) break;
    m.attempt(next[0], next[1], next[2]);
    m.journal.commit();
  }
  return stimuli;
}

const topologyOf = (system: AnySystem, name: string) => system.topologies.find((one) => one.name === name);

describe('an expansion finds what trying each stimulus finds, in the same order', () => {
  const cases: [string, AnySystem, string][] = [
    ...[lwktCore, ...lwktCoreVariants].map((system): [string, AnySystem, string] => [
      system.variantOf?.variant ?? 'lwkt-core',
      system,
      'L1',
    ]),
    ['dragonfly, with paths', dragonfly, dragonfly.topologies[0]?.name ?? ''],
  ];
  test.each(cases)('%s', (_name, system, name) => {
    const m = machineOf(system, topologyOf(system, name) as never) as Machine;
    let stimuli = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(999), { minLength: 60, maxLength: 60 }), (choices) => {
        stimuli += walk(m, choices);
      }),
      { numRuns: 15 },
    );
    expect(stimuli).toBeGreaterThan(1_000);
  });
});

describe('a guard reads its argument unless its parameter list rules it out', () => {
  function all(): boolean {
    // biome-ignore lint/complexity/noArguments: this is what is tested
    return arguments.length > 2;
  }
  const bound = ((_m: unknown, _self: number) => true).bind(null) as () => boolean;
  test.each([
    ['none', () => true, false],
    ['two', (m: unknown, self: number) => m === self, false],
    [
      'two of a function',
      function two(m: unknown, self: number) {
        return m === self;
      },
      false,
    ],
    [
      'a method',
      {
        two(m: unknown, self: number) {
          return m === self;
        },
      }.two,
      false,
    ],
    ['three', (m: unknown, self: number, arg: number) => m === self + arg, true],
    ['three, the last with a default', (m: unknown, self: number, arg = 1) => m === self + arg, true],
    ['a default before', (m: unknown, self = 0) => m === self, true],
    ['the rest', (m: unknown, ...rest: number[]) => m === rest[1], true],
    ['a pattern', ({ x }: { x: number }, self: number) => x === self, true],
    ['arguments', all, true],
    ['what a bound function hides', bound, true],
  ] as [string, () => boolean, boolean][])('%s', (_name, guard, expected) => {
    expect(readsArgument(guard)).toBe(expected);
  });
});
