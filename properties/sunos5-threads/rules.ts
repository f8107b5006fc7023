import type { Rule } from '../rule.ts';

/** SO-100 … SO-112 and SO-31 as far as it is the library's; ST-n are this project's own, about the model itself. */
export const threadsRules: readonly Rule[] = [
  {
    id: 'SO-100',
    says: 'an LWP executes one thread at most, an active thread is on one LWP, a bound one on its own',
    status: 'checked',
  },
  {
    id: 'SO-101',
    says: 'runnable threads stand on the run queue once, sleeping ones on one sleep queue',
    status: 'checked',
  },
  {
    id: 'SO-102',
    says: 'an LWP that is blocked in the kernel keeps its thread, which is in no queue of the library',
    status: 'checked',
  },
  { id: 'SO-103', says: 'no LWP of the pool is idle while a thread could run', status: 'checked' },
  {
    id: 'SO-104',
    says: 'a more urgent thread preempts a less urgent one (a hypothesis: recalled, not read)',
    status: 'checked',
  },
  { id: 'SO-105', says: 'a switch between unbound threads does not enter the kernel', status: 'checked' },
  { id: 'SO-106', says: 'when all LWPs wait, a runnable thread is executed soon (bounded)', status: 'checked' },
  {
    id: 'SO-107',
    says: 'SIGWAITING is raised when all LWPs wait indefinitely, and only then; at each entry (that is recalled, not read)',
    status: 'checked',
  },
  {
    id: 'SO-108',
    says: 'runnable threads never starve: false, when a thread computes or a wait counts as finite',
    status: 'checked',
  },
  {
    id: 'SO-109',
    says: 'only idle LWPs age, only when there are more than are wanted, and never the last',
    status: 'checked',
  },
  {
    id: 'SO-110',
    says: 'a signal is selected once until it is redirected, and each redirection delivers one instance',
    status: 'checked',
  },
  {
    id: 'SO-111',
    says: 'thread-local storage is touched by its own thread only (that its size is constant is left out)',
    status: 'checked',
  },
  { id: 'SO-112', says: 'in the later library there are as many LWPs as threads', status: 'checked' },
  {
    id: 'SO-31',
    says: 'a signal of the process goes to one thread that does not mask it (the part of the library)',
    status: 'checked',
  },
];
