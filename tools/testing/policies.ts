/** Source of a file with a policy: first come, first served, with some hooks replaced. */
export const policyFile = (name: string, hooks: string, before = ''): string => `
import { definePolicy, queue } from 'schedcheck';
${before}
export default definePolicy({
  name: '${name}',
  says: 'what a test needs',
  fields: { ready: queue('machine', 'thread') },
  hooks: {
    dequeue: () => {},
    enqueue: (k, thread, _cpu, why) => { if (why !== 'priority') k.ready.append(thread); },
    pickNext: (k, cpu) => k.ready.take((thread) => k.thread.allowed(thread, cpu)),
    ${hooks},
  },
  promises: { workConservation: true },
});
`;
