import { printStimulus, type Stimulus } from '../../model/system/candidates.ts';
import { type CompiledSystem, compile } from '../../model/system/compile.ts';
import { Machine } from '../../model/system/machine.ts';
import { instrument } from '../../model/system/machines.ts';
import type { AnySystem } from '../../model/system/system.ts';
import { resolve, type Topology } from '../../model/system/topology.ts';
import type { AnyProperty } from '../../properties/property.ts';
import type { Suite } from '../../properties/suite.ts';
import { explore } from '../checker/exhaustive.ts';
import type { Shared } from './shared.ts';

/** States to look at for the way to the state in which a step does not end. */
const STATES = 1_000_000;

/** The step at which an earlier attempt at the same job died. */
export interface Trapped {
  readonly suite: Suite;
  readonly topology: Topology;
  readonly step: string;
  /** The way there and the step itself; null when no way was found. */
  readonly script: readonly Stimulus[] | null;
}

/**
 * Counts the steps of a system where the command line can see it, so that a step which never ends is noticed from
 * outside. Deterministic: the same job counts the same steps, so a job that died at step n is run again with n as its
 * trap, and just before that step everything about it is told.
 */
export class Pulse {
  private readonly shared: Shared;
  private readonly trap: number;
  private readonly tell: (trapped: Trapped) => void;
  private count = 0;
  /** The steps since the machine was initialised and the state after them; kept only while there is a trap. */
  private script: Stimulus[] = [];
  private after: Int32Array | null = null;
  /** A breadth-first search goes to and fro, so that what it does is no script. */
  private strayed = false;

  /** @param trap number of the step to tell about; 0 for none. */
  constructor(shared: Shared, trap: number, tell: (trapped: Trapped) => void) {
    this.shared = shared;
    this.trap = trap;
    this.tell = tell;
    shared.beat = 0;
  }

  /** The same suite; all its machines count their steps. */
  watch(suite: Suite): Suite {
    const initialise = suite.system.initialise as (m: Machine) => void;
    const begin = (m: Machine) => {
      this.shared.beat = ++this.count;
      this.script = [];
      this.after = null;
      this.strayed = false;
      initialise(m);
    };
    const system = { ...suite.system, initialise: begin } as AnySystem;
    instrument(system, (compiled, topology) => this.around(compiled, suite, topology), suite.system);
    return { ...suite, system };
  }

  private around(compiled: CompiledSystem, suite: Suite, topology: Topology): CompiledSystem {
    const counted = (m: Machine, kind: number, self: number, arg: number): boolean => {
      this.shared.beat = ++this.count;
      if (this.trap === 0) return compiled.attempt(m, kind, self, arg);
      const stimulus = { kind, self, arg };
      this.follow(m);
      if (this.count === this.trap) this.spring(m, stimulus, suite, topology);
      const accepted = compiled.attempt(m, kind, self, arg);
      if (accepted) this.record(m, stimulus);
      return accepted;
    };
    return { ...compiled, watched: true, attempt: counted };
  }

  private follow(m: Machine): void {
    const { packed } = m.journal;
    if (this.after === null) this.after = packed.slice();
    else if (!equal(packed, this.after)) this.strayed = true;
  }

  private record(m: Machine, stimulus: Stimulus): void {
    if (this.strayed) return;
    this.script.push(stimulus);
    this.after = m.journal.packed.slice();
  }

  private spring(m: Machine, stimulus: Stimulus, suite: Suite, topology: Topology): void {
    const step = printStimulus(m, stimulus);
    this.tell({ suite, topology, step, script: null });
    const way = this.strayed ? shortestWay(suite.system, topology, m.journal.packed) : this.script;
    if (way !== null) this.tell({ suite, topology, step, script: [...way, stimulus] });
  }
}

const equal = (one: Int32Array, other: Int32Array): boolean =>
  one.length === other.length && one.every((word, at) => word === other[at]);

/** The shortest script that leads to a state, on a machine of its own. */
function shortestWay(system: AnySystem, topology: Topology, state: Int32Array): readonly Stimulus[] | null {
  const there: AnyProperty = {
    kind: 'state',
    id: 'there',
    says: 'the state is another one',
    rules: [],
    confidence: 'derived',
    mutant: '',
    when: () => true,
    holds: (m: Machine) => !equal(m.journal.packed, state),
  };
  const fresh = new Machine({ ...compile(system), watched: true }, resolve(system, topology));
  const found = explore(fresh, [there], { states: STATES, only: there.id });
  return found.violation?.script ?? null;
}
