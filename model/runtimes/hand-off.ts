import type { QueueKit } from '../policy/kit.ts';
import { defineRuntime } from '../policy/runtime/define.ts';
import type { LwpKit, LwpQueues } from '../policy/runtime/kit.ts';
import { NONE } from '../state/field.ts';
import { queue } from '../system/declare.ts';

/** LWPs, besides one, that execute a thread or are about to: what Go limits by GOMAXPROCS, here by what was requested. */
function running(k: { readonly lwp: LwpKit }, besides: number): number {
  return k.lwp.all.filter((lwp) => lwp !== besides && k.lwp.pooled(lwp) && !k.lwp.blocked(lwp)).length;
}

/** Gives the threads that an LWP keeps to whoever looks next. */
function handOff(k: { readonly global: QueueKit; readonly local: LwpQueues }, lwp: number): void {
  const own = k.local.of(lwp);
  for (let thread = own.shift(); thread !== NONE; thread = own.shift()) k.global.append(thread);
}

/**
 * A pool as the Go scheduler keeps it: a queue for each LWP and one for all, work that is stolen, and a hand-off when an
 * LWP waits in the kernel: its queue goes to the others, and an LWP is created at once when fewer run than were
 * requested. An LWP that comes back when enough others run gives its thread up.
 */
export const handOffRuntime = defineRuntime({
  name: 'hand-off',
  says: 'a run queue for each LWP, which is handed on while the LWP waits in the kernel; the pool grows without SIGWAITING',
  fields: { global: queue('process', 'thread'), local: queue('lwp', 'thread') },
  hooks: {
    enqueue: (k, thread, lwp, why) => {
      const stays = lwp !== NONE && (why === 'new' || why === 'wakeup');
      (stays ? k.local.of(lwp) : k.global).append(thread);
    },
    pickNext: (k, lwp) => {
      for (const from of [k.local.of(lwp), k.global, ...k.lwp.all.map((other) => k.local.of(other))]) {
        const thread = from.shift();
        if (thread !== NONE) return thread;
      }
      return NONE;
    },
    blocking: (k, _thread, lwp) => handOff(k, lwp),
    returned: (k, _thread, lwp) => k.pool.runnable() > 0 && running(k, lwp) >= k.pool.requested(),
    leaving: (k, lwp) => handOff(k, lwp),
    growAtOnce: (k, lwp) => running(k, lwp) < k.pool.requested(),
    shrink: (k) => k.pool.size() > Math.min(k.pool.requested(), k.pool.active()),
  },
  promises: { noIdleLwp: true, rescue: true, keepsRequested: true, shrinks: true },
});

export default handOffRuntime;
