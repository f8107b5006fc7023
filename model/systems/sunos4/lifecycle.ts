import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { passMonitorOn } from './monitors.ts';
import { isAgent, LASTRITES_AGENT, POD, type Sunos4, slots } from './shape.ts';

/** Birth, suspension and death of threads, and what a death sets free. */

function create(m: Sunos4, thread: number): void {
  m.priority.set(thread, m.startsAt[thread]);
  m.observe(SAW.sched_process_fork, POD, thread, 0, 0);
}

export function createThread(m: Sunos4, _pod: number, thread: number): void {
  create(m, thread);
  m.thread.CREATE(thread);
}

export function createSuspended(m: Sunos4, _pod: number, thread: number): void {
  create(m, thread);
  m.thread.CREATE_SUSPENDED(thread);
}

/** An agent belongs to the thread that creates it. */
export function createAgent(m: Sunos4, pod: number, agent: number): void {
  m.thread.APPOINT(agent);
  m.peer.set(agent, m.current.get(pod));
}

/** A wait is over, by whatever: the thread stands on no queue of waiting threads any more. */
export function letGo(m: Sunos4, thread: number): void {
  const peer = m.peer.get(thread);
  if (peer !== NONE) m.messages.remove(peer, thread);
  m.peer.set(thread, NONE);
  for (let monitor = 0; monitor < m.owner.values.length; monitor++) m.entering.remove(monitor, thread);
  for (let condition = 0; condition < m.of.length; condition++) m.waiting.remove(condition, thread);
}

/** What is left of a dead thread is cleaned up, in the order: itself, its monitors, those who wait for it. */
export function depart(m: Sunos4, thread: number): void {
  letGo(m, thread);
  m.priority.set(thread, NONE);
  m.suspended.set(thread, 0);
  m.floats.set(thread, 0);
  if (m.registers.get(POD) === thread) m.registers.set(POD, NONE);
  m.observe(SAW.sched_process_exit, POD, thread, 0, 0);
  releaseMonitors(m, thread);
  releasePeers(m, thread);
}

function releaseMonitors(m: Sunos4, thread: number): void {
  for (let monitor = 0; monitor < m.owner.values.length; monitor++) {
    if (m.owner.get(monitor) === thread) passMonitorOn(m, monitor);
  }
}

/** Whoever sends to the dead thread, receives from it, or joins it is set free; its agents go with it. */
function releasePeers(m: Sunos4, dead: number): void {
  for (let other = 0; other < slots(m); other++) {
    if (m.peer.get(other) !== dead) continue;
    if (isAgent(m, other)) m.thread.DIE(other);
    else m.thread.WAKE(other);
  }
}

/** Agents that were appointed for it learn of a death. */
export function sendLastRites(m: Sunos4): void {
  for (let agent = 0; agent < slots(m); agent++) {
    if (m.role[agent] === LASTRITES_AGENT && m.thread.is.agent(agent)) m.thread.DEATH(agent);
  }
}

/** An agent that goes: its message is no longer anywhere, and nobody waits for it. */
export function withdraw(m: Sunos4, agent: number): void {
  letGo(m, agent);
  for (let other = 0; other < slots(m); other++) if (m.peer.get(other) === agent) m.thread.WAKE(other);
}
