import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { initialPriority } from './dispatch.ts';
import { DAEMON, FIRST_LWP, LWP, PROCESS, type Svr4 } from './shape.ts';

/** The pool: LWPs that carry whatever multiplexed thread comes next. LWPs of bound threads don't belong to it. */

/** Why an LWP was created, for the detail of `sched_process_fork`. */
export const FOR_BOUND_THREAD = 0;
export const INCR_CONC = 1;
export const SIGWAITING = 2;
export const SETCONCURRENCY = 3;
export const UNASKED = 4;

/** How many LWPs the topology has room for, daemons included. */
const slots = (m: Svr4): number => m.role.length;

/** A number for an LWP that does not exist yet, or NONE. */
export function freeSlot(m: Svr4): number {
  for (let lwp = 0; lwp < slots(m); lwp++) if (m.role[lwp] === LWP && m.thread.is.absent(lwp)) return lwp;
  return NONE;
}

export const inPool = (m: Svr4, lwp: number): boolean =>
  m.role[lwp] === LWP && m.thread.is.living(lwp) && m.boundTo.get(lwp) === NONE;

/** LWPs in the pool: the actual level of concurrency. */
export function poolSize(m: Svr4): number {
  let size = 0;
  for (let lwp = 0; lwp < slots(m); lwp++) if (inPool(m, lwp)) size++;
  return size;
}

/** Multiplexed threads that run or could; all that exist when those that wait count, too. */
export function activeThreads(m: Svr4): number {
  let active = 0;
  for (let user = 0; user < m.bound.length; user++) {
    if (m.bound[user] === 1 || m.user.is.absent(user)) continue;
    if (m.option.sleepersCount === 1 || !m.user.is.asleep(user)) active++;
  }
  return active;
}

/** The size down to which LWPs without a thread age. */
export const agingLimit = (m: Svr4): number => Math.min(m.requested.get(PROCESS), activeThreads(m));

/** thr_setconcurrency has changed what is asked for: LWPs that are missing will come some time. */
export function request(m: Svr4, lwps: number): void {
  m.requested.set(PROCESS, lwps);
  m.asked.set(PROCESS, poolSize(m) < lwps ? 1 : 0);
}

/** One of the LWPs that were asked for comes; after the last one the request is served. */
export function adjustPool(m: Svr4): void {
  createLwp(m, 0, anyLwp(m), SETCONCURRENCY);
  if (poolSize(m) >= m.requested.get(PROCESS)) m.asked.set(PROCESS, 0);
}

/** Whether some LWP of the process runs, could run, or waits for something that will surely end. */
export function someLwpNotBlocked(m: Svr4): boolean {
  for (let lwp = 0; lwp < slots(m); lwp++) {
    if (m.role[lwp] === DAEMON || m.thread.is.absent(lwp) || m.thread.is.inCall(lwp)) continue;
    if (m.boundTo.get(lwp) !== NONE && m.thread.is.parked(lwp)) continue;
    return true;
  }
  return false;
}

/** An LWP of the process that exists, whose class a new one gets when nobody creates it but the library. */
export function anyLwp(m: Svr4): number {
  for (let lwp = FIRST_LWP; lwp < slots(m); lwp++) if (m.role[lwp] === LWP && m.thread.is.living(lwp)) return lwp;
  return FIRST_LWP;
}

/**
 * One system call makes an LWP; it has the class of the LWP that makes it. When the library makes one by itself, its
 * call is nobody's: which LWP it borrows for that is not known.
 */
export function createLwp(m: Svr4, cpu: number, creator: number, why: number, user = NONE): number {
  const lwp = freeSlot(m);
  m.inClass.set(lwp, m.inClass.get(creator));
  m.global.set(lwp, initialPriority(m.inClass.get(creator)));
  m.boundTo.set(lwp, user);
  if (why !== SIGWAITING && why !== SETCONCURRENCY) m.observe(SAW.sys_enter, cpu, creator, creator, 0);
  m.thread.CREATE(lwp);
  m.observe(SAW.sched_process_fork, cpu, lwp, user, why);
  return lwp;
}

/** The LWP is gone. */
export function forget(m: Svr4, lwp: number): void {
  m.carries.set(lwp, NONE);
  m.boundTo.set(lwp, NONE);
  m.inClass.set(lwp, 0);
  m.global.set(lwp, 0);
  m.observe(SAW.sched_process_exit, 0, lwp, 0, 0);
}

/** An LWP that waits for a thread to carry: that of the bound thread, or any of the pool. NONE when there is none. */
export function parkedFor(m: Svr4, user: number): number {
  const owner = m.bound[user] === 1 ? user : NONE;
  for (let lwp = 0; lwp < slots(m); lwp++) {
    if (m.thread.is.parked(lwp) && m.boundTo.get(lwp) === owner) return lwp;
  }
  return NONE;
}
