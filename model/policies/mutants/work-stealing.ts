import { NONE } from '../../state/field.ts';
import { workStealing } from '../work-stealing.ts';
import { mutant, type PolicyMutant } from './mutant.ts';

/** Mistakes in work stealing. */
export const workStealingMutants: readonly PolicyMutant[] = [
  mutant(workStealing, 'does-not-steal', 'workConservation', { pickNext: (k, cpu) => k.local.of(cpu).shift() }),
  mutant(workStealing, 'everybody-preempts', 'noPingPong', { preempts: () => true }),
  mutant(workStealing, 'steals-against-affinity', 'policy', {
    pickNext: (k, cpu) => {
      const own = k.local.of(cpu).shift();
      if (own !== NONE) return own;
      const busy = k.cpu.all.find((other) => !k.local.of(other).isEmpty());
      return busy === undefined ? NONE : k.local.of(busy).shift();
    },
  }),
  mutant(workStealing, 'steals-what-runs', 'policy', {
    pickNext: (k, cpu) => {
      const own = k.local.of(cpu).shift();
      if (own !== NONE) return own;
      const victim = k.cpu.all.find((other) => other !== cpu && k.cpu.current(other) !== NONE);
      return victim === undefined ? NONE : k.cpu.current(victim);
    },
  }),
  // It looks at the next CPU, and not at those behind it.
  mutant(workStealing, 'steals-from-its-neighbour-only', 'workConservation', {
    pickNext: (k, cpu) => {
      const own = k.local.of(cpu).shift();
      if (own !== NONE) return own;
      return k.local.of((cpu + 1) % k.cpu.all.length).take((thread) => k.thread.allowed(thread, cpu));
    },
  }),
  // Who has nothing to do steals, and so does who has: the queue of the CPU itself comes last.
  mutant(workStealing, 'steals-first', 'boundedWaiting', {
    pickNext: (k, cpu) => {
      for (const other of k.cpu.all) {
        if (other === cpu) continue;
        const stolen = k.local.of(other).take((thread) => k.thread.allowed(thread, cpu));
        if (stolen !== NONE) return stolen;
      }
      return k.local.of(cpu).shift();
    },
  }),
  mutant(workStealing, 'queues-on-the-last-cpu', 'policy', {
    enqueue: (k, thread, _cpu, why) => {
      if (why !== 'priority') k.local.of(k.cpu.all.length - 1).append(thread);
    },
  }),
  mutant(workStealing, 'forgets-idle-cpus', 'workConservation', {
    running: (k, _thread, cpu) => k.slice.set(cpu, 0),
  }),
  // It moves a thread with every tick, to even the load out.
  mutant(workStealing, 'balances-to-and-fro', 'noPingPong', {
    running: (k, _thread, cpu) => {
      k.slice.set(cpu, 0);
      for (const other of k.cpu.all) if (other !== cpu && !k.local.of(cpu).isEmpty()) k.cpu.kick(other);
    },
    pickNext: (k, cpu) => {
      for (const other of k.cpu.all) {
        const stolen = k.local.of((cpu + 1 + other) % k.cpu.all.length).take((one) => k.thread.allowed(one, cpu));
        if (stolen !== NONE) return stolen;
      }
      return NONE;
    },
  }),
  mutant(workStealing, 'forgets-to-charge', 'quantum', { tick: (k, _thread, cpu) => k.slice.get(cpu) + 1 === 2 }),
];
