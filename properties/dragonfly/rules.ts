import type { Rule } from '../rule.ts';

/** Rules 1–51 of the catalogue (§13.1–§13.5) that no property checks, in whole or in part, and why. */

/** A rule, or a clause of one, that waits for a part of the kernel that is not modelled yet. */
export interface Awaiting {
  readonly rule: string;
  /** What is missing: all of the rule, or one clause of it. */
  readonly clause: string;
  readonly awaits: 'migration' | 'tokens' | 'cpusync' | 'the user scheduler' | 'liveness';
  /** The field is there and the clause is in a property, but nothing sets the field yet. */
  readonly coded: boolean;
}

export const awaiting: readonly Awaiting[] = [
  { rule: 'DF-7', clause: 'nothing is scheduled while it migrates', awaits: 'migration', coded: true },
  { rule: 'DF-8', clause: 'with the real queues of the user scheduler', awaits: 'the user scheduler', coded: false },
  { rule: 'DF-9', clause: 'a migrating thread is not queued', awaits: 'migration', coded: true },
  { rule: 'DF-20', clause: 'the reference count is zero when a thread is freed', awaits: 'migration', coded: false },
  { rule: 'DF-22', clause: 'a thread whose tokens can not be had is passed over', awaits: 'tokens', coded: false },
  {
    rule: 'DF-23',
    clause: 'the idle thread runs when every thread has failed its tokens',
    awaits: 'tokens',
    coded: false,
  },
  { rule: 'DF-24', clause: 'the newcomer holds no tokens', awaits: 'tokens', coded: true },
  { rule: 'DF-24', clause: 'the victim masters no cpusync', awaits: 'cpusync', coded: true },
  { rule: 'DF-30', clause: 'the tokens of a victim stay its own', awaits: 'tokens', coded: false },
  { rule: 'DF-33', clause: 'a victim is not moved to another CPU', awaits: 'migration', coded: false },
  { rule: 'DF-38', clause: 'no tokens at the end of a system call', awaits: 'tokens', coded: true },
  { rule: 'DF-41', clause: 'no tokens in user mode', awaits: 'tokens', coded: true },
  { rule: 'DF-42', clause: 'a handler leaves no token', awaits: 'tokens', coded: false },
  { rule: 'DF-44', clause: 'no blocking token is taken in a hard section', awaits: 'tokens', coded: false },
  { rule: 'DF-47', clause: 'every handler does start later, under fair scheduling', awaits: 'liveness', coded: false },
];

/** What sections 1 to 7 describe besides and the model leaves out. */
export interface NotModelled {
  readonly rule: string;
  readonly what: string;
  readonly because: string;
}

export const notModelled: readonly NotModelled[] = [
  {
    rule: 'DF-R1.1',
    what: 'the regimes before October 2011',
    because: 'other queues; the third regime is the one that runs',
  },
  { rule: 'DF-R1.3', what: 'creation, migration and exit of LWPs', because: 'come with the user scheduler' },
  {
    rule: 'DF-R1.3',
    what: 'lwkt_deschedule of a thread of another CPU',
    because: 'no property looks at it; local ones are there',
  },
  { rule: 'DF-R3.1', what: 'user priorities that change on the queue', because: 'they are fixed by the topology' },
  { rule: 'DF-R4.7', what: 'token retries and the skip rule', because: 'come with tokens' },
  { rule: 'DF-R6.2', what: 'Xinvltlb and Xcpustop', because: 'they switch no thread' },
  { rule: 'DF-R6.5', what: 'AST_OWEUPC, KQUEUE', because: 'act like AST_SIGNAL; belongs to the virtual kernel' },
  { rule: 'DF-R6.7', what: 'QUICKRET', because: 'doreti finds nothing to do where it would be skipped' },
  { rule: 'DF-R7.2', what: 'interrupts without handlers', because: 'handlers are never removed' },
  {
    rule: 'DF-R7.3',
    what: 'the emergency polling thread',
    because: 'a daemon that runs handlers; it schedules nobody',
  },
  { rule: 'DF-R7.3', what: 'the throttle at its own frequency', because: 'its timer fires with the clock tick' },
  { rule: 'DF-R7.5', what: 'statclock and schedclock', because: 'they charge time, which the model does not count' },
  {
    rule: 'DF-R9.1',
    what: 'one queue of messages per pair of CPUs',
    because: 'one per receiver is enough to schedule threads',
  },
];

/** A listed mistake (§14) that touches §1–§7 and is no variant here, and why. */
export interface Unexpressed {
  readonly mutant: string;
  readonly because: string;
}

export const unexpressed: readonly Unexpressed[] = [
  { mutant: 'M5', because: 'awaits migration: nothing else makes an enqueue be refused' },
  { mutant: 'M11', because: 'awaits tokens' },
  {
    mutant: 'M13',
    because:
      'makes no difference in the kernel of July 2020: whatever raises interrupt nesting raises the critical count too, so that no preemption ever finds it raised. It was a bug when the vectors still raised it',
  },
  {
    mutant: 'M17',
    because:
      'a variant, but one that nothing can tell apart: the enqueue of the thread that preempted has flagged a reschedule, and nothing clears it before the way back. Together with M17, a mute enqueue is found (return-unflagged)',
  },
  { mutant: 'M21', because: 'makes no difference: lwkt_schedule offers only threads of its own CPU' },
  { mutant: 'M23', because: 'awaits migration' },
  {
    mutant: 'M25',
    because: 'awaits migration: only a thread that has moved can be reused before its old CPU looks again',
  },
  { mutant: 'M29', because: 'awaits tokens' },
  { mutant: 'M31', because: 'awaits tokens' },
  {
    mutant: 'M61',
    because:
      'a critical section and the store that it protects are one step here, so that the order of the two does not show; wakeup-preempts is what remains of it',
  },
];

/** Rules that no property checks at all, for the rules page; clauses of checked rules stand in their properties' `doc`. */
export const dragonflyRules: readonly Rule[] = [
  { id: 'DF-7', says: 'no thread is scheduled while it migrates', status: 'awaiting', reason: 'migration' },
  { id: 'DF-9', says: 'a migrating thread is not on a run queue', status: 'awaiting', reason: 'migration' },
  { id: 'DF-33', says: 'a victim is neither moved to another CPU nor freed', status: 'awaiting', reason: 'migration' },
  { id: 'DF-30', says: "a victim's tokens stay its own", status: 'awaiting', reason: 'tokens' },
];
