import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../../model/errors.ts';
import { compile } from '../../../model/system/compile.ts';
import { thereAre } from '../../../model/unknown.ts';
import { type Suite, variantNames } from '../../../properties/suite.ts';
import { mermaid } from '../../report/mermaid.ts';
import { overview } from '../../report/overview.ts';
import { tellRule } from '../../report/rule.ts';
import { rulesOf } from '../../rules/collect.ts';
import type { Desk } from '../desk.ts';
import { EXIT, type ShowJob } from '../job.ts';
import { loadSuite } from '../targets.ts';

/** `schedcheck show SYSTEM`: what it consists of; with `--chart`, `--charts` or `--rule`, that part of it in full. */
export async function show(job: ShowJob, desk: Desk): Promise<number> {
  const suite = await loadSuite(job.system);
  desk.print(partOf(job, suite));
  return EXIT.fine;
}

function partOf({ rule, chart, charts }: ShowJob, suite: Suite): string {
  if (rule !== undefined) return ruleText(suite, rule);
  if (chart !== undefined) return chartText(suite, chart);
  if (charts === true) return chartsText(suite);
  return overview(suite);
}

/** Charts of entities and of paths, by the name that `--chart` takes. */
const chartsOf = ({ system }: Suite) => {
  const { tables, pathTables } = compile(system);
  return [
    ...Object.entries(tables).map(([name, table]) => ({ name, title: `Chart of a ${name}`, table })),
    ...Object.entries(pathTables).map(([name, table]) => ({ name, title: `Path ${name}`, table })),
  ];
};

function chartText(suite: Suite, wanted: string): string {
  const charts = chartsOf(suite);
  const found = charts.find(({ name }) => name === wanted);
  if (found !== undefined) return mermaid(found.table);
  const names = charts.map(({ name }) => name);
  throw new InputError(`${suite.system.name} has no chart "${wanted}"; ${thereAre(wanted, names)}`);
}

function chartsText(suite: Suite): string {
  const { system } = suite;
  const all = chartsOf(suite).map(({ title, table }) => `## ${title}\n\n${mermaid(table)}`);
  return [`# ${system.name}: ${system.title}`, ...all].join('\n\n');
}

/** One rule, property or mutant: what it says, where it stands, what checks it, and what to type to see it broken. */
function ruleText(suite: Suite, wanted: string): string {
  const told = tellRule(suite, wanted, galleryFolder());
  if (told !== null) return told;
  const rules = rulesOf(suite).map((row) => row.id);
  const all = [...rules, ...suite.properties.map(({ id }) => id), ...variantNames(suite)];
  const known = thereAre(wanted, all, rules);
  throw new InputError(`${suite.system.name} has no rule, property or mutant "${wanted}"; ${known}`);
}

/** The gallery of this project when it is here, otherwise the one that came with schedcheck. */
function galleryFolder(): string {
  if (existsSync('counterexamples/README.md')) return 'counterexamples';
  return relative('.', fileURLToPath(new URL('../../../../counterexamples', import.meta.url)));
}
