import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { systemLabel } from '../../../model/system/system.ts';
import type { Suite } from '../../../properties/suite.ts';
import { printFile, toFile } from '../../checker/counterexample.ts';
import type { Minimised } from '../../checker/minimise.ts';
import { tellOutcome } from '../../report/text.ts';
import { VERSION } from '../../version.ts';
import type { Desk } from '../desk.ts';
import { EXIT, type SearchJob, strongest } from '../job.ts';
import type { Result, Verdict } from '../result.ts';
import { type Target, targetsOf } from '../targets.ts';

/** Runs one search on every target and prints what came of it. */
export async function searchAll(
  job: SearchJob,
  desk: Desk,
  search: (target: Target) => readonly Result[],
): Promise<number> {
  const results: Result[] = [];
  for (const target of await targetsOf(job)) {
    for (const result of search(target)) {
      results.push(result);
      if (!job.json) desk.print(summary(result));
    }
  }
  if (job.json) desk.print(JSON.stringify({ results }, null, 2));
  return strongest(results.map(codeOf));
}

function codeOf({ verdict, refuted }: Result): number {
  if (refuted) return EXIT.fine;
  if (verdict === 'violated') return EXIT.broken;
  if (verdict === 'error') return EXIT.badInput;
  return verdict === 'incomplete' ? EXIT.stopped : EXIT.fine;
}

/** Keeps a counterexample, tells it, and says how to replay it. Returns the file's name. */
export function keep(
  job: SearchJob,
  desk: Desk,
  minimised: Minimised,
  how: { seed?: number; path?: string; from: number },
): string {
  const { outcome } = minimised;
  const label = systemLabel(outcome.scenario.suite.system);
  const property = outcome.violation?.property.split('/').at(-1) ?? 'violation';
  const file = join(job.save, `${label}-${property}.json`.replace(/[^\w.+-]/g, '_'));
  mkdirSync(job.save, { recursive: true });
  const found = {
    by: how.seed === undefined ? 'explore' : 'check',
    version: VERSION,
    ...(how.seed === undefined ? {} : { seed: how.seed }),
    ...(how.path === undefined ? {} : { path: how.path }),
    shrunkFrom: how.from,
    shortest: shortness(minimised),
  };
  writeFileSync(file, printFile(toFile(outcome, found)));
  if (!job.json) desk.print(`${tellOutcome(outcome)}\n  ${pc.dim(lengths(minimised, how.from))}\n`);
  return file;
}

function shortness({ outcome, shortest }: Minimised): string {
  if (shortest.proven) return 'proven shortest in this topology';
  return `none shorter to depth ${shortest.depth} (${shortest.states} states), ${outcome.steps} steps`;
}

const lengths = (minimised: Minimised, from: number) =>
  `${from} steps when found, ${minimised.outcome.steps} now: ${shortness(minimised)}`;

/** Whether the broken promise is one that schedcheck keeps as a known falsehood. */
export const isRefuted = (suite: Suite, broken: string | undefined): boolean =>
  suite.properties.some((property) => property.id === broken && property.expect === 'refuted');

/** A hook that throws or answers nonsense is bad input; every other broken promise is a finding. */
export const violatedBy = (property: string | undefined): Verdict =>
  property?.endsWith('/policy') === true ? 'error' : 'violated';

const mark = (result: Result) =>
  result.refuted
    ? pc.green('✓')
    : result.verdict === 'violated' || result.verdict === 'error'
      ? pc.red('✗')
      : result.verdict === 'incomplete'
        ? pc.yellow('?')
        : pc.green('✓');

/** The verdict in one line, what each property says in a few more, and the command to type next. */
function summary(result: Result): string {
  const head = `${mark(result)} ${pc.bold(result.target)} on ${result.topology}: ${result.message ?? result.verdict}`;
  const vacuous = result.properties.filter((one) => one.verdict === 'vacuous');
  const lines = [head];
  if (result.refuted) lines.push('  refuted, as it should be: this belief is false, and the script above shows why');
  if (vacuous.length > 0) {
    lines.push(
      `  ${pc.yellow('vacuous')}, their situation was never reached: ${vacuous.map((one) => one.id).join(', ')}`,
    );
  }
  if (result.coverage !== undefined && result.verdict === 'no-violation') {
    const { taken, branches } = result.coverage;
    lines.push(`  ${taken} of ${branches} chart branches taken${taken < branches ? '; --json names the others' : ''}`);
  }
  if (result.counterexample !== undefined) lines.push(`  next: npx schedcheck replay ${result.counterexample}`);
  return lines.join('\n');
}

/** `3,560,769` */
export const count = (n: number): string => n.toLocaleString('en-US');
