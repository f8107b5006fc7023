import { describe, expect, it } from 'vitest';
import { compile } from '../../model/system/compile.ts';
import { Machine } from '../../model/system/machine.ts';
import { resolve } from '../../model/system/topology.ts';
import { dragonfly } from '../../model/systems/dragonfly/system.ts';
import { dragonflyVariants } from '../../model/systems/dragonfly/variants.ts';
import { type Bounds, explore } from '../../tools/checker/exhaustive.ts';
import type { AnyProperty } from '../property.ts';
import { dragonflyProperties } from './properties.ts';

/** Worlds that are searched to the end here; the larger ones are searched by the long suite. */
const WORLDS = ['lwps', 'users', 'edge', 'sections', 'clock-class', 'throttle', 'tiny'];

/** Where each mutant is found with the fewest states, if not on `tiny`. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'wake-here': 'lwps',
  'idle-yields': 'edge',
  'changed-in-place': 'users',
  M3: 'small',
  M1: 'users',
  M33: 'tiny2',
  'queued-twice': 'users',
  'lowers-all-lwps': 'lwps',
  'tick-ignores-head': 'users',
  M7: 'users',
  'sleep-with-spinlock': 'sections',
  'sleep-in-hard-section': 'sections',
  'exit-stays-queued': 'tiny2',
  M27: 'tiny2',
  'reap-exiting': 'tiny2',
  M9: 'chains',
  'wakeup-preempts': 'edge',
  'victim-must-be-queued': 'sections',
  'ipi-flag-lost': 'tiny2',
  'nesting-leaks': 'tiny2',
  M43: 'tiny2',
  'halt-untested': 'edge',
  M57: 'edge',
  'livelock-schedules': 'throttle',
  'asked-from-afar': 'soft2',
};

/** The same for beliefs that are false. */
const REFUTED_ON: Readonly<Record<string, string>> = {
  'dragonfly/current-is-queued': 'sections',
  'dragonfly/sorted-by-user-priority': 'users',
  'dragonfly/only-designated-is-queued': 'users',
  'dragonfly/yield-moves-to-tail': 'users',
  'dragonfly/asked-thread-is-queued': 'edge',
};

function search(system: typeof dragonfly, world: string, properties: readonly AnyProperty[], bounds?: Bounds) {
  const topology = system.topologies.find(({ name }) => name === world);
  if (topology === undefined) throw new Error(`no world ${world}`);
  return explore(new Machine(compile(system), resolve(system, topology)), properties, bounds);
}

const promises = dragonflyProperties.filter(({ expect: expected }) => expected !== 'refuted');
const beliefs = dragonflyProperties.filter(({ expect: expected }) => expected === 'refuted');

describe('dragonfly, searched to the end', () => {
  it.each(WORLDS)('keeps every promise on %s', (world) => {
    const found = search(dragonfly, world, promises);
    expect(found.violation).toBeUndefined();
    expect(found.stoppedBy).toBeUndefined();
    expect(found.complete).toBe(true);
  });
});

describe('a mutant breaks each property', () => {
  it.each(promises.map((property) => [property.id, property.mutant, property] as const))(
    '%s: %s',
    (id, mutant, property) => {
      const system = dragonflyVariants.find(({ variantOf }) => variantOf?.variant === mutant);
      if (system === undefined) throw new Error(`no variant ${mutant}`);
      const found = search(system, ELSEWHERE[mutant] ?? 'tiny', [property], { states: 800_000 });
      expect(found.violation?.property).toBe(id);
    },
  );
});

describe('a popular belief is false', () => {
  it.each(beliefs.map((property) => [property.id, property] as const))('%s', (id, property) => {
    const found = search(dragonfly, REFUTED_ON[id] ?? 'tiny', [property], { states: 400_000 });
    expect(found.violation?.property).toBe(id);
    expect(property.doc).toBeDefined();
  });
});
