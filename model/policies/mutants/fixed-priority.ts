import { NONE } from '../../state/field.ts';
import { fixedPriority } from '../fixed-priority.ts';
import { mutant, type PolicyMutant } from './mutant.ts';

/** Mistakes in fixed priorities. */
export const fixedPriorityMutants: readonly PolicyMutant[] = [
  mutant(fixedPriority, 'never-preempts', 'highestPriorityRuns', { preempts: () => false }),
  mutant(fixedPriority, 'preempts-equals', 'preemptsUpwards', {
    enqueue: (k, thread) => k.ready.insert(thread, k.thread.priority),
    preempts: (k, thread, current) => k.thread.priority(thread) >= k.thread.priority(current),
  }),
  mutant(fixedPriority, 'preempts-downwards', 'highestPriorityRuns', {
    preempts: (k, thread, current) => k.thread.priority(thread) < k.thread.priority(current),
  }),
  mutant(fixedPriority, 'appends', 'highestPriorityAtSwitch', { enqueue: (k, thread) => k.ready.append(thread) }),
  mutant(fixedPriority, 'least-urgent-first', 'highestPriorityAtSwitch', {
    enqueue: (k, thread) => k.ready.insert(thread, (other) => -k.thread.priority(other)),
  }),
  mutant(fixedPriority, 'last-come-first-served', 'fifoAmongEquals', {
    enqueue: (k, thread) => k.ready.insert(thread, k.thread.priority, 'before'),
  }),
  // Who was preempted has been ready for longer than its equals.
  mutant(fixedPriority, 'preempted-goes-behind', 'fifoAmongEquals', {
    enqueue: (k, thread) => k.ready.insert(thread, k.thread.priority),
  }),
  mutant(fixedPriority, 'forgets-the-preempted', 'noThreadLost', {
    enqueue: (k, thread, _cpu, why) => {
      if (why !== 'preempted') k.ready.insert(thread, k.thread.priority);
    },
  }),
  mutant(fixedPriority, 'ignores-inheritance', 'boundedInversion', {
    enqueue: (k, thread, _cpu, why) =>
      k.ready.insert(thread, k.thread.basePriority, why === 'preempted' ? 'before' : 'behind'),
    preempts: (k, thread, current) => k.thread.basePriority(thread) > k.thread.basePriority(current),
    running: () => {},
  }),
  // A queued thread that inherits a priority stays where it stood.
  mutant(fixedPriority, 'keeps-the-old-place', 'highestPriorityAtSwitch', {
    dequeue: () => {},
    enqueue: (k, thread, _cpu, why) => {
      if (why !== 'priority') k.ready.insert(thread, k.thread.priority, why === 'preempted' ? 'before' : 'behind');
    },
  }),
  mutant(fixedPriority, 'forgets-to-dequeue', 'structure', { dequeue: () => {} }),
  mutant(fixedPriority, 'ignores-affinity', 'policy', { pickNext: (k) => k.ready.shift() }),
  mutant(fixedPriority, 'picks-without-taking', 'policy', { pickNext: (k) => k.ready.head() }),
  mutant(fixedPriority, 'does-not-push', 'workConservation', { running: () => {} }),
  mutant(fixedPriority, 'kicks-the-wrong-cpu', 'workConservation', {
    running: (k, _thread, cpu) => {
      if (!k.ready.isEmpty()) k.cpu.kick(cpu);
    },
  }),
  mutant(fixedPriority, 'always-the-first-cpu', 'workConservation', {
    selectCpu: (k, thread) => k.thread.affinity(thread)[0] as number,
  }),
  mutant(fixedPriority, 'strongest-cpu', 'highestPriorityRuns', {
    selectCpu: (k, thread) => {
      const cpus = k.thread.affinity(thread);
      const urgency = (cpu: number) => (k.cpu.idle(cpu) ? -1 : k.thread.priority(k.cpu.current(cpu)));
      return cpus.find((cpu) => k.cpu.idle(cpu)) ?? cpus.reduce((a, b) => (urgency(b) > urgency(a) ? b : a));
    },
  }),
  // As if one place in the queue were enough to look at.
  mutant(fixedPriority, 'looks-at-the-head-only', 'workConservation', {
    pickNext: (k, cpu) => {
      const head = k.ready.head();
      return head !== NONE && k.thread.allowed(head, cpu) ? k.ready.shift() : NONE;
    },
  }),
];
