import { performance } from 'node:perf_hooks';
import pc from 'picocolors';
import { InputError } from '../../../model/errors.ts';
import type { Violation } from '../../../properties/evaluate.ts';
import type { Suite } from '../../../properties/suite.ts';
import { audit } from '../../checker/audit.ts';
import { printFile, toFile } from '../../checker/counterexample.ts';
import type { Exploration } from '../../checker/exhaustive.ts';
import type { Minimised } from '../../checker/minimise.ts';
import { counted } from '../../report/counted.ts';
import { tellOutcome, wrap } from '../../report/text.ts';
import { VERSION } from '../../version.ts';
import type { Desk } from '../desk.ts';
import { EXIT, looksLikeCode, type SearchJob, strongest } from '../job.ts';
import { tellTrouble } from '../line.ts';
import type { Result } from '../result.ts';
import { checkFolder, fileName, folderFor, write } from '../save.ts';
import { loadTarget, type Target, targetNames, topologiesOf } from '../targets.ts';

/** Runs one search on every target and prints what came of it. A bad target does not keep the others from being run. */
export async function searchAll(
  job: SearchJob,
  desk: Desk,
  search: (target: Target) => Iterable<Result>,
): Promise<number> {
  checkFolder(job.save);
  const left = await desk.each(targetNames(job), (name) => searchOne(job, desk, name, search));
  if (left.length === 0) return EXIT.fine;
  if (!job.json) desk.print(wrapped(`? not begun: ${left.join(', ')}`));
  return EXIT.stopped;
}

async function searchOne(
  job: SearchJob,
  desk: Desk,
  name: string,
  search: (target: Target) => Iterable<Result>,
): Promise<number> {
  const started = performance.now();
  const codes: number[] = [];
  let target: Target | undefined;
  try {
    target = await loadTarget(name, job, desk);
    if (target.containment !== undefined) inspectGuards(target, job, desk);
    for (const result of search(target)) {
      await inspect(target, desk);
      codes.push(codeOf(result));
      desk.result(result);
      if (result.verdict === 'error') desk.complain(complaint(name, result));
      if (!job.json) desk.print(summary(result));
    }
  } catch (error) {
    const message = tellTrouble(await causeOf(error, target, desk), name, looksLikeCode(name));
    const seconds = (performance.now() - started) / 1000;
    desk.complain(message);
    desk.result(failed(name, message, seconds));
    codes.push(EXIT.badInput);
  }
  return strongest(codes);
}

/** Whether a user's file has kept within its bounds; what it printed is shown. */
async function inspect({ containment, name }: Target, desk: Desk): Promise<void> {
  for (const line of (await containment?.inspect(name)) ?? []) desk.complain(`${name} prints: ${line}`);
}

/** A file that has changed JavaScript's own objects is to blame for whatever fails afterwards. */
async function causeOf(error: unknown, target: Target | undefined, desk: Desk): Promise<unknown> {
  try {
    if (target !== undefined) await inspect(target, desk);
    return error;
  } catch (changed) {
    return changed;
  }
}

/** Runs of a user's file in the checked mode, before anything is said about its promises. */
const AUDITED_RUNS = 100;
/** So many at least for each topology. */
const AUDITED_RUNS_EACH = 5;
const AUDITED_STEPS = 100;

function inspectGuards({ suite, name }: Target, job: SearchJob, desk: Desk): void {
  const topologies = topologiesOf(suite.system, job);
  const finding = audit(suite, {
    topologies,
    runs: Math.max(AUDITED_RUNS, AUDITED_RUNS_EACH * topologies.length),
    steps: AUDITED_STEPS,
    seed: job.seed,
    driver: job.driver,
    stop: desk.stopped,
  });
  if (finding === null) return;
  throw new InputError(`${name}: ${finding.message}; seen on ${finding.scenario}`);
}

const failed = (target: string, message: string, seconds: number): Result => ({
  target,
  system: '',
  policy: null,
  topology: '',
  verdict: 'error',
  properties: [],
  refuted: false,
  message,
  seconds,
});

function complaint(name: string, { message, counterexample }: Result): string {
  return `${name}: ${message}${counterexample === undefined ? '' : `; next: npx schedcheck replay ${counterexample}`}`;
}

function codeOf({ verdict, refuted, unpromised }: Result): number {
  if (refuted || unpromised === true) return EXIT.fine;
  if (verdict === 'violated') return EXIT.broken;
  if (verdict === 'error') return EXIT.badInput;
  return verdict === 'incomplete' ? EXIT.stopped : EXIT.fine;
}

/** Keeps a counterexample, tells it, and says how to replay it. Returns the file's name; undefined if it can't be kept. */
export function keep(
  job: SearchJob,
  desk: Desk,
  minimised: Minimised,
  how: { seed?: number; path?: string; from: number },
): string | undefined {
  const { outcome } = minimised;
  const found = {
    by: how.seed === undefined ? 'explore' : 'check',
    version: VERSION,
    ...(how.seed === undefined ? {} : { seed: how.seed }),
    ...(how.path === undefined ? {} : { path: how.path }),
    shrunkFrom: how.from,
    shortest: shortness(minimised),
  };
  const told = wrap(`  ${lengths(minimised, how.from)}`, 4)
    .map(pc.dim)
    .join('\n');
  if (!job.json) desk.print(`${tellOutcome(outcome)}\n${told}\n`);
  const file = fileName(job.save, outcome.scenario.suite.system, outcome.violation?.property ?? 'violation');
  try {
    write(file, printFile(toFile(outcome, found, undefined, undefined, folderFor(job.save))));
    return file;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    desk.complain(error.message);
    return undefined;
  }
}

function shortness({ outcome, shortest }: Minimised): string {
  if (shortest.proven) return 'proven shortest in this topology';
  return `none shorter to depth ${shortest.depth} (${counted(shortest.states, 'state')}), ${counted(outcome.steps, 'step')}`;
}

const lengths = (minimised: Minimised, from: number) =>
  `${counted(from, 'step')} when found, ${minimised.outcome.steps} now: ${shortness(minimised)}`;

/** Whether nothing can ever happen in a machine, so that it would keep every promise. */
export const standsStill = (found: Exploration): boolean => found.complete && found.transitions + found.selfLoops === 0;

export const standstill = (target: string, topology: string): InputError =>
  new InputError(
    `${target}: nothing can happen on ${topology}: no stimulus is enabled at the start; give more entities, or other options`,
  );

/** Whether a guard, effect or hook threw, or a hook answered nonsense: then the code is broken, and nothing can be said of its promises. */
export const hasThrown = (violation: Violation | null | undefined): boolean =>
  /\/(thrown|policy)$/.test(violation?.property ?? '');

/** Whether what broke is a known falsehood, or nothing that was promised: findings, then. */
export function findingsOf(suite: Suite, broken: string | undefined): Pick<Result, 'refuted' | 'unpromised'> {
  const expected = suite.properties.find((property) => property.id === broken)?.expect;
  return { refuted: expected === 'refuted', ...(expected === 'unpromised' ? { unpromised: true } : {}) };
}

/** Names in the line about what is vacuous. */
const SOME = 12;

function vacuousText(ids: readonly string[]): string {
  const more =
    ids.length > SOME ? `, … (${ids.length} in all; --json names them, another topology may reach them)` : '';
  return `  ${pc.yellow('vacuous')}, their situation was never reached: ${ids.slice(0, SOME).join(', ')}${more}`;
}

const wrapped = (text: string): string => wrap(text, 4).join('\n');

const mark = (result: Result) =>
  result.refuted || result.unpromised === true
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
  if (result.unpromised === true) lines.push(`  not promised by ${result.policy}: a finding, and no failure`);
  if (result.unjudged !== undefined) {
    lines.push(`  not judged on ${result.system}, which leaves no say in it: ${result.unjudged.join(', ')}`);
  }
  if (vacuous.length > 0) lines.push(vacuousText(vacuous.map(({ id }) => id)));
  if (result.coverage !== undefined && result.verdict === 'no-violation') {
    const { taken, branches } = result.coverage;
    lines.push(`  ${taken} of ${branches} chart branches taken${taken < branches ? '; --json names the others' : ''}`);
  }
  const next = result.counterexample === undefined ? [] : [`  next: npx schedcheck replay ${result.counterexample}`];
  return [...lines.map(wrapped), ...next].join('\n');
}
