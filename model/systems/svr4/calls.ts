import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import type { LibraryCall } from '../../system/system.ts';
import { threadOn } from './library.ts';
import type { Svr4 } from './shape.ts';

/** Calls of the threads library that the kernel does not see, for the detail of `library_call`. */
export const CREATE = 0;
export const WAIT = 1;
export const WAKE = 2;
export const END = 3;
export const MORE = 4;
export const LESS = 5;

export const svr4Calls: readonly LibraryCall[] = [
  { says: 'creates', about: 'user' },
  { says: 'waits in the library' },
  { says: 'wakes', about: 'user' },
  { says: 'ends' },
  { says: 'asks for one LWP more' },
  { says: 'asks for one LWP less' },
];

/** Notes a call of the thread on a CPU. An effect of its own, so that the call is seen whatever becomes of it. */
export const noteCall =
  (call: number) =>
  (m: Svr4, cpu: number, about: number): void =>
    m.observe(SAW.library_call, cpu, threadOn(m, cpu), svr4Calls[call]?.about === undefined ? NONE : about, call);
