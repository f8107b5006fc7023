import { NONE } from '../../model/state/field.ts';
import { type Sunos4, slots } from '../../model/systems/sunos4/shape.ts';
import { properties } from '../property.ts';
import { anotherIsReady, moreUrgentIsReady, nameOf, runningThreads } from './look.ts';

/** Popular beliefs about threads that are false of this library. Each is kept with its counterexample. */
export const falsehoods = properties<Sunos4>([
  {
    kind: 'state',
    id: 'sunos4/others-run-during-a-call',
    says: 'while one thread is blocked in a system call, the others go on',
    rules: ['S4-F1', 'SO-113'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m, pod) => m.cpu.is.inKernel(pod) && anotherIsReady(m, pod),
    holds: (m, pod) => runningThreads(m) > 1 || m.caller.get(pod) !== m.current.get(pod),
    because: (m, pod) =>
      `${nameOf(m, m.current.get(pod))} is blocked in the kernel, and the ready threads wait with it`,
    doc: 'The kernel of SunOS 4 knows one process and nothing of its threads. When a call blocks, it blocks the process, and with it all threads of the pod. The non-blocking I/O library helps where a call can be tried again when a signal says so; then only the caller waits.',
  },
  {
    kind: 'state',
    id: 'sunos4/urgent-thread-never-waits',
    says: 'a more urgent thread never waits for a less urgent one that holds nothing',
    rules: ['S4-F2'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m) => m.owner.values.every((owner) => owner === 0),
    holds: (m, pod) => !moreUrgentIsReady(m, pod),
    because: (m, pod) => `${nameOf(m, m.current.get(pod))} keeps a more urgent thread waiting`,
    doc: 'Priorities are a matter of the library, and so they end where the kernel begins: a system call of the least urgent thread keeps the most urgent one waiting until it returns.',
  },
  {
    kind: 'state',
    id: 'sunos4/owner-of-a-monitor-runs',
    says: 'since equals do not preempt each other, whoever is in a monitor runs until it leaves it',
    rules: ['S4-F3'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'monitor',
    when: (m, monitor) => m.monitor.is.held(monitor),
    holds: (m, monitor) => m.thread.is.running(m.owner.get(monitor)),
    because: (m, monitor) => `${nameOf(m, m.owner.get(monitor))} is in it and does not run`,
    doc: 'A thread in a monitor can be preempted by a more urgent one, can yield, and can sleep. The page of mon_create warns of relying on priorities instead of monitors; relying on the lack of preemption fails in the same way.',
  },
  {
    kind: 'state',
    id: 'sunos4/registers-are-private',
    says: 'every thread has floating-point registers of its own',
    rules: ['S4-F4'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m, pod) => m.current.get(pod) !== NONE && m.floats.get(m.current.get(pod)) === 1,
    holds: (m, pod) => m.registers.get(pod) === m.current.get(pod),
    because: (m, pod) =>
      `${nameOf(m, m.current.get(pod))} runs with the registers of ${nameOf(m, m.registers.get(pod))}`,
    doc: 'A switch saves the machine registers. Anything else, floating point and errno included, is saved only for threads for which it was declared, so that the others need not pay for it. A thread that computes without having declared so loses its values to the next one that computes.',
  },
  {
    kind: 'state',
    id: 'sunos4/the-pod-goes-on',
    says: 'a pod in which threads live always has one that runs, or one that sleeps',
    rules: ['S4-F5'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m, pod) => m.cpu.is.idle(pod),
    holds: (m) => Array.from({ length: slots(m) }, (_, thread) => thread).some((t) => !mayBeStuck(m, t)),
    because: () => 'every thread waits for another one or is suspended',
    doc: 'Two threads that wait for messages of each other wait for ever; the library does not look for deadlocks. It ends the pod only when servers are all that is left.',
  },
]);

const mayBeStuck = (m: Sunos4, thread: number): boolean =>
  !m.thread.is.living(thread) || m.thread.is.onResource(thread) || m.thread.is.stopped(thread);
