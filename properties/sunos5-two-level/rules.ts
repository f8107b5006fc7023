import type { Rule } from '../rule.ts';

/** This project's own rules about two layers, TL-n. Rules of the layers are named by the promises that are carried over. */
export const twoLevelRules: readonly Rule[] = [
  {
    id: 'TL-1',
    says: 'the library executes on an LWP exactly as long as its kernel thread is on a CPU in user mode',
    status: 'checked',
    carriedBy: ['PREEMPTED', 'saveUserRegisters', 'restoreUserRegisters'],
  },
  { id: 'TL-2', says: 'library and kernel agree which LWPs exist', status: 'checked', carriedBy: ['endInKernel'] },
  {
    id: 'TL-3',
    says: 'a kernel thread sleeps in a system call only as long as its LWP waits, for the library too',
    status: 'checked',
    carriedBy: ['hasToWait', 'noteSleep'],
  },
  {
    id: 'TL-4',
    says: 'SIGLWP reaches an LWP through its kernel: by an AST, and by a cross-call when it is in user mode elsewhere',
    status: 'checked',
    carriedBy: ['notDelivered'],
  },
  {
    id: 'TL-5',
    says: 'the kernel may take the CPU from the holder of a user lock (two-way blindness)',
    status: 'checked',
  },
  { id: 'TL-6', says: 'priorities of the library and of the kernel are independent', status: 'checked' },
];
