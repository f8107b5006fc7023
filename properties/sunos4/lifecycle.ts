import { NONE } from '../../model/state/field.ts';
import {
  DECLARED,
  LASTRITES_AGENT,
  ORDINARY,
  SERVER,
  type Sunos4,
  slots,
  UNDECLARED,
} from '../../model/systems/sunos4/shape.ts';
import { properties } from '../property.ts';
import { nameOf } from './look.ts';

const threadsOf = (m: Sunos4, role: number): number[] =>
  Array.from({ length: slots(m) }, (_, thread) => thread).filter(
    (thread) => m.role[thread] === role && m.thread.is.living(thread),
  );

const onlyServersWait = (m: Sunos4): boolean =>
  threadsOf(m, ORDINARY).length === 0 && threadsOf(m, SERVER).every((server) => m.thread.is.onResource(server));

/** Whether an agent has learnt of something in the present step: it remembers, or has begun to tell. */
const agentLearns = (m: Sunos4, agent: number): boolean =>
  m.eventWaits.get(agent) === 1 || m.thread.state.before(agent) !== m.thread.state.get(agent);

/** When a pod ends, what agents do, and whose registers are saved. */
export const lifecycleProperties = properties<Sunos4>([
  {
    kind: 'state',
    id: 'sunos4/servers-do-not-keep-it-alive',
    says: 'when only servers are left, and all of them wait for something of the library, the pod has ended',
    rules: ['S4-23', 'S4-M18'],
    confidence: 'promised',
    mutant: 'servers-keep-the-pod-alive',
    each: 'cpu',
    when: (m, pod) => !m.cpu.is.plain(pod) && !m.cpu.is.inKernel(pod) && onlyServersWait(m),
    holds: (m, pod) => m.cpu.is.ended(pod),
    because: (m) => `${threadsOf(m, SERVER).map((server) => nameOf(m, server))} wait for ever`,
  },
  {
    kind: 'state',
    id: 'sunos4/ends-only-without-threads',
    says: 'a pod in which a thread lives that is no server, or a server that does not wait, has not ended',
    rules: ['S4-24', 'S4-M19'],
    confidence: 'promised',
    mutant: 'pod-ends-with-main',
    each: 'cpu',
    when: (m, pod) => m.cpu.is.ended(pod),
    holds: onlyServersWait,
    because: (m) => `${threadsOf(m, ORDINARY).map((thread) => nameOf(m, thread))} live`,
  },
  {
    kind: 'step',
    id: 'sunos4/no-event-is-dropped',
    says: 'an event that comes while the last message of its agent is not answered yet is remembered',
    rules: ['S4-25', 'S4-M22'],
    confidence: 'derived',
    mutant: 'agent-drops-event',
    on: ['sched_waking'],
    when: (m, { object }) => m.thread.state.before(object) === m.thread.state.get(object),
    holds: (m, { object }) => m.eventWaits.get(object) === 1,
    because: (m, { object }) => `${nameOf(m, object)} has forgotten its event`,
    doc: 'The pages say that an agent maps its event into messages, which have to be replied to. That further events are kept until then, one at least, is concluded from this and not written there.',
  },
  {
    kind: 'state',
    id: 'sunos4/agent-tells-its-creator',
    says: 'the message of an agent stands in the queue of the thread that created the agent',
    rules: ['S4-26', 'S4-M23'],
    confidence: 'promised',
    mutant: 'agent-tells-anybody',
    each: 'thread',
    when: (m, agent) => m.thread.is.agent(agent) && m.thread.is.sending(agent),
    holds: (m, agent) => m.messages.members(m.peer.get(agent)).includes(agent),
    because: (m, agent) => `its message is not among those of ${nameOf(m, m.peer.get(agent))}`,
  },
  {
    kind: 'step',
    id: 'sunos4/last-rites',
    says: 'every agent that was appointed for deaths learns of each death, unless it was appointed by the dead thread',
    rules: ['S4-27', 'S4-M24'],
    confidence: 'promised',
    mutant: 'no-last-rites',
    on: ['sched_process_exit'],
    when: (m) => m.role.some((role, agent) => role === LASTRITES_AGENT && m.thread.is.agent(agent)),
    holds: (m) =>
      m.role.every((role, agent) => role !== LASTRITES_AGENT || !m.thread.is.agent(agent) || agentLearns(m, agent)),
  },
  {
    kind: 'state',
    id: 'sunos4/declared-context-is-kept',
    says: 'a thread that has declared its floating-point context finds its own values whenever it runs',
    rules: ['S4-28', 'S4-M25'],
    confidence: 'promised',
    mutant: 'context-not-restored',
    each: 'cpu',
    when: (m, pod) => {
      const current = m.current.get(pod);
      return current !== NONE && m.floatingPoint[current] === DECLARED && m.floats.get(current) === 1;
    },
    holds: (m, pod) => m.registers.get(pod) === m.current.get(pod),
    because: (m, pod) =>
      `${nameOf(m, m.current.get(pod))} runs with the registers of ${nameOf(m, m.registers.get(pod))}`,
  },
  {
    kind: 'step',
    id: 'sunos4/only-declared-context-costs',
    says: 'a switch to a thread that has not declared any context leaves the floating-point registers alone',
    rules: ['S4-29', 'S4-M26'],
    confidence: 'promised',
    mutant: 'context-for-everybody',
    on: ['sched_switch'],
    when: (m, { object }) => object !== NONE && m.floatingPoint[object] === UNDECLARED && m.floats.get(object) === 1,
    holds: (m, { cpu, subject }) =>
      m.registers.get(cpu) === m.registers.before(cpu) ||
      (m.thread.is.absent(subject) && m.registers.get(cpu) === NONE),
    because: (m, { object }) => `the registers of ${nameOf(m, object)} were restored, which it has not asked for`,
  },
]);
