#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { VERSION } from '../version.ts';
import { DEFAULTS } from './defaults.ts';
import { EXIT, type Job, type SearchJob } from './job.ts';

/** The command line: reads the flags, hands the job to the engine's thread, ends with its code. */

function whole(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(
      `give a whole number from ${minimum}${maximum < 2 ** 53 - 1 ? ` to ${maximum}` : ' on'}.`,
    );
  };
}

const driver = () =>
  new Option('--driver <who>', 'who answers the events').choices(['tables', 'xstate']).default('tables');

/** The flags that check and explore share. */
function searchCommand(name: string, says: string): Command {
  return new Command(name)
    .description(says)
    .argument('[target...]', 'systems (lwkt-core), variants (lwkt-core+ge) or files; all systems unless given')
    .option('--system <name>', 'the system that a variant file belongs to, or the only one to look at')
    .option('--property <id...>', 'look at these promises only', [])
    .option('--topology <name...>', 'topologies by name, a topology file, or all', [])
    .option('--cpus <n>', 'a topology of this many CPUs', whole(1, 256))
    .option('--threads <n>', 'and this many threads', whole(1, 60_000))
    .option('--save <dir>', 'where counterexamples go', 'schedcheck-found')
    .option('--json', 'one JSON document on stdout', false)
    .addOption(driver());
}

function program(run: (job: Job) => Promise<void>): Command {
  const schedcheck = new Command('schedcheck')
    .description('Checks what thread schedulers promise: random and exhaustive search over xstate statecharts.')
    .version(VERSION)
    .showHelpAfterError('(schedcheck --help tells more)');
  const check = searchCommand('check', 'random search: fast-check walks the model, shrinks what it finds')
    .option('--runs <n>', 'scenarios', whole(1), DEFAULTS.runs)
    .option('--steps <n>', 'most steps of each', whole(1, 1_000_000), DEFAULTS.steps)
    .option('--seed <n>', 'seed of the search; a fresh one unless given', whole(-(2 ** 31), 2 ** 32 - 1))
    .option('--path <path>', "where to start in fast-check's shrink tree")
    .action((targets: string[], options) => run(searchJob('check', targets, options)));
  const explore = searchCommand('explore', 'exhaustive search: every reachable state, nearest first')
    .option('--depth <n>', 'steps from the initial state', whole(0))
    .option('--states <n>', 'states', whole(1))
    .option('--memory <mib>', 'MiB for the states', whole(1))
    .action((targets: string[], options) => run(searchJob('explore', targets, options)));
  const replay = new Command('replay')
    .description('run counterexamples again')
    .argument('<file...>', 'counterexample files, or folders of them')
    .option('--step <n>', 'show the first n steps only', whole(0))
    .addOption(
      new Option('--format <how>', 'what to print').choices(['text', 'lanes', 'ftrace', 'json']).default('text'),
    )
    .addOption(driver())
    .action((files: string[], options) => run({ command: 'replay', files, project: process.cwd(), ...options }));
  const list = new Command('list')
    .description('what there is')
    .argument('[what]', 'systems, policies, properties or counterexamples')
    .option('--json', 'one JSON document on stdout', false)
    .action((what: string | undefined, options) => run({ command: 'list', what: listed(what), ...options }));
  const show = new Command('show')
    .description('charts, stimuli and promises of a system; one rule')
    .argument('<system>')
    .option('--rule <id>', 'one rule, property or mutant')
    .action((system: string, options) => run({ command: 'show', system, ...options }));
  for (const command of [check, explore, replay, list, show]) schedcheck.addCommand(command);
  return schedcheck;
}

const LISTS = ['systems', 'policies', 'properties', 'counterexamples'] as const;

function listed(what: string | undefined): (typeof LISTS)[number] | undefined {
  if (what === undefined || LISTS.includes(what as never)) return what as (typeof LISTS)[number] | undefined;
  throw new CommanderError(
    EXIT.badInput,
    'schedcheck.list',
    `error: there is no list of "${what}"; there are ${LISTS.join(', ')}`,
  );
}

function searchJob(command: 'check' | 'explore', targets: string[], options: Partial<SearchJob>): SearchJob {
  // The only place where chance enters: the seed of this run, printed with the verdict.
  const seed = options.seed ?? (Math.random() * 2 ** 31) | 0;
  return { command, targets, runs: 0, steps: 0, ...options, seed } as SearchJob;
}

async function main(): Promise<void> {
  let code: number = EXIT.fine;
  const schedcheck = program(async (job) => {
    code = await (await import('./host.ts')).runInWorker(job);
  });
  for (const command of [schedcheck, ...schedcheck.commands]) command.exitOverride();
  try {
    await schedcheck.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'schedcheck.list') process.stderr.write(`${error.message}\n`);
    code = error.exitCode === 0 ? EXIT.fine : EXIT.badInput;
  }
  process.exitCode = code;
}

// A reader that has seen enough (`schedcheck list | head -1`) closes the pipe; that is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.fine : EXIT.badInput);
});
await main();
