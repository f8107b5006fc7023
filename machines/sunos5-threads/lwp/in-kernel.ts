/** An LWP that waits in the kernel. It comes back to user mode only through a CPU. */
export const inKernel = {
  indefinite: {
    tags: ['live', 'blocked', 'indefinite'],
    entry: 'checkAllBlocked',
    on: {
      WAKEUP: [
        { guard: 'waitsForObject', meta: { doc: 'only who gives the object back wakes it' } },
        { target: 'run', actions: ['returnFromKernel', 'tellReturned'] },
      ],
      UNPARK: { target: 'run', actions: ['returnFromKernel', 'tellReturned'], meta: { kernel: 'lwp_sobj.c' } },
    },
  },
  finite: {
    tags: ['live', 'blocked', 'finite'],
    on: { WAKEUP: { target: 'run', actions: 'returnFromKernel' } },
  },
  parked: {
    tags: ['live', 'blocked', 'indefinite', 'parked'],
    entry: 'checkAllBlocked',
    on: { UNPARK: { target: 'run', actions: 'wakeParked', meta: { rule: '§6.3' } } },
  },
  timed: {
    tags: ['live', 'blocked', 'timed'],
    on: {
      HAND: { target: 'run', actions: 'wakeIdle', meta: { rule: '§6.6: it is woken' } },
      EXPIRE: { target: 'run', actions: 'noteTimeOut', meta: { rule: '§6.4.4: it has aged' } },
    },
  },
} as const;
