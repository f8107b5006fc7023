import { defineClass } from 'schedcheck';

/** A system class whose threads take turns: who yields gives way. */
export default defineClass({
  name: 'turns',
  says: 'one priority; equals take turns when one of them yields or sleeps',
  replaces: 'sys',
  hooks: { enqueue: (_k, _thread, why) => (why === 'preempted' ? 'head' : 'tail') },
  promises: { fixedPriority: true, wokenToTail: true, preemptedToHead: true, yieldGivesWay: true },
});
