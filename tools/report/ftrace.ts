import { printStimulus, type Stimulus } from '../../model/system/candidates.ts';
import type { Machine } from '../../model/system/machine.ts';
import { machineFor } from '../../model/system/machines.ts';
import { stimulusAt } from '../../model/system/script.ts';
import { type Outcome, run } from '../../properties/run.ts';
import { CpuBooks } from './books.ts';
import { Tasks } from './tasks.ts';
import { type EventText, mark, tracepoints } from './tracepoints.ts';

/** Model time between two steps, in microseconds. */
const STEP_US = 10;

/**
 * Prints an outcome as the text of Linux' file `trace`, for viewers that read it (Perfetto, catapult's trace viewer). The
 * binary `trace.dat` of trace-cmd and KernelShark is another format.
 *
 * - There is no clock. Each step begins at the next full 10 µs with a mark that names it; the records of a step follow
 *   1 µs apart, in the order in which they were observed, on all CPUs together.
 * - Each observation that has a tracepoint in Linux is printed as that; the others, and the broken promise at the end,
 *   are marks (`tracing_mark_write`), so that nothing is lost.
 * - Flags: `N` while a reschedule is wanted, `h` while an interrupt handler runs (in whatever context), then how many
 *   critical sections the CPU is in, up to `f`. The model does not know the first and the last flag: always `.`.
 * - Pids: see `Tasks`. Priorities: the system says what Linux would print (`trace.prio`), where smaller is more urgent;
 *   `lwkt-core` prints 139 minus its own priority, where larger is more urgent. An idle thread is printed likewise.
 * - `prev_state` is `R+` for a preempted thread, `R` for one that stays runnable and for an idle thread (as in Linux),
 *   `X` for one that exits, else `S`.
 *
 * @param print gets one line at a time; nothing is kept, however long the script. (The scenario runs twice: the header
 * says how many records follow.)
 */
export function ftrace(outcome: Outcome, print: (line: string) => void): void {
  let records = 0;
  write(outcome, () => records++);
  const m = machineFor(outcome.scenario.suite.system, outcome.scenario.topology);
  for (const line of header(records, m.resolved.counts.cpu ?? 0)) print(line);
  write(outcome, print);
}

/** The header that viewers know the format by; each stem of the legend stands over its flag. */
function header(records: number, cpus: number): string[] {
  const legend = (line: string) => `#${line}`;
  return [
    '# tracer: nop',
    '#',
    `# entries-in-buffer/entries-written: ${records}/${records}   #P:${cpus}`,
    '#',
    ...[
      '                                _-----=> irqs-off/BH-disabled',
      '                               / _----=> need-resched',
      '                              | / _---=> hardirq/softirq',
      '                              || / _--=> preempt-depth',
      '                              ||| / _-=> migrate-disable',
      '                              |||| /     delay',
      '           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION',
      '              | |         |   |||||     |         |',
    ].map(legend),
  ];
}

function write(outcome: Outcome, print: (line: string) => void): void {
  let writer: Writer | undefined;
  run(outcome.scenario.with({ script: outcome.taken }), {
    watch: (m, step) => {
      if (step === 0) writer = new Writer(m, print);
      else writer?.step(step, stimulusAt(outcome.taken, step - 1));
    },
  });
  const { violation } = outcome;
  if (violation !== null) writer?.end(`${violation.property} is broken: ${violation.message}`);
}

class Writer {
  private readonly m: Machine;
  private readonly print: (line: string) => void;
  private readonly tasks: Tasks;
  private readonly books: CpuBooks;
  private microseconds = 0;
  private lastCpu = 0;

  constructor(m: Machine, print: (line: string) => void) {
    this.m = m;
    this.print = print;
    this.tasks = new Tasks(m);
    this.books = new CpuBooks(m);
  }

  step(step: number, stimulus: Stimulus): void {
    const { m, books } = this;
    this.microseconds = (Math.floor(this.microseconds / STEP_US) + 1) * STEP_US;
    this.lastCpu = this.cpuOf(stimulus);
    this.mark(`step ${step}: ${printStimulus(m, stimulus)}`);
    for (let n = 0; n < m.observations.length; n++) {
      const seen = m.observations.at(n);
      books.before(seen);
      for (const text of tracepoints(m, this.tasks, books, seen)) this.record(seen.cpu, text);
      books.after(seen);
    }
    books.settle();
  }

  end(verdict: string): void {
    this.mark(verdict);
  }

  private mark(text: string): void {
    this.record(this.lastCpu, mark(this.tasks.pid(this.books.current[this.lastCpu] as number), text));
  }

  private record(cpu: number, text: EventText): void {
    const { tasks, books } = this;
    const task = tasks.column(books.current[cpu] as number);
    this.print(`${task} [${String(cpu).padStart(3, '0')}] ${this.flags(cpu)} ${this.time()}: ${text}`);
    this.microseconds++;
  }

  private flags(cpu: number): string {
    const { needResched, criticalDepth } = this.books;
    const depth = Math.min(criticalDepth[cpu] as number, 15);
    const wanted = needResched[cpu] === 1 ? 'N' : '.';
    return `.${wanted}${this.books.inHandler(cpu) ? 'h' : '.'}${depth === 0 ? '.' : depth.toString(16)}.`;
  }

  private time(): string {
    const seconds = String(Math.floor(this.microseconds / 1e6)).padStart(5);
    return `${seconds}.${String(this.microseconds % 1e6).padStart(6, '0')}`;
  }

  /** The CPU that a stimulus happens to, or else the first one that is observed. */
  private cpuOf({ kind, self, arg }: Stimulus): number {
    const declared = this.m.compiled.stimuli[kind];
    if (declared?.to === 'cpu') return self;
    if (declared?.with === 'cpu') return arg;
    return this.m.observations.length > 0 ? this.m.observations.at(0).cpu : 0;
  }
}
