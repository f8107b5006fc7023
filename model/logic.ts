import { fromTransition } from 'xstate';
import { Candidates, parseStimulus, printStimulus } from './system/candidates.ts';
import { compile } from './system/compile.ts';
import { Machine } from './system/machine.ts';
import type { AnySystem } from './system/system.ts';
import { resolve, type Topology } from './system/topology.ts';

/** The composed machine between two steps, as plain data. */
export interface WholeState {
  /** Chart state of every entity, by name. */
  readonly entities: Readonly<Record<string, string>>;
  /** The whole state vector, packed; equal states have equal vectors. */
  readonly vector: readonly number[];
  /** Stimuli that are enabled, as they stand in counterexample files. */
  readonly enabled: readonly string[];
}

/** A stimulus as an event: `{ type: 'cpu0 wakeup thread2' }`. */
export interface WholeEvent {
  readonly type: string;
}

/**
 * The composed machine of a topology as xstate actor logic, for `createActor`, xstate's inspection and `xstate/graph`.
 * An event that is not enabled changes nothing.
 *
 * @throws InputError when the topology does not fit; when an event names an unknown stimulus.
 *
 * @example
 * const actor = createActor(machineLogic(lwktCore.system, lwktCore.system.topologies[0]));
 * actor.start();
 * actor.send({ type: 'cpu0 sleep' });
 * actor.getSnapshot().context.entities.thread0; // 'asleep'
 */
export function machineLogic(
  system: AnySystem,
  topology: Topology,
): ReturnType<typeof fromTransition<WholeState, WholeEvent, never, never>> {
  const m = new Machine(compile(system), resolve(system, topology));
  const candidates = new Candidates(m);
  m.initialise();
  return fromTransition(
    (state: WholeState, event: WholeEvent): WholeState => {
      if (event.type.startsWith('xstate.')) return state;
      m.journal.packed.set(state.vector);
      m.journal.unpack();
      m.begin();
      const { kind, self, arg } = parseStimulus(m, event.type);
      if (!m.attempt(kind, self, arg)) return state;
      m.journal.commit();
      return describe(m, candidates);
    },
    describe(m, candidates),
  ) as never;
}

function describe(m: Machine, candidates: Candidates): WholeState {
  const entities: Record<string, string> = {};
  for (const [kind, table] of Object.entries(m.compiled.tables)) {
    const base = m.layout.bases[`${kind}.state`] as number;
    for (const [entity, name] of (m.resolved.names[kind] ?? []).entries()) {
      entities[name] = table.states[m.lanes[base + entity] as number] as string;
    }
  }
  return { entities, vector: [...m.journal.packed], enabled: enabledIn(m, candidates) };
}

function enabledIn(m: Machine, candidates: Candidates): string[] {
  const enabled: string[] = [];
  for (let i = 0; i < candidates.length; i++) {
    const stimulus = candidates.at(i);
    m.begin();
    if (m.attempt(stimulus.kind, stimulus.self, stimulus.arg)) enabled.push(printStimulus(m, stimulus));
    m.journal.undo();
  }
  return enabled;
}
