import { setup } from 'xstate';
import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { lwpCount, threadCount } from '../../model/systems/sunos5-threads/look.ts';
import type { Threads } from '../../model/systems/sunos5-threads/shape.ts';
import { activeAccepting, firstLwpAccepting, hasAslwp, masks } from '../../model/systems/sunos5-threads/signals.ts';
import { threadsStimuli } from '../../model/systems/sunos5-threads/stimuli.ts';
import { properties } from '../property.ts';
import { threadName } from './look.ts';

type Selection = { type: 'SELECT' } | { type: 'REDIRECT' };

const selection = setup({ types: { events: {} as Selection, tags: {} as 'witness' } }).createMachine({
  id: 'selection',
  initial: 'none',
  states: {
    none: { on: { SELECT: 'selected', REDIRECT: 'none' } },
    selected: { tags: 'witness', on: { REDIRECT: 'none' } },
  },
});

type Delivery = { type: 'REDIRECT' } | { type: 'DELIVER' };

/** Counts to three; beyond that a delivery more is not noticed. */
const delivery = setup({ types: { events: {} as Delivery, tags: {} as 'witness' } }).createMachine({
  id: 'delivery',
  initial: 'none',
  states: {
    none: { on: { REDIRECT: 'one' } },
    one: { tags: 'witness', on: { REDIRECT: 'two', DELIVER: 'none' } },
    two: { tags: 'witness', on: { REDIRECT: 'three', DELIVER: 'one' } },
    three: { tags: 'witness', on: { REDIRECT: 'three', DELIVER: 'two' } },
  },
});

const signal = (_m: Threads, { subject }: { readonly subject: number }) => subject;

/** Whether a signal is pending on a thread or an LWP. */
function pendsSomewhere(m: Threads, signal: number): boolean {
  const bit = 1 << signal;
  for (let lwp = 0; lwp < lwpCount(m); lwp++) if ((m.lwpPending.get(lwp) & bit) !== 0) return true;
  for (let thread = 0; thread < threadCount(m); thread++) if ((m.threadPending.get(thread) & bit) !== 0) return true;
  return false;
}

/** Signals, as bits, of which an instance left a thread or an LWP in this step. */
function gone(m: Threads): number {
  let bits = 0;
  for (let lwp = 0; lwp < lwpCount(m); lwp++) bits |= m.lwpPending.before(lwp) & ~m.lwpPending.get(lwp);
  for (let at = 0; at < threadCount(m); at++) bits |= m.threadPending.before(at) & ~m.threadPending.get(at);
  return bits;
}

/** Whether a signal was handled or sent back to the process in this step. */
function wasTaken(m: Threads, signal: number): boolean {
  for (let n = 0; n < m.observations.length; n++) {
    const { kind, subject } = m.observations.at(n);
    if (subject === signal && (kind === SAW.signal_deliver || kind === SAW.signal_generate)) return true;
  }
  return false;
}

/** A live thread that accepts a signal, or NONE; `even` says whether it may be stopped. */
function accepts(m: Threads, signal: number, even: 'stopped' | 'going'): number {
  const { is } = m.thread;
  for (let at = 0; at < threadCount(m); at++) {
    if (is.free(at) || is.zombie(at) || (is.stopped(at) && even !== 'stopped')) continue;
    if (!masks(m, at, signal)) return at;
  }
  return NONE;
}

/** Signals, as bits, that were noted for a thread in this step. */
const noted = (m: Threads, thread: number): number => m.threadPending.get(thread) & ~m.threadPending.before(thread);

/** The thread for which a signal was noted in this step, or NONE. */
function newlyNoted(m: Threads): number {
  for (let at = 0; at < threadCount(m); at++) if (noted(m, at) !== 0) return at;
  return NONE;
}

/** A runnable thread that accepts what was noted for another one in this step, or NONE. */
function runnableThatAcceptsToo(m: Threads): number {
  const bits = noted(m, newlyNoted(m));
  for (let at = 0; at < threadCount(m); at++) {
    if (m.thread.is.runnable(at) && (m.masked.get(at) & bits) === 0) return at;
  }
  return NONE;
}

/** Signals of the process (SO-110, and what SO-31 says of the library). */
export const signalProperties = properties<Threads>([
  {
    kind: 'monitor',
    id: 'sunos5-threads/selected-once',
    says: 'a signal is selected once until it has been redirected',
    rules: ['SO-110'],
    confidence: 'promised',
    mutant: 'selects-again',
    scope: 'signal',
    chart: selection,
    hears: { signal_select: [{ event: 'SELECT', of: signal }], signal_redirect: [{ event: 'REDIRECT', of: signal }] },
  },
  {
    kind: 'monitor',
    id: 'sunos5-threads/delivered-once',
    says: 'each redirection of a signal is handled once at most',
    rules: ['SO-110', 'SO-31'],
    confidence: 'promised',
    mutant: 'M67',
    scope: 'signal',
    chart: delivery,
    hears: {
      signal_redirect: [{ event: 'REDIRECT', of: signal }],
      signal_deliver: [{ event: 'DELIVER', of: signal }],
      signal_generate: [{ event: 'DELIVER', of: signal }],
    },
  },
  {
    kind: 'step',
    id: 'sunos5-threads/redirected-is-pending',
    says: 'a signal that leaves the process is pending on the LWP or the thread that it was given to',
    rules: ['SO-110'],
    confidence: 'promised',
    mutant: 'marks-nobody',
    on: ['signal_redirect'],
    holds: (m, { subject, object, detail }) => {
      const pending = object === NONE ? m.threadPending.get(detail) : m.lwpPending.get(object);
      return (pending & (1 << subject)) !== 0;
    },
  },
  {
    kind: 'step',
    id: 'sunos5-threads/pending-until-handled',
    says: 'a signal of a thread or an LWP stays pending until it is handled, sent back, or pending on another one',
    rules: ['SO-110'],
    confidence: 'promised',
    mutant: 'signal-vanishes',
    after: Object.keys(threadsStimuli),
    when: (m) => m.signal.state.values.length > 0 && gone(m) !== 0,
    holds: (m) => {
      const bits = gone(m);
      for (let signal = 0; bits >> signal !== 0; signal++) {
        if (((bits >> signal) & 1) === 1 && !pendsSomewhere(m, signal) && !wasTaken(m, signal)) return false;
      }
      return true;
    },
  },
  {
    kind: 'state',
    id: 'sunos5-threads/held-while-masked',
    says: 'a signal is held only as long as all threads mask it',
    rules: ['SO-110'],
    confidence: 'promised',
    mutant: 'held-for-ever',
    each: 'signal',
    when: (m, signal) => m.signal.is.held(signal),
    holds: (m, signal) => accepts(m, signal, 'stopped') === NONE,
    because: (m, signal) => `${threadName(m, accepts(m, signal, 'stopped'))} accepts it`,
  },
  {
    kind: 'step',
    id: 'sunos5-threads/stopped-thread-last',
    says: 'a signal is noted for a stopped thread only when no other one accepts it',
    rules: ['SO-110'],
    confidence: 'recalled',
    mutant: 'marks-first',
    on: ['signal_redirect'],
    when: (_m, { object }) => object === NONE,
    holds: (m, { subject, detail }) => !m.thread.is.stopped(detail) || accepts(m, subject, 'going') === NONE,
    because: (m, { subject, detail }) =>
      `${threadName(m, detail)} is stopped, and ${threadName(m, accepts(m, subject, 'going'))} accepts it`,
  },
  {
    kind: 'step',
    id: 'sunos5-threads/noted-for-runnable-first',
    says: 'a signal is noted for a thread that sleeps or is stopped only when no runnable one accepts it',
    rules: ['SO-110'],
    confidence: 'recalled',
    mutant: 'marks-sleepers-first',
    after: ['direct', 'deliver'],
    when: (m) => newlyNoted(m) !== NONE,
    holds: (m) => m.thread.is.runnable(newlyNoted(m)) || runnableThatAcceptsToo(m) === NONE,
    because: (m) =>
      `it is noted for ${threadName(m, newlyNoted(m))}, and ${threadName(m, runnableThatAcceptsToo(m))} is runnable`,
  },
  {
    kind: 'state',
    id: 'sunos5-threads/lwp-mask-not-larger',
    says: 'an LWP does not mask a signal that the thread which it executes accepts',
    rules: ['ST-14'],
    confidence: 'recalled',
    mutant: 'lowers-lazily',
    each: 'lwp',
    when: (m, lwp) => m.current.get(lwp) !== NONE && m.lwpMasked.get(lwp) > 0,
    holds: (m, lwp) => (m.lwpMasked.get(lwp) & ~m.masked.get(m.current.get(lwp))) === 0,
  },
  {
    kind: 'state',
    id: 'sunos5-threads/no-signal-stranded',
    says: 'without an aslwp, a signal stays on the process only as long as no active thread accepts it or an LWP is about to get it',
    rules: ['SO-31'],
    confidence: 'recalled',
    mutant: 'lowers-lazily',
    each: 'signal',
    when: (m, signal) => !hasAslwp(m) && m.signal.is.pending(signal) && activeAccepting(m, signal) !== NONE,
    holds: (m, signal) => firstLwpAccepting(m, signal) !== NONE,
  },
  {
    kind: 'step',
    id: 'sunos5-threads/delivered-unmasked',
    says: 'a signal of the process is handled by a thread that does not mask it',
    rules: ['SO-31'],
    confidence: 'promised',
    mutant: 'M67-masking',
    on: ['signal_deliver'],
    holds: (m, { subject, object }) => m.thread.is.active(object) && !masks(m, object, subject),
    because: (m, { object }) => `${threadName(m, object)} masks it`,
  },
]);
