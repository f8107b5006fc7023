import { variant } from '../../system/system.ts';
import { enqueue, lwktCore } from './system.ts';

/**
 * Variants of `lwkt-core`: each takes one rule away. Those called mutants are mistakes, and a property must find them;
 * the others are other readings of the same text.
 */

const never = () => false;

/** The preemption test accepts equal priorities. */
const ge = variant(lwktCore, {
  name: 'ge',
  guards: { cpu: { notStrictlyMoreUrgent: (m, cpu, thread) => m.priority[thread] < m.priority[m.current.get(cpu)] } },
});

/** A new head of the run queue does not ask for a reschedule. */
const noresched = variant(lwktCore, { name: 'noresched', guards: { cpu: { becameHead: never } } });

/** Leaving a critical section forgets what was pending. */
const dropipend = variant(lwktCore, {
  name: 'dropipend',
  effects: {
    cpu: {
      leaveCriticalSection: (m, cpu) => {
        lwktCore.effects.cpu.leaveCriticalSection(m, cpu, 0);
        for (let source = 0; source < m.handler.length; source++) {
          if (m.home[m.handler[source]] === cpu) m.pending.set(source, 0);
        }
      },
    },
  },
});

/** A kernel thread that was woken offers itself for preemption, as if it were an interrupt thread. */
const anyonePreempts = variant(lwktCore, {
  name: 'anyone-preempts',
  effects: {
    cpu: {
      wakeThread: (m, cpu, thread) => {
        lwktCore.effects.cpu.wakeThread(m, cpu, thread);
        if (m.home[thread] === cpu) m.cpu.OFFER(cpu, thread);
      },
    },
  },
});

/** A thread of another CPU is queued where it was woken. */
const wakeHere = variant(lwktCore, {
  name: 'wake-here',
  effects: { cpu: { wakeThread: (m, cpu, thread) => enqueue(m, cpu, thread) } },
});

/** The victim of a preemption is taken off its run queue. */
const victimDequeued = variant(lwktCore, {
  name: 'victim-dequeued',
  effects: {
    cpu: {
      preemptCurrent: (m, cpu, thread) => {
        m.runQueue.remove(cpu, m.current.get(cpu));
        lwktCore.effects.cpu.preemptCurrent(m, cpu, thread);
      },
    },
  },
});

/** A message puts the thread at the end of the run queue, whatever its priority. */
const append = variant(lwktCore, {
  name: 'append',
  effects: {
    cpu: {
      wakeThread: (m, cpu, thread) => {
        if (m.home[thread] !== cpu) return lwktCore.effects.cpu.wakeThread(m, cpu, thread);
        m.runQueue.append(cpu, thread);
        m.thread.ENQUEUE(thread);
        m.cpu.ENQUEUED(cpu, thread);
      },
    },
  },
});

/** The mistakes, by name. */
export const lwktCoreMutants = { ge, noresched, dropipend, anyonePreempts, wakeHere, victimDequeued, append };

/** The return to a preempted thread does not ask for a reschedule. Makes no difference: see the reference. */
const noreturn = variant(lwktCore, { name: 'noreturn', guards: { cpu: { anotherIsHead: never } } });

/** A device may interrupt even while the CPU has urgent work to do. */
const eagerInterrupts = variant(lwktCore, {
  name: 'eager-interrupts',
  guards: { cpu: { interruptHeldBack: never } },
});

export const lwktCoreReadings = { noreturn, eagerInterrupts };
export const lwktCoreVariants = [...Object.values(lwktCoreMutants), ...Object.values(lwktCoreReadings)];
