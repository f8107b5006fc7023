import { describe, expect, it } from 'vitest';
import { parseStimulus } from '../../model/system/candidates.ts';
import { compile } from '../../model/system/compile.ts';
import { Machine } from '../../model/system/machine.ts';
import { OBSERVATIONS } from '../../model/system/observation.ts';
import { resolve, type Topology } from '../../model/system/topology.ts';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { Evaluation } from '../evaluate.ts';
import { sunos5Properties } from './properties.ts';

/** SO-64, "strange reordering": one wakeup, two CPUs, and whichever reaches its dispatcher first. */

const topology = sunos5.topologies.find(({ name }) => name === 'spin') as Topology;
const promises = sunos5Properties.filter(({ expect: expected, kind }) => expected !== 'refuted' && kind !== 'monitor');

/** Runs a script and returns who took which thread and who got the CPU, CPU by CPU; every promise must be kept. */
function run(script: readonly string[]): string[] {
  const m = new Machine(compile(sunos5), resolve(sunos5, topology));
  const evaluation = new Evaluation(m, promises);
  const seen: string[] = [];
  m.initialise();
  for (const text of script) {
    const { kind, self, arg } = parseStimulus(m, text);
    m.begin();
    expect(m.attempt(kind, self, arg), text).toBe(true);
    expect(evaluation.fault() ?? evaluation.step(kind, self, arg) ?? evaluation.state()).toBeNull();
    for (let n = 0; n < m.observations.length; n++) {
      const { kind: what, cpu, subject, object } = m.observations.at(n);
      const name = OBSERVATIONS[what];
      if (name === 'sched_choose') seen.push(`cpu${cpu} takes ${m.nameOf('thread', subject)}`);
      if (name === 'sched_switch') seen.push(`cpu${cpu} runs ${m.nameOf('thread', object)}`);
    }
    m.journal.commit();
  }
  return seen;
}

const times = (count: number, text: string): string[] => Array.from({ length: count }, () => text);

/** The real-time thread is on its way to sleep on cpu1 when cpu0 wakes it, and cpu0 is asked to run it. */
const common = ['cpu1 sleep', 'cpu0 wakeup urgent'];

describe('a thread that is woken while two CPUs are at their dispatchers', () => {
  it('is taken by the CPU that was asked, which has to wait for its stack', () => {
    const script = [...times(3, 'cpu0 continue'), ...times(3, 'cpu1 continue'), 'cpu0 continue'];
    expect(run([...common, ...script])).toEqual(['cpu0 takes urgent', 'cpu1 takes daemon', 'cpu0 runs urgent']);
  });

  it('or by the other one, and then the asked CPU has preempted its thread for nothing', () => {
    const script = ['cpu1 continue', ...times(3, 'cpu0 continue'), ...times(2, 'cpu1 continue')];
    expect(run([...common, ...script])).toEqual(['cpu1 takes urgent', 'cpu0 takes daemon']);
  });
});
