import { NONE } from '../../model/state/field.ts';
import type { Machine } from '../../model/system/machine.ts';
import { type Observation, OBSERVATION as SAW } from '../../model/system/observation.ts';
import type { TracerView } from '../../model/system/system.ts';

/**
 * What is known about each CPU at the moment of each observation of a step.
 *
 * The machine can be asked between steps only. Within a step the observations move the books on: a `sched_switch` says
 * who runs, a `sched_need_resched` that the flag is set, a `preempt_disable` how deep the critical section is. At the
 * end of the step the machine has the last word (`settle`).
 */
export class CpuBooks {
  readonly current: Int32Array;
  readonly needResched: Uint8Array;
  readonly criticalDepth: Int32Array;
  private readonly m: Machine;
  private readonly view: TracerView;
  private readonly handling = new Set<number>();
  private readonly exited = new Set<number>();
  private readonly preempted: Int32Array;

  /** @param m in the initial state. */
  constructor(m: Machine) {
    const cpus = m.resolved.counts.cpu ?? 0;
    this.m = m;
    this.view = (m.system.trace ?? {}) as TracerView;
    this.current = new Int32Array(cpus).fill(NONE);
    this.needResched = new Uint8Array(cpus);
    this.criticalDepth = new Int32Array(cpus);
    this.preempted = new Int32Array(cpus).fill(NONE);
    this.settle();
  }

  /** An interrupt handler runs in the thread that has the CPU. */
  inHandler(cpu: number): boolean {
    return this.handling.has(this.current[cpu] as number);
  }

  /** Why the previous thread leaves the CPU, in the letters of `prev_state`; asked at its `sched_switch`. */
  stateLetter({ cpu, subject, detail }: Observation): string {
    if (this.exited.has(subject)) return 'X';
    if (this.view.idle?.(this.m, subject) === true) return 'R';
    if (this.preempted[cpu] === subject) return 'R+';
    return detail === 1 ? 'R' : 'S';
  }

  /** Before an observation is printed: what was already so when it was made. */
  before({ kind, cpu, subject, object, detail }: Observation): void {
    switch (kind) {
      case SAW.sched_switch:
        this.current[cpu] = subject;
        if (!this.stillWanted(cpu)) this.needResched[cpu] = 0;
        break;
      case SAW.sched_need_resched:
        this.needResched[cpu] = 1;
        break;
      case SAW.preempt_disable:
      case SAW.preempt_enable:
        this.criticalDepth[cpu] = detail;
        break;
      case SAW.irq_handler_entry:
        this.handling.add(object);
        break;
      case SAW.sched_process_exit:
        this.exited.add(subject);
        break;
    }
  }

  /** After it: what it led to. */
  after({ kind, cpu, subject, object, detail }: Observation): void {
    switch (kind) {
      case SAW.sched_switch:
        // A handler whose thread blocks has ended, also where the system has no event of its own for that.
        if (detail === 0) this.handling.delete(subject);
        this.switched(cpu, object);
        break;
      case SAW.sched_preempt:
        this.preempted[cpu] = object;
        break;
      case SAW.irq_handler_exit:
        this.handling.delete(object);
        break;
    }
  }

  /** At the end of a step: what the machine itself says. */
  settle(): void {
    const { m, view } = this;
    for (let cpu = 0; cpu < this.current.length; cpu++) {
      if (view.current !== undefined) this.current[cpu] = view.current(m, cpu);
      if (view.needResched !== undefined) this.needResched[cpu] = view.needResched(m, cpu) ? 1 : 0;
      if (view.criticalDepth !== undefined) this.criticalDepth[cpu] = view.criticalDepth(m, cpu);
    }
  }

  private stillWanted(cpu: number): boolean {
    return this.view.needResched?.(this.m, cpu) ?? false;
  }

  private switched(cpu: number, next: number): void {
    this.preempted[cpu] = NONE;
    this.current[cpu] = next;
    this.exited.delete(next);
    this.criticalDepth[cpu] = this.view.criticalDepth?.(this.m, cpu) ?? 0;
  }
}
