import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CATALOGUE, systemNames } from '../../properties/catalogue.ts';
import { VERSION } from '../version.ts';
import { measure } from './measure.ts';
import { mutantsOf } from './mutants.ts';
import { printPage, printRow, readPage, type Section } from './page.ts';

/** `npm run killtable`: how every mutant fares against `check`, for docs/kill-table.md. Takes minutes; not part of CI. */
const options = new Command('killtable')
  .option('--seeds <n>', 'seeds for each mutant', seedsOf, 20)
  .addOption(
    new Option('--system <name...>', 'only these systems; sections of others are kept')
      .choices(systemNames())
      .default(systemNames()),
  )
  .option('--only <text>', 'only mutants with this in their names; rows of others are kept', '')
  .option('--missing', 'only mutants that have no row yet, to go on after an interruption')
  .option('--out <file>', 'the page to write', 'docs/kill-table.md')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ seeds: number; system: string[]; only: string; missing?: true; out: string }>();

for (const system of options.system) await measureSystem(system);

/** Writes the page after each mutant, so that nothing is lost when it is interrupted. */
async function measureSystem(system: string): Promise<void> {
  const mutants = mutantsOf(await (CATALOGUE[system] as (typeof CATALOGUE)[string])());
  const names = mutants.map(({ name }) => name);
  // Rows that are measured afresh are dropped first, so that `--missing` can go on where this was interrupted.
  const kept = [...rowsNow(system)].filter(([name]) => names.includes(name) && !isAsked(name, true));
  const rows = new Map(kept);
  for (const mutant of mutants) {
    if (!isAsked(mutant.name, rows.has(mutant.name))) continue;
    const kill = measure(mutant, options.seeds);
    process.stderr.write(
      `${system}: ${kill.mutant}: ${kill.found} of ${kill.seeds}, ${kill.slowest.toFixed(1)} s at most\n`,
    );
    rows.set(kill.mutant, printRow(kill));
    write(system, new Map(names.flatMap((name) => (rows.has(name) ? [[name, rows.get(name) as string]] : []))));
  }
}

function seedsOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from 1 to 9999.');
}

/** @param known whether there is a row already. */
function isAsked(name: string, known: boolean): boolean {
  return name.includes(options.only) && !(known && options.missing === true);
}

function sectionsNow(): Section[] {
  return existsSync(options.out) ? readPage(readFileSync(options.out, 'utf8')) : [];
}

function rowsNow(system: string): ReadonlyMap<string, string> {
  return sectionsNow().find((one) => one.system === system)?.rows ?? new Map();
}

function write(system: string, rows: ReadonlyMap<string, string>): void {
  const date = new Date().toISOString().slice(0, 10);
  const measured = `Measured on ${date} with version ${VERSION}, Node ${process.version}.`;
  const others = sectionsNow().filter((one) => one.system !== system);
  writeFileSync(options.out, printPage([...others, { system, measured, rows }]));
}
