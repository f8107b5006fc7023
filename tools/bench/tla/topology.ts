import type { Configuration } from '../configuration.ts';

/** Files that TLC needs beside `LwktCore.tla`, by name: the topology as a module, and what to check. */
export function tlaTopology({ cpus, threads }: Configuration, mistake = 'none'): Record<string, string> {
  const sequence = (items: readonly number[]) => `<<${items.join(', ')}>>`;
  const interrupts = threads.flatMap((thread, i) => (thread.interrupt ? [i + 1] : []));
  const module = [
    '---- MODULE LwktCoreTopology ----',
    'EXTENDS LwktCore',
    `HomeIs == ${sequence(threads.map((thread) => thread.home))}`,
    `PriorityIs == ${sequence(threads.map((thread) => thread.priority))}`,
    `InterruptsAre == {${interrupts.join(', ')}}`,
    `CpusAre == 0..${cpus - 1}`,
    '====',
  ];
  const config = [
    'SPECIFICATION Spec',
    'CONSTANTS Home <- HomeIs',
    '  Priority <- PriorityIs',
    '  Interrupts <- InterruptsAre',
    '  Cpus <- CpusAre',
    `  Mistake = "${mistake}"`,
    'INVARIANTS P1 P2 P3 P4 P5 P6',
  ];
  return {
    'LwktCoreTopology.tla': `${module.join('\n')}\n`,
    'LwktCoreTopology.cfg': `${config.join('\n')}\n`,
  };
}
