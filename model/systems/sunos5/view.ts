import { NONE } from '../../state/field.ts';
import type { SystemDefinition } from '../../system/system.ts';
import { dispatchPriority, isIdleThread, isSwitching } from './lookup.ts';
import { KERNEL_FLAG } from './requests.ts';
import { CLASS_NAMES, type Sunos5, type sunos5Shape } from './shape.ts';

/** What people and tracers see of a CPU. */

/** `it1-cpu0>user!`: who runs and whom it pins, what is requested, and whether the CPU is about to switch. */
function view(m: Sunos5, cpu: number): string {
  const current = m.current.get(cpu);
  const names = [m.nameOf('thread', current)];
  for (let at = m.pins.get(current); at !== NONE; at = m.pins.get(at)) names.push(m.nameOf('thread', at));
  const disabled = m.preemptCount.get(current) > 0 && m.class[current] < 3 ? '*' : '';
  const wanted = m.kprunrun.get(cpu) === 1 ? '!!' : m.runrun.get(cpu) === 1 ? '!' : '';
  const next = isSwitching(m, cpu) ? '~' : '';
  return names.join('>') + disabled + wanted + next;
}

export const sunos5View: Pick<SystemDefinition<typeof sunos5Shape>, 'view' | 'legend' | 'trace' | 'words'> = {
  view,
  legend: '* preemption disabled, ! runrun, !! kprunrun too, ~ inside swtch(), a>b: a has pinned b',
  words: {
    sched_need_resched: (_m, { detail }) => `reschedule wanted${detail === KERNEL_FLAG ? ', in the kernel too' : ''}`,
    preempt_disable: (m, { subject, detail }) => `${m.nameOf('thread', subject)} disables preemption (depth ${detail})`,
    preempt_enable: (m, { subject, detail }) => `${m.nameOf('thread', subject)} enables preemption (depth ${detail})`,
  },
  trace: {
    current: (m, cpu) => m.current.get(cpu),
    idle: isIdleThread,
    prio: (m, thread) => (isIdleThread(m, thread) ? 139 : 100 - 10 * dispatchPriority(m, thread)),
    priority: dispatchPriority,
    classOf: (m, thread) => CLASS_NAMES[m.class[thread] as number] as string,
    needResched: (m, cpu) => m.runrun.get(cpu) === 1 || m.kprunrun.get(cpu) === 1,
    criticalDepth: (m, cpu) => m.preemptCount.get(m.current.get(cpu)),
    lwps: { kind: 'lwp', thread: 'thread', executes: (m, lwp) => m.body[lwp] as number },
  },
};
