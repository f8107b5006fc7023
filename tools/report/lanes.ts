import { printStimulus } from '../../model/system/candidates.ts';
import type { Machine } from '../../model/system/machine.ts';
import { machineFor } from '../../model/system/machines.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { stimulusAt } from '../../model/system/script.ts';
import { systemLabel } from '../../model/system/system.ts';
import { type Outcome, run } from '../../properties/run.ts';
import { CpuBooks } from './books.ts';
import { allOf, leftOut, participantsOf, shown } from './participants.ts';
import { type Sign, signsOf } from './signs.ts';
import { Tasks } from './tasks.ts';
import { COLUMNS, conclusion, wrap } from './text.ts';

/** Columns of CPUs at most. */
const CPUS = 8;
/** Characters of a CPU's cell: acts, thread, flags. */
const CELL = 5;
/** Room that the column "what happens" gets at least. */
const HAPPENED = 24;
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * Draws an outcome in space and time: time runs down, one row a step; one column for each CPU and, as far as there is
 * room, one character for each thread. At most 100 columns, plain ASCII, legend first. Where there are more CPUs or
 * threads than fit, those that take part are drawn.
 *
 * @param print gets one line at a time; nothing is kept, however long the script.
 */
export function lanes(outcome: Outcome, print: (line: string) => void): void {
  const { scenario, taken } = outcome;
  const m = machineFor(scenario.suite.system, scenario.topology);
  const picture = new Picture(outcome, m);
  for (const line of picture.head()) print(line);
  run(scenario.with({ script: taken }), {
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
  private readonly signs: readonly Sign[];
  private readonly cpus: readonly number[];
  private readonly threads: readonly number[];
  private readonly left: readonly string[];
  private readonly letters = new Map<number, string>();
  private readonly stepWidth: number;
  private books: CpuBooks | undefined;

  constructor(outcome: Outcome, m: Machine) {
    const taking = participantsOf(outcome);
    const table = m.compiled.tables.thread;
    this.outcome = outcome;
    this.m = m;
    this.tasks = new Tasks(m);
    this.signs = table === undefined ? [] : signsOf(table);
    this.stepWidth = Math.max(4, String(outcome.steps).length);
    this.cpus = shown(allOf(m, 'cpu'), CPUS, taking.cpu);
    const all = this.busy(allOf(m, 'thread'));
    const acting = this.busy(taking.thread ?? []);
    this.threads = shown(all, this.room(), acting);
    this.left = [
      ...leftOut('CPU', m.resolved.counts.cpu ?? 0, taking.cpu?.length ?? 0, this.cpus.length),
      ...leftOut('thread', all.length, acting.length, this.threads.length),
    ];
    this.nameThreads(all.length <= LETTERS.length ? all : acting);
  }

  /** Legend, who is who, and the names over the columns. */
  head(): string[] {
    const { scenario } = this.outcome;
    const meanings = new Map(this.signs.map(({ character, says }) => [character, says]));
    const thread = [...meanings].map(([character, says]) => `${character === ' ' ? 'blank' : character} ${says}`);
    const who = [...this.letters].map(([one, letter]) => `${letter} ${this.m.nameOf('thread', one)}`);
    const legend = (title: string, text: string) => wrap(`  ${title.padEnd(8)} ${text}`, 11);
    return [
      ...wrap(`Lanes of ${systemLabel(scenario.suite.system)}, topology ${scenario.topology.name}: one row a step`, 2),
      ...legend('a CPU', '> acts, < gets a message; the thread that it runs, - for idle;'),
      ...legend('', '! reschedule wanted, * in a critical section, h in an interrupt handler'),
      ...(thread.length === 0 ? [] : legend('a thread', thread.join(', '))),
      ...(who.length === 0 ? [] : legend('who', who.join(', '))),
      ...(this.left.length === 0 ? [] : legend('left out', this.left.join('; '))),
      '',
      this.line(
        'step',
        this.cpus.map((cpu) => titleOf(this.m.nameOf('cpu', cpu))),
        this.threads.map((one) => this.letters.get(one) ?? '?'),
        'what happens',
      ),
    ];
  }

  row(m: Machine, step: number, happened: string): string {
    const books = this.books ?? new CpuBooks(m);
    this.books = books;
    const acts = new Map<number, string>();
    if (step > 0) this.see(m, books, step, acts);
    const cells = this.cpus.map((cpu) => (acts.get(cpu) ?? ' ') + this.cell(books, cpu));
    const threads = this.threads.map((thread) => this.signs[stateOf(m, thread)]?.character ?? '?');
    return this.line(String(step), cells, threads, happened);
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

  private cell(books: CpuBooks, cpu: number): string {
    const thread = books.current[cpu] as number;
    const who = this.tasks.isIdle(thread) ? '-' : (this.letters.get(thread) ?? '?');
    const wanted = books.needResched[cpu] === 1 ? '!' : '';
    return who + wanted + ((books.criticalDepth[cpu] as number) > 0 ? '*' : '') + (books.inHandler(cpu) ? 'h' : '');
  }

  private line(step: string, cells: readonly string[], threads: readonly string[], happened: string): string {
    const cpus = cells.map((cell) => cell.slice(0, CELL).padEnd(CELL)).join(' ');
    const parts = [step.padStart(this.stepWidth), cpus, ...(threads.length === 0 ? [] : [threads.join(' ')]), happened];
    return parts.join(' | ').slice(0, COLUMNS).trimEnd();
  }

  private busy(threads: readonly number[]): number[] {
    return threads.filter((thread) => !this.tasks.isIdle(thread));
  }

  /** How many threads fit beside the CPUs. */
  private room(): number {
    const used = this.stepWidth + 3 + this.cpus.length * (CELL + 1) + 2 + 3 + HAPPENED;
    return Math.max(0, Math.floor((COLUMNS - used + 1) / 2));
  }

  private nameThreads(threads: readonly number[]): void {
    const named = [...threads].sort((a, b) => a - b).slice(0, LETTERS.length);
    for (const [n, thread] of named.entries()) this.letters.set(thread, LETTERS[n] as string);
  }
}

/** The end of a name tells more than its beginning. */
const titleOf = (name: string): string => ` ${name}`.slice(name.length < CELL ? 0 : -CELL);

const stateOf = (m: Machine, thread: number): number => m.lanes[(m.layout.bases['thread.state'] as number) + thread];
