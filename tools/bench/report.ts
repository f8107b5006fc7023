import { wrap } from '../report/text.ts';
import { median, type Result } from './rounds.ts';
import { type Row, rateOf, type Sample } from './row.ts';

const HEADS: Readonly<Record<Row['kind'], readonly string[]>> = {
  exhaustive: ['transitions/s', 'spread', 'seconds', 'MiB', 'B/state', 'schedcheck is'],
  random: ['steps/s', 'spread', 'seconds', 'MiB', 'steps/run', 'schedcheck is'],
  policy: ['steps/s', 'spread', 'seconds', 'MiB', 'steps/run', 'the policy is'],
  crowd: ['switches/s', 'spread', 'seconds', 'MiB', 'switches', '10,000 are'],
};
const TITLES: Readonly<Record<Row['kind'], string>> = {
  exhaustive: 'exhaustive search',
  random: 'random search',
  policy: 'random search',
  crowd: 'threads in turn',
};
const WIDTHS = [14, 8, 9, 7, 11, 15];
const NAME = 28;

/** The figures as tables of at most 100 columns, one for each topology and kind of search. */
export function tables(results: readonly Result[], repeats: number): string {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = `${result.row.kind} ${result.topology}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].map((group) => table(group, repeats).join('\n')).join('\n\n');
}

function table(group: readonly Result[], repeats: number): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { kind } = first.row;
  const counts = group.flatMap((result) => result.samples)[0];
  const size =
    counts?.states === undefined ? '' : `, ${whole(counts.states)} states, ${whole(counts.transitions)} transitions`;
  const title = `${TITLES[kind]} of ${first.row.model ?? 'lwkt-core'} ${first.topology}${size} (medians of ${repeats})`;
  return [title, line('', HEADS[kind]), ...group.flatMap(linesOf)];
}

function linesOf(result: Result): string[] {
  const { row, samples, wrong, cannotRun, derived } = result;
  const note = (text: string) => wrap(`${row.name.padEnd(NAME)}${text}`, NAME);
  const told: string[] = [];
  if (samples.length > 0) told.push(line(row.name, cellsOf(result)));
  if (wrong !== undefined) told.push(...note(`WRONG: ${wrong}`));
  if (cannotRun !== undefined) told.push(...note(`can't run: ${cannotRun}`));
  if (derived !== undefined)
    told.push(...note(`derived, not measured: schedcheck is ${times(derived.ratio)}; ${derived.from}`));
  return told;
}

function cellsOf({ samples, ratio }: Result): string[] {
  const of = (value: (sample: Sample) => number | undefined) => {
    const values = samples.map(value).filter((one) => one !== undefined);
    return values.length === 0 ? undefined : median(values);
  };
  const rates = samples.map(rateOf);
  const last = of(({ bytesPerState, steps, runs }) => bytesPerState ?? (steps ?? Number.NaN) / (runs ?? Number.NaN));
  return [
    whole(median(rates)),
    `±${Math.round((50 * (Math.max(...rates) - Math.min(...rates))) / median(rates))}%`,
    (of((sample) => sample.seconds) ?? 0).toFixed(2),
    whole(of((sample) => sample.peakMiB)),
    whole(last),
    ratio === undefined ? '' : times(ratio),
  ];
}

const line = (name: string, cells: readonly string[]) =>
  `${name.padEnd(NAME)}${cells.map((cell, i) => cell.padStart(WIDTHS[i] ?? 10)).join('')}`.trimEnd();
const times = (ratio: number) => `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2)}×`;
const whole = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? '-' : Math.round(value).toLocaleString('en-US');

/** The same as one JSON document, samples included. */
export function json(results: readonly Result[], repeats: number): string {
  const told = results.map(({ row, samples, ...rest }) => ({
    row: row.name,
    kind: row.kind,
    ...rest,
    ...(samples.length === 0 ? {} : { rate: median(samples.map(rateOf)) }),
    samples,
  }));
  return JSON.stringify({ node: process.version, repeats, results: told }, null, 2);
}
