import type { CpuKit, QueueKit, ThreadKit } from '../policy/kit.ts';
import { NONE } from '../state/field.ts';

/**
 * Asks an idle CPU to schedule for each queued thread that may run there. For the hook `running`: a thread that had to
 * make room on one CPU may find another one idle.
 */
export function offerToIdle(k: { readonly thread: ThreadKit; readonly cpu: CpuKit }, queue: QueueKit): void {
  for (let thread = queue.head(); thread !== NONE; thread = queue.next(thread)) {
    const idle = k.cpu.all.find((cpu) => k.cpu.idle(cpu) && k.thread.allowed(thread, cpu));
    if (idle !== undefined) k.cpu.kick(idle);
  }
}
