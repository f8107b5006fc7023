import { NONE } from '../../../state/field.ts';
import { variant } from '../../../system/system.ts';
import { switchToFirst } from '../scheduling.ts';
import { MAIN } from '../shape.ts';
import { sunos4 } from '../system.ts';

/** Mistakes in the end of pods, in agents, and in the special context. */

const never = () => false;
const { thread: on } = sunos4.effects;

/** S4-M18: servers that wait keep the pod alive. */
export const serversKeepThePodAlive = variant(sunos4, {
  name: 'servers-keep-the-pod-alive',
  guards: { cpu: { onlyBlockedServersLive: never } },
});

/** S4-M19: the pod ends when main does. */
export const podEndsWithMain = variant(sunos4, {
  name: 'pod-ends-with-main',
  guards: { cpu: { nobodyLives: (m) => m.thread.is.absent(MAIN) } },
});

/** S4-M22: an agent drops an event that comes before the reply to its last message. */
export const agentDropsEvent = variant(sunos4, {
  name: 'agent-drops-event',
  effects: { thread: { rememberEvent: () => {} } },
});

/** S4-M23: an agent tells whoever runs, not the thread that created it. */
export const agentTellsAnybody = variant(sunos4, {
  name: 'agent-tells-anybody',
  effects: {
    thread: {
      tellCreator: (m, agent, arg) => {
        const current = m.current.get(0);
        if (current === NONE || current === m.peer.get(agent)) on.tellCreator(m, agent, arg);
        else {
          m.messages.append(current, agent);
          m.thread.MESSAGE(current, agent);
        }
      },
    },
  },
});

/** S4-M24: nobody is told of a death. */
export const noLastRites = variant(sunos4, {
  name: 'no-last-rites',
  effects: { thread: { sendLastRites: () => {} } },
});

/** S4-M25: a switch leaves the special context alone, declared or not. */
export const contextNotRestored = variant(sunos4, {
  name: 'context-not-restored',
  effects: {
    cpu: {
      switchToFirst: (m, pod) => {
        const before = m.registers.get(pod);
        switchToFirst(m, pod);
        m.registers.set(pod, before);
      },
    },
  },
});

/** S4-M26: every switch restores the special context of everybody. */
export const contextForEverybody = variant(sunos4, {
  name: 'context-for-everybody',
  effects: {
    cpu: {
      switchToFirst: (m, pod) => {
        switchToFirst(m, pod);
        const next = m.current.get(pod);
        if (m.floats.get(next) === 1) m.registers.set(pod, next);
      },
    },
  },
});
