import { variant } from '../../../system/system.ts';
import { dropCritical, enterCritical } from '../critical.ts';
import { dragonfly } from '../system.ts';
import { doretiOpen, idleHaltsUntested } from './paths.ts';

/** Mistakes in critical sections, in pending work, and on the ways out of the kernel. */

const never = () => false;
const { path } = dragonfly.effects;

/** The end of splz and doreti leaves two levels. */
export const exitsTwice = variant(dragonfly, {
  name: 'exits-twice',
  effects: {
    path: {
      leaveServing: (m, cpu, stack) => {
        path.leaveServing(m, cpu, stack);
        dropCritical(m, cpu);
      },
    },
  },
});

/** The trap of an AST does not give the level of doreti back. */
export const astLeaksLevel = variant(dragonfly, {
  name: 'ast-leaks-level',
  effects: {
    path: {
      trapAst: (m, cpu, stack) => {
        path.trapAst(m, cpu, stack);
        enterCritical(m, cpu);
      },
    },
  },
});

/** DF-M53: the interrupt exit leaves its critical level with interrupts enabled. A real bug (ae18e11d61). */
export const M53 = variant(dragonfly, { name: 'M53', paths: { doreti: doretiOpen } });

/** DF-M55: splz clears INTPEND before it has served what is pending. */
export const M55 = variant(dragonfly, {
  name: 'M55',
  effects: {
    path: {
      callSplz: (m, cpu, stack) => {
        path.callSplz(m, cpu, stack);
        m.interruptsFlag.set(cpu, 0);
      },
    },
  },
});

/** An IPI that comes in a critical section is forgotten. */
export const ipiFlagLost = variant(dragonfly, {
  name: 'ipi-flag-lost',
  effects: { cpu: { flagIpis: (m, cpu) => m.ipiSignal.set(cpu, 0) } },
});

/** DF-M43: an IPI that comes in a critical section takes the request for attention too. */
export const M43 = variant(dragonfly, {
  name: 'M43',
  effects: {
    cpu: {
      flagIpis: (m, cpu, arg) => {
        dragonfly.effects.cpu.flagIpis(m, cpu, arg);
        m.npoll.set(cpu, 0);
      },
    },
  },
});

/** crit_exit does not look for pending work. Several variants of it did not until December 2019 (e8b1691fcb). */
export const exitWithoutTest = variant(dragonfly, {
  name: 'exit-without-test',
  effects: { cpu: { leaveCritical: dropCritical } },
});

/** The way out does not look for ASTs. */
export const astForgotten = variant(dragonfly, { name: 'ast-forgotten', guards: { path: { astWanted: never } } });

/** The end of message processing does not give its level of interrupt nesting back. */
export const nestingLeaks = variant(dragonfly, {
  name: 'nesting-leaks',
  effects: { path: { endIpis: (m, cpu) => m.ipiNesting.decrement(cpu) } },
});

/** crit_exit and yield start splz however deep it is nested. */
export const nestingNotTested = variant(dragonfly, {
  name: 'nesting-not-tested',
  guards: { path: { nestedTwice: never } },
});

/** The idle thread halts without testing again with interrupts off. */
export const haltUntested = variant(dragonfly, { name: 'halt-untested', paths: { idleLoop: idleHaltsUntested } });
