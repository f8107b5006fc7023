import { defineClass, flag } from 'schedcheck';

/** A system class whose threads take turns: one tick each, and who yields gives way. */
export default defineClass({
  name: 'turns',
  says: 'one priority; equals take turns, a tick each',
  replaces: 'sys',
  fields: { over: flag('thread') },
  hooks: {
    tick: (k, thread) => {
      k.over.set(thread, 1);
      return true;
    },
    enqueue: (k, thread, why) => {
      if (why === 'preempted' && k.over.get(thread) === 0) return 'head';
      k.over.set(thread, 0);
      return 'tail';
    },
  },
  promises: { fixedPriority: true, wokenToTail: true, yieldGivesWay: true, tickNeverRaises: true },
});
