import { machineFor } from '../model/system/machines.ts';
import { printScript, type Script, scriptLength } from '../model/system/script.ts';
import { systemLabel } from '../model/system/system.ts';
import type { Topology } from '../model/system/topology.ts';
import type { AnyProperty } from './property.ts';
import { expectedToHold, type Suite } from './suite.ts';

/** A system, a topology and what happens: replays bit for bit. */
export class Scenario {
  readonly suite: Suite;
  /** The promises that are watched. */
  readonly properties: readonly AnyProperty[];
  readonly topology: Topology;
  readonly script: Script;

  constructor(suite: Suite, topology: Topology, script: Script, properties = expectedToHold(suite)) {
    this.suite = suite;
    this.properties = properties;
    this.topology = topology;
    this.script = script;
  }

  /** Number of stimuli. */
  get length(): number {
    return scriptLength(this.script);
  }

  /** The stimuli as they stand in files, `cpu0 wakeup thread2`. */
  get stimuli(): string[] {
    return printScript(machineFor(this.suite.system, this.topology), this.script);
  }

  with(change: { readonly topology?: Topology; readonly script?: Script }): Scenario {
    return new Scenario(this.suite, change.topology ?? this.topology, change.script ?? this.script, this.properties);
  }

  /** What fast-check and vitest print. */
  toString(): string {
    return `${systemLabel(this.suite.system)} on ${this.topology.name}: ${this.stimuli.join(', ') || '(nothing happens)'}`;
  }

  /** Read by fast-check when it reports a counterexample. */
  [Symbol.for('fast-check/toStringMethod')](): string {
    return this.toString();
  }
}
