import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import pc from 'picocolors';
import { InputError } from '../../../model/errors.ts';
import { firstSteps, scriptLength } from '../../../model/system/script.ts';
import { type Outcome, run } from '../../../properties/run.ts';
import { type CounterexampleFile, codeOf, parseFile } from '../../checker/counterexample.ts';
import { readText } from '../../checker/json.ts';
import { type Replay, replay as runFile } from '../../checker/replay.ts';
import { Batch } from '../../report/batch.ts';
import { counted } from '../../report/counted.ts';
import { ftrace } from '../../report/ftrace.ts';
import { lanes } from '../../report/lanes.ts';
import { tellOutcome, wrap } from '../../report/text.ts';
import type { Desk } from '../desk.ts';
import { EXIT, type ReplayJob } from '../job.ts';
import { tellTrouble } from '../line.ts';
import { suiteNamedBy } from '../named-code.ts';

/** `schedcheck replay FILE…|DIR`: runs counterexamples again. A bad file does not keep the others from being run. */
export async function replay(job: ReplayJob, desk: Desk): Promise<number> {
  const files = job.files.flatMap(filesOf);
  if (job.format === 'ftrace' && files.length > 1) {
    throw new InputError(`--format ftrace prints one trace; name one file, not ${files.length}`);
  }
  const left = await desk.each(files, (file) => replayOne(job, desk, file, files.length > 1));
  if (left.length === 0) return EXIT.fine;
  if (job.format !== 'json') desk.print(wrapped(`? not begun: ${left.join(', ')}`));
  return EXIT.stopped;
}

async function replayOne(job: ReplayJob, desk: Desk, file: string, several: boolean): Promise<number> {
  let users = false;
  try {
    if (isFolder(file)) throw new InputError(`${file}: no counterexample (*.json) in this folder; give another one`);
    const read = parseFile(readText(file), file);
    users = codeOf(read) !== undefined;
    const { suite, containment } = await suiteNamedBy(read, file, job, desk);
    const result = runFile(read, suite, file, { driver: job.driver });
    if (job.format === 'json') desk.result(toJson(file, read, result));
    else if (job.format === 'ftrace') printTrace(job, desk, file, read, result);
    else if (job.format === 'lanes') printLanes(job, desk, file, read, result);
    else desk.print(several ? wrapped(line(file, read, result)) : story(job, file, read, result));
    for (const words of (await containment?.inspect(file)) ?? []) desk.complain(`${file} prints: ${words}`);
    return result.reproduced ? EXIT.fine : EXIT.broken;
  } catch (error) {
    const message = tellTrouble(error, file, users);
    desk.complain(message);
    desk.result({ file, error: message });
    return EXIT.badInput;
  }
}

function isFolder(name: string): boolean {
  try {
    return statSync(name).isDirectory();
  } catch {
    return false;
  }
}

/** The file itself, or all counterexamples in the folder. */
function filesOf(name: string): string[] {
  if (!isFolder(name)) return [name];
  try {
    const files = readdirSync(name).filter((file) => file.endsWith('.json'));
    return files.length === 0 ? [name] : files.sort().map((file) => join(name, file));
  } catch {
    return [name];
  }
}

function verdict(read: CounterexampleFile, result: Replay): string {
  const notes = [
    ...(result.codeChanged ? [`${changed(read)} changed since`] : []),
    ...(result.modelChanged ? ['the charts or fields of the system have changed since'] : []),
    ...(result.observationsChanged ? ['other observations than recorded'] : []),
  ];
  const also = notes.length > 0 ? ` (${notes.join('; ')})` : '';
  if (result.reproduced) {
    return `${pc.green('✓')} reproduced: ${claim(read)}; observations ${result.outcome.observations}${also}`;
  }
  return `${pc.red('✗')} not reproduced: ${result.difference}${also}`;
}

/** What a file says, in a clause. */
function claim({ violates, stimuli }: CounterexampleFile): string {
  if (violates === undefined) return `every promise is kept in ${counted(stimuli.length, 'step')}`;
  return `${violates.property} is broken after step ${violates.step}`;
}

function changed(read: CounterexampleFile): string {
  const file = codeOf(read)?.file;
  return file === undefined ? `the hooks of the policy ${read.policy?.name} have` : `the code in ${file} has`;
}

const line = (file: string, read: CounterexampleFile, result: Replay) => `${file}: ${verdict(read, result)}`;
const wrapped = (text: string): string => wrap(text, 2).join('\n');

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
  const question = read.question === undefined ? [] : wrap(`  ${read.question}`, 2);
  return [
    ...wrap(read.title, 2).map(pc.bold),
    ...question,
    '',
    tellOutcome(shownPart(job, result)),
    '',
    ...ending(file, read, result),
  ].join('\n');
}

/** Verdict, file, and what to type next. */
function ending(file: string, read: CounterexampleFile, result: Replay): string[] {
  const { properties } = result.outcome.scenario;
  const shown = properties.filter(({ id }) => read.shows?.reaches.includes(id));
  return [
    ...wrap(verdict(read, result), 2),
    ...shown.flatMap(({ id, says }) => wrap(`  shows: ${id}: ${says}`, 9)),
    `  file: ${file}`,
    `  next: npx schedcheck ${advice(read, result)}`,
  ];
}

/** What to type next. */
function advice(
  { system: host, policy, variant, violates, shows }: CounterexampleFile,
  { reproduced, outcome }: Replay,
): string {
  const { source, properties } = outcome.scenario.suite;
  const system = policy === undefined || policy.file !== undefined ? host : `${host}/${policy.name}`;
  const about = violates?.property ?? shows?.reaches[0];
  const promised = properties.some((one) => one.id === about);
  if (reproduced) return `show ${host}${promised ? ` --rule ${about}` : ''}`;
  const code = source === undefined ? undefined : relative('.', source.file);
  const builtIn = variant === undefined ? system : `${system}+${variant.name}`;
  const target = code === undefined ? builtIn : code.startsWith('.') ? code : `./${code}`;
  return `check ${target}${promised ? ` --property ${about}` : ''}`;
}

const toJson = (file: string, read: CounterexampleFile, result: Replay) => ({
  file,
  system: read.system,
  property: read.violates?.property ?? null,
  reaches: read.shows?.reaches ?? [],
  reproduced: result.reproduced,
  difference: result.difference ?? null,
  codeChanged: result.codeChanged,
  modelChanged: result.modelChanged,
  observations: result.outcome.observations,
  observationsChanged: result.observationsChanged,
  steps: result.outcome.steps,
});
