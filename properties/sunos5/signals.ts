import { setup } from 'xstate';
import { NONE } from '../../model/state/field.ts';
import { JOBCONTROL } from '../../model/systems/sunos5/process.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { ORDINARY } from '../../model/systems/sunos5/signals.ts';
import { properties } from '../property.ts';
import { listed } from './lifecycle.ts';

/** A signal that is pending on a process is one bit: it is sent again only when it has been taken. */
const pending = setup({
  types: { events: {} as { type: 'SENT' | 'TAKEN' }, tags: {} as 'witness' },
}).createMachine({
  id: 'signalOfProcess',
  initial: 'none',
  states: {
    none: { on: { SENT: 'sent' } },
    sent: { tags: 'witness', on: { TAKEN: 'none' } },
  },
});

/** Signals to processes and LWPs (SO-28, SO-31, SO-32). */
export const signalProperties = properties<Sunos5>([
  {
    kind: 'monitor',
    id: 'sunos5/signal-taken-once',
    says: 'a signal to a process is taken by exactly one of its LWPs',
    rules: ['SO-31'],
    confidence: 'code',
    mutant: 'M67',
    scope: 'process',
    chart: pending,
    hears: {
      signal_post: [
        {
          event: 'SENT',
          of: (_m, { subject, object, detail }) => (object === NONE && detail === ORDINARY ? subject : NONE),
        },
      ],
      signal_take: [{ event: 'TAKEN', of: (m, { subject, detail }) => (detail === 1 ? m.belongsTo[subject] : NONE) }],
    },
  },
  {
    kind: 'step',
    id: 'sunos5/masked-signal-waits',
    says: 'an LWP does not take a signal that it masks',
    rules: ['SO-31'],
    confidence: 'code',
    mutant: 'ignores-masks',
    on: ['signal_take'],
    holds: (m, { subject }) => m.maskHeld.get(subject) === 0,
  },
  {
    kind: 'step',
    id: 'sunos5/directed-signal-to-its-target',
    says: 'a signal to an LWP is taken by that LWP',
    rules: ['SO-31'],
    confidence: 'code',
    mutant: 'takes-from-others',
    on: ['signal_take'],
    when: (_m, { detail }) => detail === 0,
    holds: (m, { subject }) => m.directedPending.before(subject) === 1,
  },
  {
    kind: 'state',
    id: 'sunos5/pending-signal-is-noticed',
    says: 'while a signal to a process is pending and an LWP in user mode does not mask it, such an LWP has been asked to look',
    rules: ['SO-32'],
    confidence: 'derived',
    mutant: 'unmask-unnoticed',
    each: 'process',
    when: (m, process) =>
      m.option.exiting === 0 &&
      m.signalPending.get(process) === 1 &&
      takers(m, process).some((lwp) => m.lwp.is.user(lwp)),
    holds: (m, process) =>
      takers(m, process).some((lwp) => m.ast.get(m.body[lwp]) === 1 || m.lacksCstart.get(lwp) === 1),
    doc: 'What remains of a liveness rule: whoever has been asked looks before it enters user mode. Where LWPs are suspended as well, the one that was asked may be stopped first, and the signal waits for it. Where LWPs end, the one that was asked may end first, and the signal waits until another one is asked for some other reason; the rule is not looked at there.',
  },
  {
    kind: 'state',
    id: 'sunos5/sigcont-starts-stopped',
    says: 'after SIGCONT, until the next stop signal, no LWP of the process stays stopped for job control',
    rules: ['SO-30'],
    confidence: 'code',
    mutant: 'M53',
    each: 'process',
    when: (m, process) => m.sscont.get(process) === 1,
    holds: (m, process) =>
      listed(m, process).every((lwp) => m.stoppedFor.get(lwp) !== JOBCONTROL || !m.thread.is.stopped(m.body[lwp])),
  },
  {
    kind: 'step',
    id: 'sunos5/holds-before-signals',
    says: 'an LWP that is to be suspended takes no signal before it has been: signals to it stay pending',
    rules: ['SO-28'],
    confidence: 'code',
    mutant: 'signals-before-holds',
    on: ['signal_take'],
    holds: (m, { subject }) => m.holdAsked.get(subject) === 0,
  },
]);

/** LWPs of the process that do not mask the signal. */
const takers = (m: Sunos5, process: number): readonly number[] =>
  listed(m, process).filter((lwp) => m.maskHeld.get(lwp) === 0);
