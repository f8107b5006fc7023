import { defineClass } from '../policy/class/define.ts';

/** The system class of SunOS 5: one priority, no quantum, and nobody gives way for the asking. */
export const system = defineClass({
  name: 'system',
  says: 'one priority and no quantum; a preempted thread is first again, a yield does nothing',
  replaces: 'sys',
  hooks: {
    enqueue: (_k, _thread, why) => (why === 'preempted' ? 'head' : 'tail'),
    yield: () => false,
  },
  promises: {
    fixedPriority: true,
    wokenToTail: true,
    preemptedToHead: true,
    yieldKeepsCpu: true,
  },
});

export default system;
