import fc from 'fast-check';
import type { AnyRuntime } from '../../model/policy/runtime/define.ts';
import { withRuntime } from '../../model/policy/runtime/with-runtime.ts';
import { RUNTIMES } from '../../model/runtimes/index.ts';
import { NONE } from '../../model/state/field.ts';
import { parseStimulus, printStimulus, type Stimulus } from '../../model/system/candidates.ts';
import { machineFor } from '../../model/system/machines.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { scriptLength, stimulusAt } from '../../model/system/script.ts';
import type { AnySystem } from '../../model/system/system.ts';
import type { Topology } from '../../model/system/topology.ts';
import { threadsHost } from '../../model/systems/sunos5-threads/host.ts';
import { lwpCount, threadCount } from '../../model/systems/sunos5-threads/look.ts';
import type { Threads } from '../../model/systems/sunos5-threads/shape.ts';
import { RENAMED_STIMULI, type TwoLevel } from '../../model/systems/sunos5-two-level/shape.ts';
import { scenarios } from '../arbitrary.ts';
import type { Scenario } from '../scenario.ts';
import type { Suite } from '../suite.ts';

/**
 * Whether what both layers do together is something that the library does above a free kernel: each step of the library
 * is taken again by `sunos5-threads`, whose kernel is made to run the LWPs that the dispatcher has chosen.
 */

const alone = new Map<string, AnySystem>();

/** The library with the same runtime, above its free kernel. */
function freeSystem(runtime: string): AnySystem {
  const known =
    alone.get(runtime) ?? withRuntime(threadsHost, RUNTIMES.find(({ name }) => name === runtime) as AnyRuntime);
  alone.set(runtime, known);
  return known;
}

/** Worlds in which no LWP ends: the number of one that does is free later here than above a free kernel. */
const WORLDS = ['tiny', 'interrupted', 'pair', 'favoured', 'shared', 'sections', 'kernel'];

/** @returns the first departure in so many random scenarios, or null. */
export function departures(suite: Suite, runs: number): string | null {
  const topologies = suite.system.topologies.filter(({ name }: Topology) => WORLDS.includes(name));
  const property = fc.property(scenarios(suite, { topologies, properties: [], steps: 150 }), (scenario) => {
    const departure = firstDeparture(scenario);
    if (departure !== null) throw new Error(departure);
  });
  const { failed, errorInstance } = fc.check(property, { numRuns: runs, seed: 7 });
  return failed ? String((errorInstance as Error).message) : null;
}

const worlds = new WeakMap<Topology, Topology>();

/** The same world without the kernel. */
function worldOf(topology: Topology): Topology {
  const known = worlds.get(topology) ?? withoutKernel(topology);
  worlds.set(topology, known);
  return known;
}

function withoutKernel({ name, entities, options = {} }: Topology): Topology {
  const { cpu = [], userLwp = [], userThread = [], userMutex = [], userSemaphore = [] } = entities;
  return {
    name,
    options,
    entities: {
      cpu,
      lwp: userLwp.map((spec) => ({ name: spec.name })),
      thread: userThread.map(({ userPriority, userBound, ...rest }) => ({
        ...rest,
        ...(userPriority === undefined ? {} : { priority: userPriority }),
        ...(userBound === undefined ? {} : { bound: userBound }),
      })),
      mutex: userMutex,
      semaphore: userSemaphore,
    },
  } as Topology;
}

const LIBRARY = ['userLwp', 'userThread', 'userProcess'];
const PLAIN = new Map<string, string>(Object.entries(RENAMED_STIMULI).map(([plain, here]) => [here, plain]));

/** @returns the first step that the library above a free kernel does not take, in words; or null. */
export function firstDeparture({ suite, topology, script }: Scenario): string | null {
  const both = machineFor(suite.system, topology) as TwoLevel;
  both.observing = true;
  both.initialise();
  const mirror = new Mirror(both, freeSystem(suite.system.policy?.name ?? ''), worldOf(topology));
  for (let n = 0; n < scriptLength(script); n++) {
    const stimulus = stimulusAt(script, n);
    both.begin();
    if (!both.attempt(stimulus.kind, stimulus.self, stimulus.arg)) continue;
    const missing = mirror.follow(stimulus) ?? mirror.difference();
    both.journal.commit();
    if (missing !== null) return `step ${n + 1}, ${printStimulus(both, stimulus)}: ${missing}`;
  }
  return null;
}

class Mirror {
  private readonly both: TwoLevel;
  private readonly alone: Threads;

  constructor(both: TwoLevel, free: AnySystem, world: Topology) {
    this.both = both;
    this.alone = machineFor(free, world) as Threads;
    this.alone.initialise();
  }

  /** Lets the library alone do what it has just done upon the kernel. */
  follow(stimulus: Stimulus): string | null {
    const declared = this.both.compiled.stimuli[stimulus.kind];
    if (!LIBRARY.includes(declared?.to ?? '')) return this.wakeups();
    if (declared?.to === 'userLwp') {
      const refused = this.giveCpu(stimulus.self);
      if (refused !== null) return refused;
    }
    return this.take(printStimulus(this.both, stimulus));
  }

  /** The wakeups with which the kernel has ended waits of LWPs. */
  private wakeups(): string | null {
    for (let n = 0; n < this.both.observations.length; n++) {
      const { kind, subject, object, detail } = this.both.observations.at(n);
      if (kind !== SAW.lwp_wakeup || object !== NONE) continue;
      const refused = this.take(`${this.alone.nameOf('lwp', subject)} ${detail === 1 ? 'age' : 'wakeup'}`);
      if (refused !== null) return refused;
    }
    return null;
  }

  /** The free kernel runs an LWP, in place of one that the dispatcher does not run now. Which CPU it is does not matter. */
  private giveCpu(lwp: number): string | null {
    if (this.alone.lwp.is.onproc(lwp)) return null;
    const cpu = this.alone.onCpu.values.findIndex((_, n) => {
      const there = this.alone.onCpu.get(n);
      return there === NONE || !this.wasOnproc(there);
    });
    const name = this.alone.nameOf('cpu', cpu);
    const preempted = this.alone.onCpu.get(cpu) === NONE ? null : this.take(`${name} preempt`);
    return preempted ?? this.take(`${name} dispatch ${this.alone.nameOf('lwp', lwp)}`);
  }

  private wasOnproc(lwp: number): boolean {
    const state = this.both.userLwp.state.before(lwp);
    return this.both.compiled.tables.userLwp?.tags[state]?.includes('onproc') === true;
  }

  private take(text: string): string | null {
    const [self = '', name = '', ...rest] = text.split(' ');
    const plain = [self, PLAIN.get(name) ?? name, ...rest].join(' ');
    const { kind, self: entity, arg } = parseStimulus(this.alone, plain);
    this.alone.begin();
    const accepted = this.alone.attempt(kind, entity, arg) && this.alone.fault === null;
    this.alone.journal.commit();
    return accepted ? null : `the library alone does not take "${plain}"`;
  }

  /** What the library knows has to be the same in both. */
  difference(): string | null {
    const there = this.both.library;
    for (let thread = 0; thread < threadCount(this.alone); thread++) {
      const same = [
        [there.thread.state, this.alone.thread.state],
        [there.lwpOf, this.alone.lwpOf],
      ].every(([a, b]) => a?.get(thread) === b?.get(thread));
      if (!same) return `${this.alone.nameOf('thread', thread)} is elsewhere`;
    }
    for (let lwp = 0; lwp < lwpCount(this.alone); lwp++) {
      const same = [
        [there.current, this.alone.current],
        [there.assigned, this.alone.assigned],
        [there.preemption, this.alone.preemption],
      ].every(([a, b]) => a?.get(lwp) === b?.get(lwp));
      if (!same) return `${this.alone.nameOf('lwp', lwp)} carries something else`;
    }
    return null;
  }
}
