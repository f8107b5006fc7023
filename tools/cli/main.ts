#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { thereAre } from '../../model/unknown.ts';
import { VERSION } from '../version.ts';
import { DEFAULTS } from './defaults.ts';
import { asksForCode, contradiction, projectFolder, seconds, several, shrinkPath, whole } from './flags.ts';
import { EXIT, type Job, LISTS, looksLikeCode, type ReplayJob, type SearchJob } from './job.ts';
import { oneLine } from './line.ts';

/** The command line: reads the flags, hands the job to the engine's thread, ends with its code. */

const driver = () =>
  new Option('--driver <who>', 'who answers the events').choices(['tables', 'xstate']).default('tables');

const patience = () =>
  new Option('--patience <seconds>', 'how long one step of your own code may take').argParser(seconds).default(10);

/** The flags that check and explore share. */
function searchCommand(name: string, says: string): Command {
  return new Command(name)
    .description(says)
    .argument('[target...]', 'systems (lwkt-core), variants (lwkt-core+ge) or files; all systems unless given')
    .option(
      '--system <name>',
      'the system that a variant file belongs to, the host of a policy file, or the only one to look at',
    )
    .option('--property <id...>', 'look at these promises only', several, [])
    .option('--topology <name...>', 'topologies by name, a topology file, or all', several, [])
    .option('--cpus <n>', 'a topology of this many CPUs', whole(1, 256))
    .option('--threads <n>', 'and this many threads', whole(1, 60_000))
    .option('--save <dir>', 'where counterexamples go', 'schedcheck-found')
    .option('--json', 'one JSON document on stdout', false)
    .addOption(driver())
    .addOption(patience());
}

function program(run: (job: Job) => Promise<void>): Command {
  const schedcheck = new Command('schedcheck')
    .description('Checks what thread schedulers promise: random and exhaustive search over xstate statecharts.')
    .version(VERSION);
  const check = searchCommand('check', 'random search: fast-check walks the model, shrinks what it finds')
    .option('--runs <n>', 'scenarios', whole(1, 1_000_000_000), DEFAULTS.runs)
    .option('--steps <n>', 'most steps of each', whole(1, 1_000_000), DEFAULTS.steps)
    .option('--seed <n>', 'seed of the search; a fresh one unless given', whole(-(2 ** 31), 2 ** 32 - 1))
    .option('--path <path>', "where to start in fast-check's shrink tree", shrinkPath)
    .action((targets: string[], options) => run(searchJob('check', targets, options)));
  const explore = searchCommand('explore', 'exhaustive search: every reachable state, nearest first')
    .option('--depth <n>', 'steps from the initial state', whole(0, 1_000_000))
    .option('--states <n>', 'states', whole(1, 4_000_000_000))
    .option('--memory <mib>', 'MiB for the states', whole(1, 1_048_576))
    .action((targets: string[], options) => run(searchJob('explore', targets, options)));
  const replay = new Command('replay')
    .description('run counterexamples again')
    .argument('<file...>', 'counterexamples, folders of them, and code that they may load')
    .option('--step <n>', 'show the first n steps only', whole(0, 1_000_000))
    .addOption(
      new Option('--format <how>', 'what to print; ftrace: text for Perfetto, not the binary of trace-cmd')
        .choices(['text', 'lanes', 'ftrace', 'json'])
        .default('text'),
    )
    .addOption(driver())
    .addOption(patience())
    .action((files: string[], options) => run(replayJob(files, options)));
  const list = new Command('list')
    .description('what there is')
    .argument('[what]', LISTS.join(', '))
    .argument('[system]', 'of this system only')
    .option('--json', 'one JSON document on stdout', false)
    .action((what: string | undefined, system: string | undefined, options) =>
      run({ command: 'list', what: listed(what), system, ...options }),
    );
  const show = new Command('show')
    .description('what a system consists of: charts, stimuli, topologies, promises, rules')
    .argument('<system>')
    .addOption(new Option('--chart <name>', 'one chart or path, as Mermaid').conflicts(['charts', 'rule']))
    .addOption(new Option('--charts', 'all of them').conflicts('rule'))
    .option('--rule <id>', 'one rule, property or mutant')
    .action((system: string, options) => run({ command: 'show', system, ...options }));
  for (const command of [check, explore, replay, list, show, initCommand()]) schedcheck.addCommand(command);
  return schedcheck;
}

/** The only command that needs no engine. */
const initCommand = () =>
  new Command('init')
    .description('a folder with a policy of your own, its tests, and all that they need')
    .argument('<folder>', 'new, or without files of the same names')
    .option('--package <spec>', "where schedcheck comes from: a tarball or what package.json may say; else it's packed")
    .action(async (folder: string, options: { package?: string }) => {
      const { init } = await import('./init.ts');
      process.stdout.write(`${init(folder, options.package)}\n`);
    });

function listed(what: string | undefined): (typeof LISTS)[number] | undefined {
  if (what === undefined || LISTS.includes(what as never)) return what as (typeof LISTS)[number] | undefined;
  throw new UsageError(`there is no list of "${what}"; ${thereAre(what, LISTS)}`);
}

function searchJob(command: 'check' | 'explore', targets: string[], options: Partial<SearchJob>): SearchJob {
  const job = { command, targets, runs: 0, steps: 0, ...options } as SearchJob;
  refuse(contradiction(job));
  // The only place where chance enters: the seed of this run, printed with the verdict.
  return { ...job, seed: options.seed ?? (Math.random() * 2 ** 31) | 0 };
}

function replayJob(names: readonly string[], options: Partial<ReplayJob>): ReplayJob {
  const files = names.filter((name) => !looksLikeCode(name));
  const project = projectFolder(process.cwd());
  const job = {
    command: 'replay',
    files,
    code: names.filter(looksLikeCode),
    project,
    asksForCode: files.some(asksForCode),
    ...options,
  } as ReplayJob;
  refuse(contradiction(job));
  return job;
}

/** Something is wrong with the command line itself. */
class UsageError extends Error {}

function refuse(contradicts: string | null): void {
  if (contradicts !== null) throw new UsageError(contradicts);
}

/** The flags of the other search, which people try here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '--depth': '; explore has it, check has --steps',
  '--states': '; explore has it, check has --runs',
  '--memory': '; explore has it',
  '--runs': '; check has it, explore has --states',
  '--steps': '; check has it, explore has --depth',
  '--seed': '; check has it, explore leaves nothing to chance',
  '--path': '; check has it, explore leaves nothing to chance',
};

/** Commander's complaint as one line with the way to go on. */
function complain(command: Command, text: string): void {
  const message = text.replace(/^error: /, '').trim();
  const flag = /unknown option '(--\w+)/.exec(message)?.[1] ?? '';
  const help = command.name() === 'schedcheck' ? 'schedcheck --help' : `schedcheck ${command.name()} --help`;
  process.stderr.write(`${oneLine(`schedcheck: ${message}${ELSEWHERE[flag] ?? ''}; ${help} tells more`)}\n`);
}

async function main(): Promise<void> {
  let code: number = EXIT.fine;
  const schedcheck = program(async (job) => {
    code = await (await import('./host.ts')).runInWorker(job);
  });
  for (const command of [schedcheck, ...schedcheck.commands]) {
    command.exitOverride().configureOutput({ outputError: (text) => complain(command, text) });
  }
  try {
    await schedcheck.parseAsync();
  } catch (error) {
    code = error instanceof CommanderError && error.exitCode === 0 ? EXIT.fine : EXIT.badInput;
    if (!(error instanceof CommanderError))
      process.stderr.write(`${oneLine(`schedcheck: ${(error as Error).message}`)}\n`);
  }
  process.exitCode = code;
}

// `schedcheck list | head -1` closes the pipe early: nothing to complain of.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

await main();
