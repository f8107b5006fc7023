import { setup } from 'xstate';
import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { isSwitching, onHighLevel } from '../../model/systems/sunos5/lookup.ts';
import { EXIT } from '../../model/systems/sunos5/process.ts';
import { READER, WRITER } from '../../model/systems/sunos5/rwlock.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { listed } from './lifecycle.ts';
import { chainsWith, sawAt } from './look.ts';
import { bestOn, fixedPriority, greatestWill } from './synchronization.ts';

const sleepsInWait = (m: Sunos5, lwp: number) => m.waitsForProcess.get(lwp) === EXIT;

/** LWPs of a process that are no daemons and do not sleep in lwp_wait(). */
const company = (m: Sunos5, process: number): readonly number[] =>
  listed(m, process).filter((lwp) => m.daemonLwp.get(lwp) === 0 && !sleepsInWait(m, lwp));

const holdsSpinMutex = (m: Sunos5, thread: number) => m.spinOwner.values.some((owner) => owner === thread + 1);

/** The level of a CPU outside of swtch(), high-level interrupts and spin mutexes. */
const ordinaryLevel = (m: Sunos5, cpu: number) => Math.max(m.threadPil.get(m.current.get(cpu)), m.baseSpl.get(cpu));

/** The other side of rules that other files look at from one side: not too much, not without a reason, not too soon. */
export const bothSidesProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/inherits-no-more-than-willed',
    says: 'a thread inherits no more than the greatest priority that its turnstiles will to it',
    rules: ['SO-88', 'SO-85'],
    confidence: 'code',
    mutant: 'waive-keeps-partly',
    each: 'thread',
    when: (m, thread) => m.inherited.get(thread) > 0,
    holds: (m, thread) => m.inherited.get(thread) <= greatestWill(m, thread),
    because: (m, thread) => `it inherits ${m.inherited.get(thread)}, and is willed ${greatestWill(m, thread)}`,
  },
  {
    kind: 'state',
    id: 'sunos5/will-is-the-greatest',
    says: 'what a turnstile wills is the greatest of the priorities of its sleepers, if all are of fixed priority',
    rules: ['SO-85'],
    confidence: 'code',
    mutant: 'last-will-counts',
    each: 'mutex',
    when: (m, mutex) =>
      m.inheritor.get(mutex) !== NONE && m.sleepers.members(mutex).every((one) => fixedPriority(m, one)),
    holds: (m, mutex) => m.willed.get(mutex) === bestOn(m, m.sleepers, mutex),
    because: (m, mutex) => `it wills ${m.willed.get(mutex)}, and the best is ${bestOn(m, m.sleepers, mutex)}`,
  },
  {
    kind: 'step',
    id: 'sunos5/rwlock-blocks-for-a-reason',
    says: 'a reader goes to sleep on a lock only if a writer holds it or waits for it, a writer only if it is held',
    rules: ['SO-97'],
    confidence: 'code',
    mutant: 'readers-exclude-readers',
    on: ['rwlock_block'],
    holds: (m, { subject: rwlock, detail: as }) =>
      m.writer.before(rwlock) !== NONE ||
      (as === WRITER ? m.holds.before(rwlock) > 0 : m.waitingWriters.heads.before(rwlock) !== 0),
  },
  {
    kind: 'step',
    id: 'sunos5/readers-follow-a-writer',
    says: 'readers are handed a lock by a writer that leaves, never by the last reader',
    rules: ['SO-98'],
    confidence: 'code',
    mutant: 'readers-follow-readers',
    on: ['rwlock_handoff'],
    when: (_m, { detail }) => detail === READER,
    holds: (m) => sawAt(m, SAW.rwlock_release, ({ detail }) => detail === WRITER) >= 0,
  },
  {
    kind: 'step',
    id: 'sunos5/passes-on-only-if-cut-short',
    says: 'a wakeup is passed on only by a thread that has consumed it and whose wait was cut short',
    rules: ['SO-95'],
    confidence: 'code',
    mutant: 'passes-every-wakeup-on',
    on: ['cv_pass_on'],
    holds: (m, { object: thread }) => m.signalled.before(thread) === 1 && m.cutShort.before(thread) === 1,
  },
  {
    kind: 'step',
    id: 'sunos5/spin-level-restored',
    says: 'who releases a spin mutex goes back to the level from before',
    rules: ['SO-99'],
    confidence: 'code',
    mutant: 'spin-level-stays',
    on: ['spin_release'],
    holds: (m, { cpu }) => isSwitching(m, cpu) || m.pil.get(cpu) === ordinaryLevel(m, cpu),
  },
  {
    kind: 'state',
    id: 'sunos5/level-is-exact',
    says: 'the level of a CPU is that of its thread or that of its blocked handlers, whichever is higher',
    rules: ['SO-65', 'SO-80'],
    confidence: 'derived',
    mutant: 'level-stays-up',
    each: 'cpu',
    when: (m, cpu) => !isSwitching(m, cpu) && !onHighLevel(m, cpu) && !holdsSpinMutex(m, m.current.get(cpu)),
    holds: (m, cpu) => m.pil.get(cpu) === ordinaryLevel(m, cpu),
    because: (m, cpu) => `it is ${m.pil.get(cpu)} and not ${ordinaryLevel(m, cpu)}`,
    doc: 'Not inside swtch(), not in a high-level interrupt, and not while a spin mutex is held. A level that stays up keeps interrupts waiting for ever.',
  },
  {
    kind: 'state',
    id: 'sunos5/zombie-is-on-its-stack',
    says: 'a thread that has ended is freed as soon as the CPU has left its stack',
    rules: ['SO-24'],
    confidence: 'code',
    mutant: 'never-reaps',
    each: 'thread',
    when: (m, thread) => m.thread.is.zombie(thread),
    holds: (m, thread) => chainsWith(m, thread) === 1,
  },
  {
    kind: 'state',
    id: 'sunos5/daemons-are-no-company',
    says: 'no LWP sleeps in lwp_wait() when nobody but daemons is left to wait for',
    rules: ['SO-33', 'SO-21'],
    confidence: 'code',
    mutant: 'waits-for-daemons',
    each: 'process',
    when: (m, process) =>
      listed(m, process).some((lwp) => sleepsInWait(m, lwp)) &&
      listed(m, process).some((lwp) => m.daemonLwp.get(lwp) === 1),
    holds: (m, process) => company(m, process).length > 0,
  },
  {
    kind: 'step',
    id: 'sunos5/deadlock-is-real',
    says: 'EDEADLK is reported only if all other LWPs that are no daemons sleep in lwp_wait()',
    rules: ['SO-33'],
    confidence: 'code',
    mutant: 'edeadlk-too-soon',
    on: ['lwp_wait'],
    when: (_m, { subject }) => subject === NONE,
    holds: (m, { object: thread }) => {
      const self = m.body.indexOf(thread);
      return company(m, m.belongsTo[self] as number).every((lwp) => lwp === self);
    },
  },
  {
    kind: 'state',
    id: 'sunos5/swapped-registers-saved',
    says: 'the user registers of an LWP that is swapped out stand complete in its frame',
    rules: ['SO-34'],
    confidence: 'code',
    mutant: 'M59',
    each: 'lwp',
    when: (m, lwp) => m.thread.is.swappedOut(m.body[lwp]),
    holds: (m, lwp) => m.userImage.get(lwp) === 1,
  },
]);

/** Context operations of a thread: saved when it leaves the CPU, loaded when it comes back, in turn. */
const inTurn = setup({
  types: { events: {} as { type: 'SAVE' | 'RESTORE' }, tags: {} as 'witness' },
}).createMachine({
  id: 'contextOperations',
  initial: 'unknown',
  states: {
    unknown: { on: { SAVE: 'saved', RESTORE: 'loaded' } },
    saved: { on: { RESTORE: 'back' } },
    loaded: { on: { SAVE: 'saved' } },
    back: { tags: 'witness', on: { SAVE: 'saved' } },
  },
});

const ofSubject = (_m: Sunos5, { subject }: { subject: number }) => subject;

/** Context operations, t_ctx (SO-37): what a thread keeps in registers that only some threads use. */
export const contextProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/context-saved-off-cpu',
    says: 'the registers of context operations are saved if and only if the thread has left the CPU by a switch',
    rules: ['SO-37'],
    confidence: 'code',
    mutant: 'context-operations-skipped',
    each: 'thread',
    when: (m, thread) => m.contextOperations[thread] === 1,
    holds: (m, thread) => m.contextSaved.get(thread) === (chainsWith(m, thread) === 0 ? 1 : 0),
    doc: 'A thread beneath an interrupt thread has not left the CPU: nothing is saved for it, and nothing loaded when it goes on.',
  },
  {
    kind: 'monitor',
    id: 'sunos5/context-operations-in-turn',
    says: 'the context operations of a thread save and load in turn',
    rules: ['SO-37'],
    confidence: 'code',
    mutant: 'context-saved-twice',
    scope: 'thread',
    chart: inTurn,
    hears: {
      context_save: [{ event: 'SAVE', of: ofSubject }],
      context_restore: [{ event: 'RESTORE', of: ofSubject }],
    },
  },
  {
    kind: 'step',
    id: 'sunos5/unpin-runs-no-context-operation',
    says: 'when a pinned thread goes on no context operation of it is run',
    rules: ['SO-37'],
    confidence: 'code',
    mutant: 'unpin-restores-context',
    on: ['irq_thread_unpin', 'irq_thread_return'],
    when: (m, { object: pinned }) => m.contextOperations[pinned] === 1,
    holds: (m, { object: pinned }) => sawAt(m, SAW.context_restore, ({ subject }) => subject === pinned) < 0,
  },
]);
