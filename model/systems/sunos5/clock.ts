import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { isRunning, lookup } from './lookup.ts';
import { type Parts, type Sunos5, type Sunos5Effect, type Sunos5Guard, TIME_SHARING } from './shape.ts';

/** The clock: who is charged for a tick, and the update of the time-sharing class once a second. */

/** clock_tick_schedule(): done first, before the clock's handler can block and let the pinned thread escape. */
function tick(m: Sunos5, interrupt: number, cpu: number): void {
  m.observe(SAW.local_timer_entry, cpu, NONE, NONE, interrupt);
  const { cpus, threads } = lookup(m);
  for (let other = 0; other < cpus; other++) m.cpu.CHARGE(other, cpu);
  for (let thread = 0; thread < threads; thread++) {
    if (!isRunning(m, thread) && !m.thread.is.pinned(thread)) m.ranThisTick.set(thread, 0);
  }
}

export const clockGuards = {
  cpu: {
    clockTicksHere: (_m, cpu, clockCpu) => cpu === clockCpu,
    // ttolwp(): an interrupt thread has borrowed one
    threadHasNoLwp: (m, _cpu, thread) => m.ownLwp.get(thread) === NONE,
    // TP_LWPEXIT
    threadLeaves: (m, _cpu, thread) => m.thread.is.zombie(thread),
  },
} satisfies Parts<Sunos5Guard>;

export const clockEffects = {
  cpu: {
    // the thread right beneath the clock's, and no further: if that is a handler nobody is charged
    chargePinned: (m, cpu, clockCpu) => m.cpu.ACCOUNT(clockCpu, m.pins.get(m.current.get(cpu))),
    chargeCurrent: (m, cpu, clockCpu) => m.cpu.ACCOUNT(clockCpu, m.current.get(cpu)),
    chargeTick: (m, clockCpu, thread) => {
      m.observe(SAW.account_tick, clockCpu, thread, m.lastCpu.get(thread), 0);
      m.cpu.CL_TICK(clockCpu, thread);
    },
    updateTimeSharing: (m, cpu) => {
      const { threads } = lookup(m);
      for (let thread = 0; thread < threads; thread++) {
        if (m.class[thread] !== TIME_SHARING || m.thread.is.free(thread)) continue;
        m.waited.increment(thread);
        m.cpu.TS_UPDATE(cpu, thread);
      }
      m.observe(SAW.account_second, cpu, NONE, NONE, 0);
    },
  },
  interrupt: { tick },
} satisfies Parts<Sunos5Effect>;
