import pc from 'picocolors';
import { printStimulus } from '../../model/system/candidates.ts';
import type { Machine } from '../../model/system/machine.ts';
import { machineFor } from '../../model/system/machines.ts';
import { stimulusAt } from '../../model/system/script.ts';
import { systemLabel } from '../../model/system/system.ts';
import type { EntitySpec } from '../../model/system/topology.ts';
import { type Outcome, run } from '../../properties/run.ts';
import { tell } from './tell.ts';

/** Columns that fit on a lecture slide and into a CI log. */
export const COLUMNS = 100;

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
 * @param most rows to print at most; the rest is counted.
 */
export function tellOutcome(outcome: Outcome, most = 400): string {
  const rows = rowsOf(outcome);
  const m = machineFor(outcome.scenario.suite.system, outcome.scenario.topology);
  const lines = [...cast(outcome), '', ...table(m, rows.slice(0, most + 1))];
  if (rows.length > most + 1) lines.push(`… ${rows.length - most - 1} more steps`);
  return [...lines, '', ...conclusion(outcome)].join('\n');
}

/** Let: the entities, one kind a line. */
function cast({ scenario }: Outcome): string[] {
  const kinds = Object.entries(scenario.topology.entities).map(([kind, specs]) =>
    specs.length === 0 ? [] : wrap(`  ${kind.padEnd(8)} ${specs.map(describe).join(', ')}`, 11),
  );
  return [
    `${pc.bold('Let')} ${systemLabel(scenario.suite.system)}, topology ${scenario.topology.name}:`,
    ...kinds.flat(),
  ];
}

function describe(spec: EntitySpec): string {
  const attributes = Object.entries(spec).filter(([key]) => key !== 'name');
  return attributes.length === 0 ? spec.name : `${spec.name} (${attributes.map(([k, v]) => `${k} ${v}`).join(', ')})`;
}

function rowsOf(outcome: Outcome): Row[] {
  const { scenario } = outcome;
  const rows: Row[] = [];
  run(scenario.with({ script: outcome.taken }), {
    watch: (m, step) => {
      const stimulus = step === 0 ? 'initial state' : printStimulus(m, stimulusAt(outcome.taken, step - 1));
      const seen = Array.from({ length: m.observations.length }, (_, n) => tell(m, m.observations.at(n)));
      rows.push({ step, happened: stimulus, cpus: viewOf(m), because: step === 0 ? [] : seen });
    },
  });
  return rows;
}

function viewOf(m: Machine): string[] {
  const view = m.system.view as ((m: Machine, cpu: number) => string) | undefined;
  return (m.resolved.names.cpu ?? []).map((_, cpu) => view?.(m, cpu) ?? '');
}

/** Then: one row per step in fixed columns; the reason follows on its own line where it does not fit. */
function table(m: Machine, rows: readonly Row[]): string[] {
  const names = (m.resolved.names.cpu ?? []).slice(0, 4);
  const widthOf = (cells: readonly string[]) => Math.max(...cells.map((cell) => cell.length));
  const number = Math.max(2, String(rows.length).length);
  const happened = Math.min(34, widthOf(rows.map((row) => row.happened)));
  const cpus = names.map((name, cpu) => Math.min(24, widthOf([name, ...rows.map((row) => row.cpus[cpu] ?? '')])));
  const line = (step: string, what: string, cells: readonly string[]) =>
    [
      step.padStart(number),
      what.slice(0, happened).padEnd(happened),
      ...cells.map((c, i) => clip(c, cpus[i] ?? 0)),
    ].join('  ');
  const head = line('', 'what happens', names);
  const left = number + 2 + happened + cpus.reduce((sum, width) => sum + width + 2, 0) + 2;
  const body = rows.flatMap((row) => {
    const start = line(String(row.step), row.happened, row.cpus.slice(0, 4));
    return because(start, row.because, left);
  });
  const legend = m.system.legend === undefined ? [] : [pc.dim(`     (${m.system.legend})`)];
  return [`${pc.bold('Then')}${legend[0] ?? ''}`, pc.dim(`${head}  because`), ...body];
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
function conclusion({ violation, steps, notEnabled, bound, scenario }: Outcome): string[] {
  if (violation !== null) {
    const property = scenario.properties.find((one) => one.id === violation.property);
    const promise = property === undefined ? [] : wrap(`  promised: ${property.says}`, 12);
    const title = `${pc.bold(pc.red('But'))} ${violation.property} is broken after step ${violation.step}:`;
    return [title, ...promise, ...wrap(`  but here: ${violation.message}`, 12)];
  }
  if (notEnabled !== null) return [`Stopped before step ${notEnabled + 1}: it can't happen here.`];
  if (bound !== null) return [`Stopped after step ${steps}: ${bound}.`];
  return [`All promises hold in these ${steps} steps.`];
}

/** Breaks a line at blanks; continuation lines are indented. */
export function wrap(text: string, indent: number, width = COLUMNS): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const cut = space > indent ? space : width;
    lines.push(rest.slice(0, cut));
    rest = ' '.repeat(indent) + rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}
