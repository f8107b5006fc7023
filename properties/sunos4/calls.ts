import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { CALL } from '../../model/systems/sunos4/calls.ts';
import type { Sunos4 } from '../../model/systems/sunos4/shape.ts';
import { properties } from '../property.ts';
import { lastOfItsQueue, nameOf, stateBefore } from './look.ts';

/** What single calls do to the threads that they are about. */
export const callProperties = properties<Sunos4>([
  {
    kind: 'step',
    id: 'sunos4/sleep-blocks',
    says: 'a thread that has called lwp_sleep waits',
    rules: ['S4-31', 'S4-M30'],
    confidence: 'promised',
    mutant: 'sleep-returns-at-once',
    on: ['library_call'],
    when: (_m, { detail }) => detail === CALL.sleep,
    holds: (m, { subject }) => m.thread.is.blocked(subject),
    because: (m, { subject }) => `${nameOf(m, subject)} goes on`,
  },
  {
    kind: 'step',
    id: 'sunos4/join-waits-for-the-death',
    says: 'a thread that has called lwp_join waits for the thread that it has named',
    rules: ['S4-32', 'S4-M31'],
    confidence: 'promised',
    mutant: 'join-returns-at-once',
    on: ['library_call'],
    when: (_m, { detail }) => detail === CALL.join,
    holds: (m, { subject, object }) => m.thread.is.tied(subject) && m.peer.get(subject) === object,
    because: (m, { subject, object }) => `${nameOf(m, subject)} goes on, and ${nameOf(m, object)} lives`,
  },
  {
    kind: 'step',
    id: 'sunos4/priority-is-set',
    says: 'lwp_setpri changes the priority of the thread that it names',
    rules: ['S4-33', 'S4-M32'],
    confidence: 'promised',
    mutant: 'priority-stays',
    on: ['library_call'],
    when: (_m, { detail }) => detail === CALL.setpri,
    holds: (m, { object }) => m.priority.get(object) !== m.priority.before(object),
    because: (m, { object }) => `${nameOf(m, object)} has the priority that it had`,
  },
  {
    kind: 'step',
    id: 'sunos4/new-priority-goes-to-the-end',
    says: 'a thread that gets another priority goes behind those that have it',
    rules: ['S4-34', 'S4-M33'],
    confidence: 'derived',
    mutant: 'new-priority-comes-first',
    on: ['library_call'],
    when: (_m, { detail }) => detail === CALL.setpri,
    holds: (m, { object }) => lastOfItsQueue(m, object),
    because: (m, { object }) => `${nameOf(m, object)} stands before threads that had the priority already`,
    doc: 'The pages do not say where it goes. Behind the others is where every thread goes that becomes ready; before them it would take the processor from its new equals, which do not preempt each other.',
  },
  {
    kind: 'step',
    id: 'sunos4/suspend-suspends',
    says: 'a thread that lwp_suspend names is suspended, also when it waits for something',
    rules: ['S4-11', 'S4-M34'],
    confidence: 'promised',
    mutant: 'waiting-threads-are-not-suspended',
    on: ['library_call'],
    when: (_m, { detail }) => detail === CALL.suspend,
    holds: (m, { object }) => m.suspended.get(object) === 1 && !m.thread.is.ready(object),
    because: (m, { object }) => `${nameOf(m, object)} is not suspended`,
  },
  {
    kind: 'step',
    id: 'sunos4/resume-resumes',
    says: 'a thread that lwp_resume names is not suspended any more, also when it waits for something',
    rules: ['S4-11', 'S4-M35'],
    confidence: 'promised',
    mutant: 'waiting-threads-are-not-resumed',
    on: ['library_call'],
    when: (_m, { detail }) => detail === CALL.resume,
    holds: (m, { object }) => m.suspended.get(object) === 0 && !m.thread.is.stopped(object),
    because: (m, { object }) => `${nameOf(m, object)} is still suspended`,
  },
  {
    kind: 'step',
    id: 'sunos4/suspended-until-resumed',
    says: 'a suspended thread becomes ready by lwp_resume and by nothing else',
    rules: ['S4-11', 'S4-M36'],
    confidence: 'promised',
    mutant: 'end-of-wait-resumes',
    on: ['sched_wakeup'],
    when: (m, { subject }) => m.suspended.before(subject) === 1,
    holds: (m, { subject }) => alsoCalled(m, CALL.resume, subject),
    because: (m, { subject }) => `${nameOf(m, subject)} is ready, and nobody has resumed it`,
  },
  {
    kind: 'step',
    id: 'sunos4/nbio-blocks-the-caller-only',
    says: 'with the non-blocking I/O library a call blocks its caller and not the pod',
    rules: ['S4-35', 'S4-M37'],
    confidence: 'promised',
    mutant: 'nbio-blocks-the-pod',
    on: ['library_call'],
    when: (m, { detail }) => detail === CALL.syscall && m.option.nonBlockingIo === 1,
    holds: (m, { cpu, subject }) => m.thread.is.blocked(subject) && !m.cpu.is.inKernel(cpu),
    because: (m, { subject }) => `the call of ${nameOf(m, subject)} blocks everybody`,
  },
  {
    kind: 'step',
    id: 'sunos4/receives-from-the-one-named',
    says: 'a thread that asks for a message of one thread goes on with a message of that one, or after its death',
    rules: ['S4-36', 'S4-M38'],
    confidence: 'promised',
    mutant: 'receives-from-anybody',
    on: ['sched_wakeup'],
    when: (m, { subject }) => stateBefore(m, subject) === 'alive.blocked.receivingFrom',
    holds: (m, { subject }) => {
      const named = m.peer.before(subject);
      return m.thread.is.absent(named) || (m.thread.is.served(named) && m.peer.get(named) === subject);
    },
    because: (m, { subject }) =>
      `${nameOf(m, subject)} goes on without a message of ${nameOf(m, m.peer.before(subject))}`,
  },
  {
    kind: 'step',
    id: 'sunos4/messages-are-queued',
    says: 'a message that is not received at once stands behind those that came before',
    rules: ['S4-37', 'S4-M39'],
    confidence: 'derived',
    mutant: 'last-message-first',
    on: ['library_call'],
    when: (m, { subject, detail }) => detail === CALL.send && m.messages.holds(subject),
    holds: (m, { subject }) => m.messages.next(subject) === NONE,
    because: (m, { subject }) => `the message of ${nameOf(m, subject)} stands before one that was there already`,
  },
  {
    kind: 'step',
    id: 'sunos4/first-message-is-received',
    says: 'a thread that asks for any message gets the one that has waited longest',
    rules: ['S4-37', 'S4-M40'],
    confidence: 'derived',
    mutant: 'takes-the-last-message',
    on: ['library_call'],
    when: (m, { subject, detail }) => detail === CALL.receive && m.messages.heads.before(subject) !== 0,
    holds: (m, { subject }) => m.thread.is.served(m.messages.heads.before(subject) - 1),
    because: (m, { subject }) => `${nameOf(m, m.messages.heads.before(subject) - 1)} has waited longest, and waits on`,
  },
]);

/** Whether a call about a thread was made in the present step. */
function alsoCalled(m: Sunos4, call: number, about: number): boolean {
  for (let n = 0; n < m.observations.length; n++) {
    const { kind, object, detail } = m.observations.at(n);
    if (kind === SAW.library_call && object === about && detail === call) return true;
  }
  return false;
}
