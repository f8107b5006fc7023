import { type AnyStateMachine, createMachine } from 'xstate';
import type { KindDeclaration, Shape } from '../model/system/declare.ts';
import { type AnySystem, variant } from '../model/system/system.ts';

/** A system without one transition of one chart. */
export interface Deletion {
  /** `cpu, kernelThread, TICK, branch 2` */
  readonly name: string;
  readonly system: AnySystem;
}

type Raw = Readonly<Record<string, unknown>>;

/**
 * One variant for each transition (each guarded branch counts) of each chart and path, with that transition taken out.
 * Suites that stay green for one of them do not test that transition.
 */
export function deletions(system: AnySystem): Deletion[] {
  const { kinds, paths = {} } = system.shape as Shape;
  return [...deletionsOf(system, 'charts', kinds), ...deletionsOf(system, 'paths', paths)];
}

function deletionsOf(
  system: AnySystem,
  where: 'charts' | 'paths',
  declared: Readonly<Record<string, KindDeclaration>>,
): Deletion[] {
  return Object.entries(declared).flatMap(([kind, { chart }]) =>
    withoutEach(chart).map(({ place, machine }) => {
      const name = `${kind}, ${place}`;
      return { name, system: variant(system, { name: `without ${name}`, [where]: { [kind]: machine } } as never) };
    }),
  );
}

function withoutEach(machine: AnyStateMachine): { place: string; machine: AnyStateMachine }[] {
  const config = machine.config as unknown as Raw;
  return cuts(config, 'top level').map(({ place, config: cut }) => ({
    place,
    machine: createMachine(cut as never, machine.implementations as never) as AnyStateMachine,
  }));
}

function cuts(config: Raw, state: string): { place: string; config: Raw }[] {
  const on = (config.on ?? {}) as Raw;
  const here = Object.keys(on).flatMap((event) =>
    branchesOf(on[event]).map((_, branch, all) => {
      const kept = all.filter((__, other) => other !== branch);
      const { [event]: __, ...others } = on;
      const place = `${state}, ${event}${all.length > 1 ? `, branch ${branch + 1}` : ''}`;
      return { place, config: { ...config, on: kept.length === 0 ? others : { ...others, [event]: kept } } };
    }),
  );
  const states = (config.states ?? {}) as Readonly<Record<string, Raw>>;
  const below = Object.entries(states).flatMap(([name, inner]) =>
    cuts(inner, name).map(({ place, config: cut }) => ({
      place,
      config: { ...config, states: { ...states, [name]: cut } },
    })),
  );
  return [...here, ...below];
}

const branchesOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
