import fc from 'fast-check';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { choicesOf, simplerChoices } from '../model/system/choices.ts';
import type { Driver } from '../model/system/compile.ts';
import type { Machine } from '../model/system/machine.ts';
import { cutDown, machineFor } from '../model/system/machines.ts';
import {
  type Script,
  scriptLength,
  stimulusAt,
  translate,
  withOtherChoices,
  withoutSpan,
} from '../model/system/script.ts';
import type { Topology } from '../model/system/topology.ts';
import type { AnyProperty } from './property.ts';
import { run } from './run.ts';
import { Scenario } from './scenario.ts';
import { expectedToHold, type Suite } from './suite.ts';
import { type Draw, FULL, Walker } from './walk.ts';

export interface ScenarioOptions {
  /** Topologies to choose from; those of the system unless given. */
  readonly topologies?: readonly Topology[];
  /** Promises at whose first violation a walk stops; those that should hold unless given. */
  readonly properties?: readonly AnyProperty[];
  /** Most steps of a scenario. Default 200. */
  readonly steps?: number;
  /** Who answers the events: the compiled tables (unless given), or xstate itself. */
  readonly driver?: Driver;
  /** Counts how often each chart branch is taken, by the number of the branch in `compile(system).branches`. */
  readonly coverage?: Uint32Array;
  /** Told of each walk that was made. */
  readonly walked?: (scenario: Scenario, broken: boolean, walker: Walker) => void;
}

/**
 * Scenarios of a system: fast-check walks the model at random from the initial state, and stops at the first broken
 * promise. Shrinks by dropping threads, CPUs and other entities, then spans of stimuli and single ones, by simpler choices,
 * and by dropping pairs.
 *
 * @example test.prop([scenarios(lwktCore)])('…', (scenario) => expect(run(scenario)).toUphold('lwkt-core/sorted'))
 */
export function scenarios(suite: Suite, options: ScenarioOptions = {}): fc.Arbitrary<Scenario> {
  return new ScenarioArbitrary(suite, options);
}

class ScenarioArbitrary extends fc.Arbitrary<Scenario> {
  private readonly suite: Suite;
  private readonly options: ScenarioOptions;
  private readonly topologies: readonly Topology[];
  private readonly properties: readonly AnyProperty[];
  private readonly walkers = new Map<Topology, Walker>();

  constructor(suite: Suite, options: ScenarioOptions) {
    super();
    this.suite = suite;
    this.options = options;
    this.topologies = options.topologies ?? suite.system.topologies;
    this.properties = options.properties ?? expectedToHold(suite);
  }

  generate(random: fc.Random): fc.Value<Scenario> {
    const topology = this.topologies[random.nextInt(0, this.topologies.length - 1)] as Topology;
    const m = machineFor(this.suite.system, topology, this.options.driver);
    const walker = this.walkerFor(topology, m);
    const draw = drawFrom(random);
    m.coverage = this.options.coverage ?? null;
    const { script, violation } = walker.walk(draw, this.options.steps ?? 200, swarm(m, random));
    m.coverage = null;
    const scenario = new Scenario(this.suite, topology, script, this.properties);
    this.options.walked?.(scenario, violation !== null, walker);
    return new fc.Value(scenario, undefined);
  }

  canShrinkWithoutContext(value: unknown): value is Scenario {
    return value instanceof Scenario && value.suite.system === this.suite.system;
  }

  shrink(value: Scenario): fc.Stream<fc.Value<Scenario>> {
    return fc.stream(smaller(value)).map((scenario) => new fc.Value(scenario, undefined));
  }

  private walkerFor(topology: Topology, m: Machine): Walker {
    const walker = this.walkers.get(topology) ?? new Walker(m, this.properties);
    this.walkers.set(topology, walker);
    return walker;
  }
}

/**
 * A generator for one walk, in a state that fast-check drew. Draws are most of what a cheap step costs, and fast-check's
 * own, which go by ranges, take several times as long.
 */
function drawFrom(random: fc.Random): Draw {
  const generator = xoroshiro128plusFromState(Array.from({ length: 4 }, () => random.nextInt()));
  return () => generator.next() & 0x7fffffff;
}

/**
 * How often each kind of stimulus is taken in this run, in eighths. A `world` kind is left out with a probability that is
 * itself drawn (0 or ¼ or ½), so that some runs mix everything and others do a few things often (swarm testing; Groce
 * 2012); in half of the runs the rest of them are rarer than what the kernel does, so that kernel paths get on.
 */
function swarm(m: Machine, random: fc.Random): Uint8Array {
  const dropped = random.nextInt(0, 2);
  const share = random.nextInt(0, 1) === 0 ? FULL : random.nextInt(1, FULL);
  return Uint8Array.from(m.compiled.stimuli, (stimulus) => {
    if (stimulus.source === 'kernel') return FULL;
    return random.nextInt(0, 3) < dropped ? 0 : share;
  });
}

/** Simpler scenarios, boldest cuts first; each is enabled from its first to its last step. */
function* smaller(scenario: Scenario): Generator<Scenario> {
  for (const name of droppable(scenario)) {
    const cut = dropped(scenario, name);
    if (cut !== null) yield cut;
  }
  const length = scriptLength(scenario.script);
  for (let span = length >> 1; span >= 1; span >>= 1) {
    for (let from = 0; from < length; from += span) {
      yield replayable(scenario, withoutSpan(scenario.script, from, Math.min(length, from + span)));
    }
  }
  yield* withSimplerChoices(scenario, length);
  if (length <= 24) yield* withoutPairs(scenario, length);
}

/** What a policy or an effect chose goes towards 0: the first way, which scripts don't have to name. */
function* withSimplerChoices(scenario: Scenario, length: number): Generator<Scenario> {
  for (let n = 0; n < length; n++) {
    for (const simpler of simplerChoices(choicesOf(stimulusAt(scenario.script, n).arg))) {
      yield replayable(scenario, withOtherChoices(scenario.script, n, simpler));
    }
  }
}

function* withoutPairs(scenario: Scenario, length: number): Generator<Scenario> {
  for (let first = 0; first < length; first++) {
    for (let second = first + 1; second < length; second++) {
      yield replayable(scenario, withoutSpan(withoutSpan(scenario.script, second, second + 1), first, first + 1));
    }
  }
}

/** Names of all entities of the topology as it was written, last first. */
function droppable(scenario: Scenario): string[] {
  return Object.values(scenario.topology.entities)
    .flat()
    .map((spec) => spec.name)
    .reverse();
}

/** The scenario without an entity; null when the topology makes no sense without it. */
function dropped(scenario: Scenario, name: string): Scenario | null {
  const { system } = scenario.suite;
  const topology = cutDown(system, scenario.topology, name);
  if (topology === null) return null;
  const script = translate(scenario.script, machineFor(system, scenario.topology), machineFor(system, topology));
  return replayable(scenario.with({ topology }), script);
}

/** Leaves out what can't happen any more after something was cut away. */
function replayable(scenario: Scenario, script: Script): Scenario {
  const { taken } = run(scenario.with({ script }), { skip: true });
  return scenario.with({ script: taken });
}
