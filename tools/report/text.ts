import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import { printStimulus } from '../../model/system/candidates.ts';
import type { Machine } from '../../model/system/machine.ts';
import { machineFor } from '../../model/system/machines.ts';
import { stimulusAt } from '../../model/system/script.ts';
import { systemLabel } from '../../model/system/system.ts';
import type { EntitySpec } from '../../model/system/topology.ts';
import { type Outcome, run } from '../../properties/run.ts';
import { counted } from './counted.ts';
import { allOf, leftOut as leftOutOf, participantsOf, shown } from './participants.ts';
import { priorityOf, Reasons } from './reasons.ts';
import { waitsOf } from './waits.ts';

/** Columns that fit on a lecture slide and into a CI log. */
export const COLUMNS = 100;

/** Columns of CPUs at most; as many of them are printed as fit. */
const CPUS = 8;

/** One step as printed: what happened, what each CPU runs after it, and why. */
interface Row {
  readonly step: number;
  readonly happened: string;
  readonly cpus: readonly string[];
  readonly because: readonly string[];
}

/**
 * Tells an outcome as an argument: who is who, one row per step, and the clause that breaks. At most 100 columns.
 *
 * @param most steps to print at most, the last ones: there it breaks. The others are counted.
 */
export function tellOutcome(outcome: Outcome, most = 400): string {
  const m = machineFor(outcome.scenario.suite.system, outcome.scenario.topology);
  const acting = participantsOf(outcome).cpu ?? [];
  const cpus = shown(allOf(m, 'cpu'), CPUS, acting);
  const leftOut = Math.max(0, outcome.steps - most);
  const rows = table(m, cpus, acting.length, rowsOf(outcome, cpus, leftOut), leftOut);
  const waits = waitsOf(outcome).flatMap((text) => wrap(text, 6));
  return [
    ...cast(outcome, m),
    '',
    ...rows,
    '',
    ...(waits.length > 0 ? [...waits, ''] : []),
    ...conclusion(outcome),
  ].join('\n');
}

/** Let: the entities, one kind a line. */
function cast({ scenario }: Outcome, m: Machine): string[] {
  m.initialise();
  const entities = Object.entries(scenario.topology.entities);
  const width = Math.max(8, ...entities.filter(([, specs]) => specs.length > 0).map(([kind]) => kind.length));
  const kinds = entities.map(([kind, specs]) => {
    const told = specs.map((spec) => describe({ ...spec, ...(kind === 'thread' ? standing(m, spec) : {}) }));
    return told.length === 0 ? [] : wrap(`  ${kind.padEnd(width)} ${told.join(', ')}`, width + 3);
  });
  const title = wrap(`Let ${systemLabel(scenario.suite.system)}, topology ${scenario.topology.name}:`, 4);
  return [pc.bold(title[0]?.slice(0, 3)) + title[0]?.slice(3), ...title.slice(1), ...kinds.flat()];
}

/** Class and priority with which a thread starts, where the system has them and the topology does not say them. */
function standing(m: Machine, spec: EntitySpec): Record<string, string | number> {
  const thread = m.resolved.names.thread?.indexOf(spec.name) ?? -1;
  const priority = priorityOf(m, thread);
  const scheduling = m.system.trace?.classOf?.(m as never, thread);
  return {
    ...(scheduling === undefined ? {} : { class: scheduling }),
    ...(priority === undefined || priority < 0 ? {} : { priority }),
  };
}

function describe(spec: EntitySpec): string {
  const attributes = Object.entries(spec).filter(([key]) => key !== 'name');
  return attributes.length === 0 ? spec.name : `${spec.name} (${attributes.map(([k, v]) => `${k} ${v}`).join(', ')})`;
}

/** The initial state and the last rows; the others are not even kept. */
function rowsOf(outcome: Outcome, cpus: readonly number[], leftOut: number): Row[] {
  const { scenario } = outcome;
  const rows: Row[] = [];
  let reasons: Reasons | undefined;
  run(scenario.with({ script: outcome.taken }), {
    properties: [],
    watch: (m, step) => {
      const row = (happened: string, because: readonly string[]) =>
        rows.push({ step, happened, cpus: cpus.map((cpu) => viewOf(m, cpu)), because });
      reasons ??= new Reasons(m, threadsOf(outcome, m));
      if (step === 0) return row('initial state', []);
      const stimulus = stimulusAt(outcome.taken, step - 1);
      const because = reasons.of(m, stimulus);
      return step <= leftOut ? 0 : row(printStimulus(m, stimulus), because);
    },
  });
  reasons?.end(machineFor(scenario.suite.system, scenario.topology));
  return rows;
}

/** The threads of the topology; not those that every machine has besides. */
const threadsOf = ({ scenario }: Outcome, m: Machine): number[] =>
  (scenario.topology.entities.thread ?? []).map(({ name }) => m.resolved.names.thread?.indexOf(name) ?? -1);

function viewOf(m: Machine, cpu: number): string {
  const view = m.system.view as ((m: Machine, cpu: number) => string) | undefined;
  return view?.(m, cpu) ?? '';
}

/** Then: one row per step in fixed columns; the reason follows on its own line where it does not fit. */
function table(
  m: Machine,
  shownCpus: readonly number[],
  acting: number,
  rows: readonly Row[],
  leftOut: number,
): string[] {
  const widthOf = (cells: readonly string[]) => Math.max(...cells.map((cell) => cell.length));
  const number = Math.max(2, String(rows.at(-1)?.step).length);
  const happened = Math.min(34, widthOf(rows.map((row) => row.happened)));
  const names = shownCpus.map((cpu) => m.nameOf('cpu', cpu));
  const wanted = names.map((name, i) => Math.min(24, widthOf([name, ...rows.map((row) => row.cpus[i] ?? '')])));
  const cpus = fitting(wanted, COLUMNS - number - 2 - happened);
  const line = (step: string, what: string, cells: readonly string[]) =>
    [step.padStart(number), clip(what, happened), ...cpus.map((width, i) => clip(cells[i] ?? '', width))].join('  ');
  const left = number + 2 + happened + cpus.reduce((sum, width) => sum + width + 2, 0) + 2;
  const body = rows.map((row) => because(line(String(row.step), row.happened, row.cpus), row.because, left));
  if (leftOut > 0) body.splice(1, 0, [pc.dim(`${' '.repeat(number)}  … ${counted(leftOut, 'step')} left out`)]);
  const missing = leftOutOf('CPU', allOf(m, 'cpu').length, acting, cpus.length);
  const notes = [...(m.system.legend === undefined ? [] : [m.system.legend]), ...missing];
  const legend = notes.length === 0 ? '' : `     (${notes.join('; ')})`;
  const title = wrap(`Then${legend}`, 9).map((text, i) =>
    i === 0 ? pc.bold(text.slice(0, 4)) + pc.dim(text.slice(4)) : pc.dim(text),
  );
  const head = line('', 'what happens', names);
  return [...title, pc.dim(left + 'because'.length > COLUMNS ? head.trimEnd() : `${head}  because`), ...body.flat()];
}

/** The columns that fit side by side, each with two blanks before it. */
function fitting(widths: readonly number[], room: number): number[] {
  let used = 0;
  return widths.filter((width) => {
    used += width + 2;
    return used <= room;
  });
}

function because(start: string, reasons: readonly string[], left: number): string[] {
  const text = reasons.join('; ');
  if (text === '') return [start.trimEnd()];
  const room = COLUMNS - left;
  if (room >= 30) {
    const lines = wrap(text, 0, room);
    return lines.map((line, i) => (i === 0 ? `${start}  ${line}` : `${' '.repeat(left)}${line}`));
  }
  return [start.trimEnd(), ...wrap(`      ${text}`, 6)];
}

const clip = (text: string, width: number) =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

/** The clause that breaks. */
export function conclusion({ violation, steps, notEnabled, bound, scenario }: Outcome): string[] {
  if (violation !== null) {
    const property = scenario.properties.find((one) => one.id === violation.property);
    const promise = property === undefined ? [] : wrap(`  promised: ${property.says}`, 12);
    const title = `${pc.bold(pc.red('But'))} ${violation.property} is broken after step ${violation.step}:`;
    return [...wrap(title, 4), ...promise, ...butHere(violation.message, property?.says)];
  }
  if (notEnabled !== null) return [`Stopped before step ${notEnabled + 1}: it can't happen here.`];
  if (bound !== null) return wrap(`Stopped after step ${steps}: ${bound}.`, 2);
  return [`All promises hold in ${steps === 1 ? 'this step' : `these ${steps} steps`}.`];
}

/** What is found instead; of a message that only repeats the promise, for whom it is broken. */
function butHere(message: string, says: string | undefined): string[] {
  if (says === undefined || !message.endsWith(says)) return wrap(`  but here: ${message}`, 12);
  const who = message.slice(0, -says.length).replace(/: $/, '');
  return who === '' ? [] : wrap(`  but here: not for ${who}`, 12);
}

/** Breaks a line at blanks; continuation lines are indented. Colours take no room. */
export function wrap(text: string, indent: number, width = COLUMNS): string[] {
  const lines: string[] = [];
  let rest = text;
  while (stripVTControlCharacters(rest).length > width) {
    const end = indexAt(rest, width);
    const space = rest.lastIndexOf(' ', end);
    const cut = space > indent ? space : end;
    lines.push(rest.slice(0, cut));
    rest = ' '.repeat(indent) + rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}

/** Where in a text so many columns are full. */
function indexAt(text: string, columns: number): number {
  let at = 0;
  for (let full = 0; full < columns; full++) {
    at += COLOURS.exec(text.slice(at))?.[0].length ?? 0;
    at++;
  }
  return at;
}

const COLOURS = new RegExp(`^(?:${String.fromCharCode(27)}\\[[\\d;]*m)+`);
