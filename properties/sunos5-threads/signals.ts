import { setup } from 'xstate';
import { NONE } from '../../model/state/field.ts';
import type { Threads } from '../../model/systems/sunos5-threads/shape.ts';
import { activeAccepting, firstLwpAccepting, hasAslwp, masks } from '../../model/systems/sunos5-threads/signals.ts';
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
