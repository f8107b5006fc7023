import { definePolicy, NONE, queue, value } from 'schedcheck';

/** Ticks that a thread may run while others wait. */
const QUANTUM = 2;

export default definePolicy({
  name: 'my-policy',
  says: `everybody in turn, for ${QUANTUM} ticks at most`,
  // All that the policy remembers between two hooks: one queue, and a number for each CPU.
  fields: { ready: queue('machine', 'thread'), used: value('cpu', QUANTUM) },
  hooks: {
    // A thread is ready to run, for whatever reason: it goes to the end of the line.
    enqueue: (k, thread) => k.ready.append(thread),
    // A CPU needs a thread: the first that may run there.
    pickNext: (k, cpu) => k.ready.take((thread) => k.thread.allowed(thread, cpu)),
    // A thread has got a CPU. Whoever still waits may find another one idle.
    running: (k, _thread, cpu) => {
      k.used.set(cpu, 0);
      for (let waiting = k.ready.head(); waiting !== NONE; waiting = k.ready.next(waiting)) {
        const idle = k.cpu.all.find((other) => k.cpu.idle(other) && k.thread.allowed(waiting, other));
        if (idle !== undefined) k.cpu.kick(idle);
      }
    },
    // A clock tick: true when the time of the thread is over.
    tick: (k, _thread, cpu) => {
      k.used.set(cpu, Math.min(QUANTUM, k.used.get(cpu) + 1));
      return k.used.get(cpu) === QUANTUM;
    },
    // A thread has lost its CPU. Counting from 0 again keeps the number of states small.
    stopping: (k, _thread, cpu) => k.used.set(cpu, 0),
  },
  promises: { workConservation: true, quantum: QUANTUM },
});
