import fc from 'fast-check';
import type { Configuration } from '../configuration.ts';
import type { CpuEvent } from './cpu.ts';
import { checkProperties } from './properties.ts';
import { type MoreUrgent, World } from './world.ts';

/** One stimulus as a command of fast-check: sends the event to the CPU's actor and checks the properties. */
export class Stimulus implements fc.Command<World, World> {
  readonly cpu: number;
  readonly event: CpuEvent;

  constructor(cpu: number, event: CpuEvent) {
    this.cpu = cpu;
    this.event = event;
  }

  check(model: Readonly<World>): boolean {
    return model.accepts(this.cpu, this.event);
  }

  run(_model: World, real: World): void {
    real.tellCpu(this.cpu, this.event);
    real.steps++;
    checkProperties(real);
  }

  toString(): string {
    const { type, ...argument } = this.event;
    return ['thread' in argument ? `${type} ${argument.thread}` : type, `on cpu${this.cpu}`].join(' ');
  }
}

/** Everything that may happen in a configuration. */
export function stimuli({ cpus, threads }: Configuration): Stimulus[] {
  const plain = [
    'splz',
    'idleSwitch',
    'handle',
    'finish',
    'sleep',
    'ipi',
    'yield',
    'critEnter',
    'critExit',
    'tick',
  ] as const;
  return Array.from({ length: cpus }, (_, cpu) => [
    ...plain.map((type) => new Stimulus(cpu, { type })),
    ...threads.flatMap((spec, thread) => {
      if (!spec.interrupt) return [new Stimulus(cpu, { type: 'wakeup', thread })];
      return spec.home === cpu ? [new Stimulus(cpu, { type: 'interrupt', thread })] : [];
    }),
  ]).flat();
}

export interface Walks {
  readonly runs: number;
  /** Commands that were executed. */
  readonly steps: number;
}

export interface WalkOptions {
  readonly runs: number;
  /** Most commands in a run. */
  readonly commands: number;
  readonly seed: number;
  readonly moreUrgent?: MoreUrgent;
}

/**
 * Random scripts through the actors, as fast-check's model-based testing does it. The actors are their own model: what
 * they accept now is what may happen next.
 *
 * @throws Error of fast-check with the shrunk script when a property is broken.
 */
export function walk(configuration: Configuration, options: WalkOptions): Walks {
  const { runs, commands: maxCommands, seed, moreUrgent } = options;
  let steps = 0;
  const all = stimuli(configuration).map((stimulus) => fc.constant(stimulus));
  const property = fc.property(fc.commands(all, { maxCommands, size: 'max' }), (script) => {
    const world = new World(configuration, moreUrgent);
    fc.modelRun(() => ({ model: world, real: world }), script);
    steps += world.steps;
  });
  fc.assert(property, { numRuns: runs, seed });
  return { runs, steps };
}
