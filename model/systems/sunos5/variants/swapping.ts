import { variant } from '../../../system/system.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in who is swapped out; others stand with the queues. */

const never = () => false;

/** TS_DONT_SWAP is not looked at. */
export const swapsAtAnyTime = variant(sunos5, { name: 'swaps-at-any-time', guards: { cpu: { mayNotSwap: never } } });

/** Stopped threads are swapped out, and places without a thread, whatever TS_DONT_SWAP says of them. */
export const swapsStoppedThreads = variant(sunos5, {
  name: 'swaps-stopped-threads',
  guards: {
    cpu: {
      threadFree: never,
      threadStopped: never,
      mayNotSwap: (m, _cpu, thread) =>
        m.swappable.get(thread) === 0 && !m.thread.is.free(thread) && !m.thread.is.stopped(thread),
    },
  },
});
