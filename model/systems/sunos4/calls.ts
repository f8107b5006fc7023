import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import type { LibraryCall } from '../../system/system.ts';
import { POD, type Sunos4 } from './shape.ts';

/** Calls of the library that a switch alone does not tell apart, for the detail of `library_call`. */
const CALLS = {
  setmaxpri: { says: 'asks for priorities up to', about: 'level' },
  setpri: { says: 'sets the priority of', about: 'thread' },
  sleep: { says: 'sleeps' },
  join: { says: 'waits for the death of', about: 'thread' },
  suspend: { says: 'suspends', about: 'thread' },
  resume: { says: 'resumes', about: 'thread' },
  makeMonitor: { says: 'creates', about: 'monitor' },
  dropMonitor: { says: 'destroys', about: 'monitor' },
  enter: { says: 'asks for', about: 'monitor' },
  exit: { says: 'leaves', about: 'monitor' },
  break: { says: 'breaks open', about: 'monitor' },
  makeCondition: { says: 'creates', about: 'condition' },
  wait: { says: 'waits for', about: 'condition' },
  notify: { says: 'notifies one that waits for', about: 'condition' },
  broadcast: { says: 'notifies all that wait for', about: 'condition' },
  send: { says: 'sends a message to', about: 'thread' },
  receive: { says: 'asks for a message' },
  receiveFrom: { says: 'asks for a message of', about: 'thread' },
  reply: { says: 'replies to', about: 'thread' },
  appoint: { says: 'appoints', about: 'thread' },
  float: { says: 'computes with floats' },
  syscall: { says: 'makes a system call' },
} satisfies Readonly<Record<string, LibraryCall>>;

export type Call = keyof typeof CALLS;

export const sunos4Calls: readonly LibraryCall[] = Object.values(CALLS);

/** Numbers of the calls. */
export const CALL = Object.fromEntries(Object.keys(CALLS).map((name, number) => [name, number])) as Record<
  Call,
  number
>;

type Note = (m: Sunos4, pod: number, about: number) => void;

const note =
  (call: Call): Note =>
  (m, pod, about) =>
    m.observe(SAW.library_call, pod, m.current.get(pod), 'about' in CALLS[call] ? about : NONE, CALL[call]);

/**
 * Effects that note the calls of the running thread: `sleepCalled`, `joinCalled`, …. They stand by themselves, before
 * what the call does, so that a call is seen whatever becomes of it.
 */
export const callsNoted = Object.fromEntries(
  (Object.keys(CALLS) as Call[]).map((call) => [`${call}Called`, note(call)]),
) as Readonly<Record<`${Call}Called`, Note>>;

/** lwp_setpri goes to the thread that it is about. */
export const setpriCalled = (m: Sunos4, thread: number): void => callsNoted.setpriCalled(m, POD, thread);
