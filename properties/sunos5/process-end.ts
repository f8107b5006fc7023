import { setup } from 'xstate';
import { NONE } from '../../model/state/field.ts';
import { lwpOf, processOf } from '../../model/systems/sunos5/lookup.ts';
import { EXIT, HOLD, inList, JOBCONTROL } from '../../model/systems/sunos5/process.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { KILL } from '../../model/systems/sunos5/signals.ts';
import { properties } from '../property.ts';
import { alive, aloneSubject, countLwps, listed } from './lifecycle.ts';

/** How an entry of the directory comes and goes; it may have been there, by a fork, before anything was seen of it. */
const entry = setup({
  types: { events: {} as { type: 'DIED' | 'TAKEN' }, tags: {} as 'witness' },
}).createMachine({
  id: 'entryOfLwp',
  initial: 'unknown',
  states: {
    unknown: { on: { DIED: 'there', TAKEN: 'gone' } },
    there: { on: { TAKEN: 'gone' } },
    gone: { tags: 'witness', on: { DIED: 'there' } },
  },
});

/** SIGKILL, and the end of the process once the kernel has done all that it owes. */
const death = setup({
  types: { events: {} as { type: 'KILLED' | 'ENDS' | 'LEFT' }, tags: {} as 'witness' | 'pending' },
}).createMachine({
  id: 'deathOfProcess',
  initial: 'alive',
  states: {
    alive: { on: { KILLED: 'dying', ENDS: 'alive', LEFT: 'alive' } },
    dying: { tags: ['witness', 'pending'], on: { ENDS: 'alive', LEFT: 'alive' } },
  },
});

/** How processes and LWPs end: SIGKILL, and lwp_wait() (SO-30, SO-33). */
export const processEndProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/sigkill-starts-stopped',
    says: 'after SIGKILL no LWP of the process stays stopped for job control, or asleep where signals wake it',
    rules: ['SO-30'],
    confidence: 'code',
    mutant: 'M53',
    each: 'process',
    when: (m, process) => m.killed.get(process) === 1,
    holds: (m, process) => listed(m, process).every((lwp) => !keptFromDying(m, lwp)),
    because: (m, process) =>
      `${listed(m, process)
        .filter((lwp) => keptFromDying(m, lwp))
        .map((lwp) => m.nameOf('lwp', lwp))
        .join(', ')} would never see it`,
  },
  {
    kind: 'step',
    id: 'sunos5/sigkill-finds-someone',
    says: 'SIGKILL finds an LWP that can run and die, or makes one, even if all were suspended',
    rules: ['SO-30'],
    confidence: 'code',
    mutant: 'all-suspended-forgotten',
    on: ['signal_post'],
    when: (_m, { detail }) => detail === KILL,
    holds: (m, { subject }) => listed(m, subject).some((lwp) => canRun(m, lwp)),
  },
  {
    kind: 'step',
    id: 'sunos5/killed-does-not-stop',
    says: 'an LWP does not stop, or not for good, when SIGKILL is pending',
    rules: ['SO-30'],
    confidence: 'derived',
    mutant: 'holds-before-killing',
    on: ['lwp_stop'],
    holds: (m, { subject, object }) => m.killed.get(m.belongsTo[subject]) === 0 || !m.thread.is.stopped(object),
    doc: 'issig() looks for SIGKILL before it holds an LWP. With the other order, in which a trap calls holdlwp() and then issig(), the last LWP that runs may be suspended with SIGKILL pending, and nobody dies.',
  },
  {
    kind: 'monitor',
    id: 'sunos5/sigkill-kills',
    says: 'after SIGKILL the process ends when the kernel has done what it owes (bounded)',
    rules: ['SO-30'],
    confidence: 'code',
    mutant: 'exit-forgets-suspended',
    scope: 'process',
    chart: death,
    hears: {
      signal_post: [{ event: 'KILLED', of: (m, seen) => (seen.detail === KILL ? aloneSubject(m, seen) : NONE) }],
      proc_exit: [{ event: 'ENDS', of: aloneSubject }],
      sched_process_exit: [
        {
          event: 'LEFT',
          of: (m, { subject }) => {
            const process = processOf(m, subject);
            return process === NONE || m.process.is.exiting(process) ? NONE : process;
          },
        },
      ],
    },
    doc: 'Looked at where all threads belong to the process: otherwise another thread may keep the CPU for ever. An LWP that ends for another reason meanwhile excuses it; see one-sigkill-is-enough.',
  },
  {
    kind: 'monitor',
    id: 'sunos5/entry-taken-once',
    says: 'lwp_wait() finds the end of an LWP once',
    rules: ['SO-33'],
    confidence: 'code',
    mutant: 'entry-kept',
    scope: 'lwp',
    chart: entry,
    hears: {
      sched_process_exit: [
        {
          event: 'DIED',
          of: (m, { subject }) => {
            const lwp = lwpOf(m, subject);
            return lwp !== NONE && m.lwp.is.zombieEntry(lwp) ? lwp : NONE;
          },
        },
      ],
      lwp_wait: [{ event: 'TAKEN', of: (_m, { subject }) => subject }],
    },
  },
  {
    kind: 'state',
    id: 'sunos5/not-all-wait',
    says: 'the LWPs of a process that are no daemons do not all sleep in lwp_wait()',
    rules: ['SO-33'],
    confidence: 'code',
    mutant: 'edeadlk-forgotten',
    each: 'process',
    when: (m, process) => countLwps(m, process, waitsForEnds) > 0,
    holds: (m, process) =>
      listed(m, process).some((lwp) => m.daemonLwp.get(lwp) === 0 && m.waitsForProcess.get(lwp) !== EXIT),
    doc: 'The one that would be the last to sleep gets EDEADLK; when the last other LWP ends, all that sleep are woken, and one of them gets it.',
  },
  {
    kind: 'state',
    id: 'sunos5/one-sigkill-is-enough',
    says: 'after SIGKILL some LWP of the process can always run and die',
    rules: ['SO-30'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'process',
    when: (m, process) => m.killed.get(process) === 1 && alive(m, process),
    holds: (m, process) => listed(m, process).some((lwp) => canRun(m, lwp)),
    doc: 'When SIGKILL comes, an LWP that is on its way into lwp_exit() still runs, so that nobody has to be made to; it then ends by itself, and those that remain are all suspended. As far as sigtoproc() and lwp_exit() say, only the next SIGKILL finds that out.',
  },
]);

const waitsForEnds = (m: Sunos5, lwp: number): boolean => inList(m, lwp) && m.waitsForProcess.get(lwp) === EXIT;

function keptFromDying(m: Sunos5, lwp: number): boolean {
  const thread = m.body[lwp];
  if (m.thread.is.stopped(thread)) return m.stoppedFor.get(lwp) === JOBCONTROL;
  return m.thread.is.asleep(thread) && m.blockedOn.get(thread) === NONE && m.waitsForProcess.get(lwp) !== HOLD;
}

function canRun(m: Sunos5, lwp: number): boolean {
  const thread = m.body[lwp];
  return !m.thread.is.stopped(thread) && (!m.thread.is.asleep(thread) || m.blockedOn.get(thread) !== NONE);
}
