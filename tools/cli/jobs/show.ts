import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../../model/errors.ts';
import { type CompiledSystem, compile } from '../../../model/system/compile.ts';
import type { Suite } from '../../../properties/suite.ts';
import { mermaid } from '../../report/mermaid.ts';
import { tellRule } from '../../report/rule.ts';
import { type RuleRow, rulesOf } from '../../rules/collect.ts';
import { tally } from '../../rules/print.ts';
import type { Desk } from '../desk.ts';
import { EXIT, type ShowJob } from '../job.ts';
import { loadSuite } from '../targets.ts';

/** `schedcheck show SYSTEM`: charts as Mermaid, stimuli, properties; with `--rule`, one rule. */
export async function show(job: ShowJob, desk: Desk): Promise<number> {
  const suite = await loadSuite(job.system);
  const compiled = compile(suite.system);
  if (job.rule === undefined) desk.print(whole(suite, compiled));
  else desk.print(rule(suite, job.rule));
  return EXIT.fine;
}

function whole(suite: Suite, { tables, pathTables, stimuli }: CompiledSystem): string {
  const { system, properties } = suite;
  const charts = Object.entries(tables).map(([kind, table]) => `## Chart of a ${kind}\n\n${mermaid(table)}`);
  const paths = Object.entries(pathTables).map(([path, table]) => `## Path ${path}\n\n${mermaid(table)}`);
  const happens = stimuli.map((one) => {
    const argument = one.with === undefined ? '' : ` ${one.with.toUpperCase()}`;
    return `- \`${one.to.toUpperCase()} ${one.name}${argument}\` (${one.source}): ${one.says}`;
  });
  const promises = properties.map((one) => `- \`${one.id}\` (${one.rules.join(', ')}): ${one.says}`);
  return [
    `# ${system.name}: ${system.title}`,
    ...charts,
    ...paths,
    `## What may happen\n\n${happens.join('\n')}`,
    `## What is promised\n\n${promises.join('\n')}`,
    `## Rules\n\n${ruleList(rulesOf(suite))}`,
  ].join('\n\n');
}

/** How many rules there are, and the reason of each that is not checked. */
function ruleList(rows: readonly RuleRow[]): string {
  const open = rows.filter((row) => row.reason !== null);
  return [tally(rows), ...open.map(({ id, status, reason }) => `- ${id}: ${status}: ${reason}`)].join('\n');
}

/** One rule, property or mutant: what it says, where it stands, what checks it, and what to type to see it broken. */
function rule(suite: Suite, wanted: string): string {
  const told = tellRule(suite, wanted, galleryFolder());
  if (told !== null) return told;
  const known = rulesOf(suite).map((row) => row.id);
  const some = known.length <= SOME ? known.join(', ') : `${known.slice(0, SOME).join(', ')}, …`;
  throw new InputError(
    `${suite.system.name} has no rule, property or mutant "${wanted}"; its ${known.length} rules are ${some}`,
  );
}

/** Rules that fit into one line of complaint. */
const SOME = 12;

/** The gallery of this project when it is here, otherwise the one that came with schedcheck. */
function galleryFolder(): string {
  if (existsSync('counterexamples/README.md')) return 'counterexamples';
  return relative('.', fileURLToPath(new URL('../../../../counterexamples', import.meta.url)));
}
