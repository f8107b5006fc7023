import type { Rule } from '../rule.ts';
import { processRules } from './rules-processes.ts';

/** Rules of the catalogue that no property of `sunos5` checks, and why; a clause of a checked rule stands in `doc`. */

const byConstruction: readonly Rule[] = [
  {
    id: 'SO-1',
    says: 'each thread is in exactly one of the seven states',
    status: 'not modelled',
    reason: 'true by construction: t_state is the state of the chart',
  },
  {
    id: 'SO-2',
    says: 't_lockp is the lock that guards the state',
    status: 'not modelled',
    reason: 'what a dispatcher, queue or turnstile lock protects is one step here; t_lock alone outlasts a step',
  },
  {
    id: 'SO-6',
    says: 'a waiting thread stands on one unblocked wait queue',
    status: 'not modelled',
    reason: 'CPU caps came later than the system that is modelled',
  },
  {
    id: 'SO-72',
    says: 'the context of a thread is complete after it has been unpinned',
    status: 'not modelled',
    reason: 'what registers hold is not modelled, only where they are (SO-35, SO-37)',
  },
];

const elsewhere = (id: string, says: string, reason: string): Rule => ({ id, says, status: 'not modelled', reason });

const LIBRARY = 'the threads library is a system of its own';

const otherSystems: readonly Rule[] = [
  elsewhere('SO-39', 'a user thread that is not active has its context saved', LIBRARY),
  elsewhere('SO-100', 'each LWP runs one thread at most', LIBRARY),
  elsewhere('SO-101', 'runnable threads stand once in the run queue of the library', LIBRARY),
  elsewhere('SO-102', 'a thread whose LWP is blocked in the kernel is active on it', LIBRARY),
  elsewhere('SO-103', 'no LWP idles while a thread is runnable', LIBRARY),
  elsewhere('SO-104', 'the library preempts for priority', LIBRARY),
  elsewhere('SO-105', 'a switch between unbound threads does not enter the kernel', LIBRARY),
  elsewhere('SO-106', 'SIGWAITING makes a runnable thread run', LIBRARY),
  elsewhere('SO-107', 'SIGWAITING is raised again each time', LIBRARY),
  elsewhere('SO-108', 'a compute-bound LWP may starve threads', LIBRARY),
  elsewhere('SO-109', 'aging leaves enough LWPs', LIBRARY),
  elsewhere('SO-110', 'a redirected signal is delivered once', LIBRARY),
  elsewhere('SO-111', 'thread-local storage has a fixed size', LIBRARY),
  elsewhere('SO-112', 'with bound threads only there are as many LWPs', LIBRARY),
  elsewhere('SO-113', 'one thread of a SunOS 4 pod executes', 'SunOS 4 is another system'),
  elsewhere('SO-114', 'what Linux tasks share', 'Linux is another system'),
  elsewhere('SO-115', 'LWKT gives the CPU back to the victim', 'see the system dragonfly'),
];

export const sunos5Rules: readonly Rule[] = [...byConstruction, ...processRules, ...otherSystems];
