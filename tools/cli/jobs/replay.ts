import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { InputError } from '../../../model/errors.ts';
import { firstSteps, scriptLength } from '../../../model/system/script.ts';
import { type Outcome, run } from '../../../properties/run.ts';
import { type CounterexampleFile, parseFile } from '../../checker/counterexample.ts';
import { type Replay, replay as runFile } from '../../checker/replay.ts';
import { Batch } from '../../report/batch.ts';
import { ftrace } from '../../report/ftrace.ts';
import { lanes } from '../../report/lanes.ts';
import { tellOutcome } from '../../report/text.ts';
import type { Desk } from '../desk.ts';
import { EXIT, type ReplayJob, strongest } from '../job.ts';
import { loadSuite } from '../targets.ts';

/** Files larger than this are no counterexamples. */
const MAXIMUM_BYTES = 64 * 2 ** 20;

/** `schedcheck replay FILE…|DIR`: runs counterexamples again. A bad file does not keep the others from being run. */
export async function replay(job: ReplayJob, desk: Desk): Promise<number> {
  const codes: number[] = [];
  const told: object[] = [];
  const files = job.files.flatMap((name) => filesOf(name));
  if (job.format === 'ftrace' && files.length > 1) {
    throw new InputError(`--format ftrace prints one trace; name one file, not ${files.length}`);
  }
  for (const file of files) {
    try {
      const read = parseFile(readText(file), file);
      const result = runFile(read, await loadSuite(read.system), file, { driver: job.driver });
      codes.push(result.reproduced ? EXIT.fine : EXIT.broken);
      if (job.format === 'json') told.push(toJson(file, read, result));
      else if (job.format === 'ftrace') printTrace(job, desk, file, read, result);
      else if (job.format === 'lanes') printLanes(job, desk, file, read, result);
      else desk.print(files.length > 1 ? line(file, read, result) : story(job, file, read, result));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      desk.complain(error.message);
      codes.push(EXIT.badInput);
    }
  }
  if (job.format === 'json') desk.print(JSON.stringify({ results: told }, null, 2));
  return strongest(codes);
}

function filesOf(name: string): string[] {
  if (!existsSync(name)) throw new InputError(`no file or folder "${name}"`);
  if (!statSync(name).isDirectory()) return [name];
  const files = readdirSync(name).filter((file) => file.endsWith('.json'));
  if (files.length === 0) throw new InputError(`no counterexample (*.json) in the folder "${name}"`);
  return files.sort().map((file) => join(name, file));
}

function readText(file: string): string {
  const { size } = statSync(file);
  if (size > MAXIMUM_BYTES) throw new InputError(`${file}: ${size} bytes are too many for a counterexample`);
  return readFileSync(file, 'utf8');
}

function verdict(read: CounterexampleFile, result: Replay): string {
  const notes = [
    ...(result.modelChanged ? ['the charts or fields of the system have changed since'] : []),
    ...(result.observationsChanged ? ['other observations than recorded'] : []),
  ];
  const also = notes.length > 0 ? ` (${notes.join('; ')})` : '';
  if (result.reproduced) {
    const { property, step } = read.violates;
    return `${pc.green('✓')} reproduced: ${property} is broken after step ${step}; observations ${result.outcome.observations}${also}`;
  }
  return `${pc.red('✗')} not reproduced: ${result.difference}${also}`;
}

const line = (file: string, read: CounterexampleFile, result: Replay) => `${file}: ${verdict(read, result)}`;

/** The outcome, cut to the steps that the user wants to see. */
function shownPart(job: ReplayJob, { outcome }: Replay): Outcome {
  const wanted = job.step ?? scriptLength(outcome.taken);
  const short = wanted < scriptLength(outcome.taken);
  return short ? run(outcome.scenario.with({ script: firstSteps(outcome.taken, wanted) })) : outcome;
}

/** Nothing but the trace goes to stdout, so that it can be sent into a file; the verdict is said when it is a bad one. */
function printTrace(job: ReplayJob, desk: Desk, file: string, read: CounterexampleFile, result: Replay): void {
  const batch = new Batch(desk.print);
  ftrace(shownPart(job, result), batch.add);
  batch.flush();
  if (!result.reproduced) desk.complain(line(file, read, result));
}

/** Lanes, then the verdict. */
function printLanes(job: ReplayJob, desk: Desk, file: string, read: CounterexampleFile, result: Replay): void {
  const batch = new Batch(desk.print);
  lanes(shownPart(job, result), batch.add);
  batch.add('');
  for (const line of ending(file, read, result)) batch.add(line);
  batch.flush();
}

function story(job: ReplayJob, file: string, read: CounterexampleFile, result: Replay): string {
  const question = read.question === undefined ? [] : [`  ${read.question}`];
  return [
    pc.bold(read.title),
    ...question,
    '',
    tellOutcome(shownPart(job, result)),
    '',
    ...ending(file, read, result),
  ].join('\n');
}

/** Verdict, file, and what to type next. */
function ending(file: string, read: CounterexampleFile, result: Replay): string[] {
  const next = result.reproduced
    ? `next: npx schedcheck show ${read.system} --rule ${read.violates.property}`
    : `next: npx schedcheck check ${read.system}${read.variant === undefined ? '' : `+${read.variant.name}`} --property ${read.violates.property}`;
  return [verdict(read, result), `  file: ${file}`, `  ${next}`];
}

const toJson = (file: string, read: CounterexampleFile, result: Replay) => ({
  file,
  system: read.system,
  property: read.violates.property,
  reproduced: result.reproduced,
  difference: result.difference ?? null,
  modelChanged: result.modelChanged,
  observations: result.outcome.observations,
  observationsChanged: result.observationsChanged,
  steps: result.outcome.steps,
});
