import { Command, InvalidArgumentError } from 'commander';
import { REFERENCE } from './configuration.ts';
import { json, tables } from './report.ts';
import { runRounds } from './rounds.ts';
import { OURS, rows } from './rows/index.ts';

/** `npm run bench`: times schedcheck beside other programs that look at the same model, in one run, as ratios. */

interface Options {
  readonly rows?: readonly string[];
  readonly topology?: readonly string[];
  readonly repeats: number;
  readonly json: boolean;
}

const names = rows.map((row) => row.name);
const topologies = [...new Set([...Object.keys(REFERENCE), ...rows.flatMap((row) => row.topologies)])];

/** Collects arguments, each of which must be known. */
const oneOf =
  (known: readonly string[]) =>
  (value: string, before: readonly string[] = []) => {
    if (!known.includes(value)) throw new InvalidArgumentError(`there are ${known.join(', ')}.`);
    return [...before, value];
  };

function times(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1000) return value;
  throw new InvalidArgumentError('give a whole number from 1 to 1000.');
}

function bench({ rows: chosen, topology = [], repeats, json: asJson }: Options): void {
  const wanted = rows.filter((row) => chosen?.includes(row.name) ?? true);
  const progress = (text: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  };
  const results = runRounds({ rows: wanted, topologies: topology, repeats, ours: OURS, progress });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  process.stdout.write(`${asJson ? json(results, repeats) : tables(results, repeats)}\n`);
  if (results.some((result) => result.wrong !== undefined)) process.exitCode = 1;
}

const program = new Command('bench')
  .description('Times schedcheck beside other programs that look at the same model. See docs/bench.md.')
  .option('--rows <name...>', `only these: ${names.join(', ')}`, oneOf(names))
  .option('--topology <name...>', `only on these: ${topologies.join(', ')}`, oneOf(topologies))
  .option('--repeats <n>', 'rounds; medians are printed', times, 5)
  .option('--json', 'one JSON document instead of tables', false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action((options: Options) => bench(options));

program.parse();
