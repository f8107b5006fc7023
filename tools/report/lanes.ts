import { NONE } from '../../model/state/field.ts';
import { printStimulus } from '../../model/system/candidates.ts';
import type { Machine } from '../../model/system/machine.ts';
import { machineFor } from '../../model/system/machines.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { stimulusAt } from '../../model/system/script.ts';
import { type LwpView, systemLabel } from '../../model/system/system.ts';
import { type Outcome, run } from '../../properties/run.ts';
import { CpuBooks } from './books.ts';
import { Columns } from './columns.ts';
import { allOf, leftOut, participantsOf, shown } from './participants.ts';
import { Tasks } from './tasks.ts';
import { COLUMNS, conclusion, wrap } from './text.ts';

/** Columns of CPUs at most. */
const CPUS = 8;
/** Characters of a CPU's cell: acts, LWP and thread, flags. */
const CELL = 5;
/** Characters of an LWP's cell: its state, its thread. */
const LWP_CELL = 2;
/** Room that the column "what happens" gets at least. */
const HAPPENED = 24;
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const DIGITS = '0123456789';

/**
 * Draws an outcome in space and time: time runs down, one row a step; one column for each CPU and, as far as there is
 * room, one for each LWP and each thread. At most 100 columns, plain ASCII, legend first. Where there are more CPUs,
 * LWPs or threads than fit, those that take part are drawn.
 *
 * @param print gets one line at a time; nothing is kept, however long the script. (The scenario runs three times: the
 * legend tells who takes part, and only the states that occur.)
 */
export function lanes(outcome: Outcome, print: (line: string) => void): void {
  const { scenario, taken } = outcome;
  const script = scenario.with({ script: taken });
  const picture = new Picture(outcome, machineFor(scenario.suite.system, scenario.topology));
  run(script, { properties: [], watch: (now) => picture.look(now) });
  for (const line of picture.head()) print(line);
  run(script, {
    properties: [],
    watch: (now, step) => {
      const happened = step === 0 ? 'initial state' : printStimulus(now, stimulusAt(taken, step - 1));
      print(picture.row(now, step, happened));
    },
  });
  print('');
  for (const line of conclusion(outcome)) print(line);
}

class Picture {
  private readonly outcome: Outcome;
  private readonly m: Machine;
  private readonly tasks: Tasks;
  private readonly view: LwpView | undefined;
  private readonly cpus: readonly number[];
  private readonly lwps: Columns | undefined;
  private readonly threads: Columns;
  private readonly left: readonly string[];
  private readonly stepWidth: number;
  private books: CpuBooks | undefined;

  constructor(outcome: Outcome, m: Machine) {
    const taking = participantsOf(outcome);
    this.outcome = outcome;
    this.m = m;
    this.tasks = new Tasks(m);
    this.view = m.system.trace?.lwps as LwpView | undefined;
    this.stepWidth = Math.max(4, String(outcome.steps).length);
    this.cpus = shown(allOf(m, 'cpu'), CPUS, taking.cpu);
    this.lwps = this.lwpColumns(taking);
    const kind = this.view?.thread ?? 'thread';
    this.threads = new Columns(m, {
      kind,
      called: 'thread',
      all: this.busy(kind, allOf(m, kind)),
      acting: this.busy(kind, taking[kind] ?? []),
      room: this.room(),
      letters: LETTERS,
    });
    this.left = [
      ...leftOut('CPU', m.resolved.counts.cpu ?? 0, taking.cpu?.length ?? 0, this.cpus.length),
      ...(this.lwps?.left ?? []),
      ...this.threads.left,
    ];
  }

  look(m: Machine): void {
    this.lwps?.look(m);
    this.threads.look(m);
  }

  /** Legend, who is who, and the names over the columns. */
  head(): string[] {
    const { scenario } = this.outcome;
    const { lwps, threads } = this;
    const runs = this.view?.on === undefined ? 'the thread that it runs' : 'the LWP that it runs and its thread';
    const legend = (title: string, text: string) => wrap(`  ${title.padEnd(8)} ${text}`, 11);
    const perhaps = (title: string, text = '') => (text === '' ? [] : legend(title, text));
    return [
      ...wrap(`Lanes of ${systemLabel(scenario.suite.system)}, topology ${scenario.topology.name}: one row a step`, 2),
      ...legend('a CPU', `> acts, < gets a message; ${runs}, - for ${this.view?.on ? 'none' : 'idle'};`),
      ...legend('', '! reschedule wanted, * in a critical section, h in an interrupt handler'),
      ...perhaps('an LWP', lwps && `${lwps.meanings()}; then its thread, - for none`),
      ...perhaps('a thread', threads.meanings()),
      ...perhaps('LWPs', lwps?.who()),
      ...perhaps(lwps === undefined ? 'who' : 'threads', threads.who()),
      ...perhaps('left out', this.left.join('; ')),
      '',
      this.line(
        'step',
        this.cpus.map((cpu) => titleOf(this.m.nameOf('cpu', cpu))),
        (lwps?.drawn ?? []).map((one) => lwps?.letter(one) ?? '?'),
        threads.drawn.map((one) => threads.letter(one)),
        'what happens',
      ),
    ];
  }

  row(m: Machine, step: number, happened: string): string {
    const books = this.books ?? new CpuBooks(m);
    this.books = books;
    const acts = new Map<number, string>();
    if (step > 0) this.see(m, books, step, acts);
    const cells = this.cpus.map((cpu) => (acts.get(cpu) ?? ' ') + this.cell(m, books, cpu));
    const lwps = (this.lwps?.drawn ?? []).map((lwp) => `${this.lwps?.sign(m, lwp)}${this.executed(m, lwp)}`);
    const threads = this.threads.drawn.map((thread) => this.threads.sign(m, thread));
    return this.line(String(step), cells, lwps, threads, happened);
  }

  private see(m: Machine, books: CpuBooks, step: number, acts: Map<number, string>): void {
    for (let n = 0; n < m.observations.length; n++) {
      const seen = m.observations.at(n);
      books.before(seen);
      books.after(seen);
      if (seen.kind === SAW.ipi_send && seen.object !== seen.cpu) acts.set(seen.object, '<');
      acts.set(seen.cpu, '>');
    }
    const { kind, self } = stimulusAt(this.outcome.taken, step - 1);
    if (m.compiled.stimuli[kind]?.to === 'cpu') acts.set(self, '>');
    books.settle();
  }

  private cell(m: Machine, books: CpuBooks, cpu: number): string {
    const wanted = books.needResched[cpu] === 1 ? '!' : '';
    const critical = (books.criticalDepth[cpu] as number) > 0 ? '*' : '';
    return this.runs(m, books, cpu) + wanted + critical + (books.inHandler(cpu) ? 'h' : '');
  }

  /** The thread that a CPU runs; the LWP, too, where the thread does not say it. */
  private runs(m: Machine, books: CpuBooks, cpu: number): string {
    const lwp = this.view?.on?.(m, cpu);
    if (lwp !== undefined) return lwp === NONE ? '-' : `${this.lwps?.letter(lwp)}${this.executed(m, lwp)}`;
    const thread = books.current[cpu] as number;
    return this.tasks.isIdle(thread) ? '-' : this.threads.letter(thread);
  }

  private executed(m: Machine, lwp: number): string {
    const thread = this.view?.executes(m, lwp) ?? NONE;
    return thread === NONE ? '-' : this.threads.letter(thread);
  }

  private line(
    step: string,
    cpus: readonly string[],
    lwps: readonly string[],
    threads: readonly string[],
    happened: string,
  ): string {
    const groups = [
      cpus.map((cell) => cell.slice(0, CELL).padEnd(CELL)),
      lwps.map((cell) => cell.padEnd(LWP_CELL)),
      threads,
    ].filter((cells) => cells.length > 0);
    const parts = [step.padStart(this.stepWidth), ...groups.map((cells) => cells.join(' ')), happened];
    return parts.join(' | ').slice(0, COLUMNS).trimEnd();
  }

  private lwpColumns(taking: Readonly<Record<string, readonly number[]>>): Columns | undefined {
    const { m, view } = this;
    if (view === undefined || (m.resolved.counts[view.kind] ?? 0) === 0) return undefined;
    const all = allOf(m, view.kind);
    return new Columns(m, {
      kind: view.kind,
      called: 'LWP',
      all,
      acting: taking[view.kind] ?? [],
      room: DIGITS.length,
      letters: DIGITS,
    });
  }

  private busy(kind: string, threads: readonly number[]): number[] {
    return threads.filter((thread) => kind !== 'thread' || !this.tasks.isIdle(thread));
  }

  /** How many threads fit beside the CPUs and LWPs. */
  private room(): number {
    const lwps = this.lwps?.drawn.length ?? 0;
    const beside = this.cpus.length * (CELL + 1) + 2 + (lwps === 0 ? 0 : lwps * (LWP_CELL + 1) + 2);
    return Math.max(0, Math.floor((COLUMNS - this.stepWidth - 3 - beside - 3 - HAPPENED + 1) / 2));
  }
}

/** The end of a name tells more than its beginning. */
const titleOf = (name: string): string => ` ${name}`.slice(name.length < CELL ? 0 : -CELL);
