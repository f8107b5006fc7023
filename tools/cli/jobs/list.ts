import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { InputError } from '../../../model/errors.ts';
import { systemNames } from '../../../properties/catalogue.ts';
import { parseFile } from '../../checker/counterexample.ts';
import { counted } from '../../report/counted.ts';
import { wrap } from '../../report/text.ts';
import type { Desk } from '../desk.ts';
import { EXIT, type ListJob } from '../job.ts';
import { loadSuite } from '../targets.ts';

/** `schedcheck list`: what there is. */
export async function list(job: ListJob, desk: Desk): Promise<number> {
  const rows = await rowsOf(job.what ?? 'systems');
  if (job.json) desk.print(JSON.stringify({ [job.what ?? 'systems']: rows }, null, 2));
  else for (const row of rows) desk.print(print(row));
  if (!job.json && job.what === undefined) desk.print('next: npx schedcheck check lwkt-core');
  return EXIT.fine;
}

interface Row {
  readonly name: string;
  readonly note: string;
  readonly says: string;
}

async function rowsOf(what: NonNullable<ListJob['what']>): Promise<Row[]> {
  switch (what) {
    case 'systems':
      return Promise.all(systemNames().map(systemRow));
    case 'policies':
      return (await Promise.all(systemNames().map(policyRows))).flat();
    case 'properties':
      return (await Promise.all(systemNames().map(propertyRows))).flat();
    case 'counterexamples':
      return counterexampleRows('counterexamples');
  }
}

async function systemRow(name: string): Promise<Row> {
  const { system, properties } = await loadSuite(name);
  const topologies = system.topologies.map((one) => one.name).join(' ');
  return {
    name,
    note: system.status,
    says: `${system.title}; ${properties.length} properties; topologies ${topologies}`,
  };
}

async function policyRows(name: string): Promise<Row[]> {
  const { policies = [], system } = await loadSuite(name);
  return policies.map((policy) => ({
    name: `${name}/${policy.name}`,
    note: policy.name === system.policy?.name ? 'default' : 'policy',
    says: `${policy.says}; promises ${Object.keys(policy.promises).join(', ') || 'nothing'}`,
  }));
}

async function propertyRows(name: string): Promise<Row[]> {
  const { properties } = await loadSuite(name);
  return properties.map((property) => ({
    name: property.id,
    note: (property.expect ?? 'holds') === 'holds' ? property.confidence : (property.expect as string),
    says: `${property.says} (${property.rules.join(', ')})`,
  }));
}

function counterexampleRows(folder: string): Row[] {
  if (!existsSync(folder)) throw new InputError(`no folder "${folder}" here; run this in the project's folder`);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => {
    const read = parseFile(readFileSync(join(folder, file), 'utf8'), file);
    return { name: join(folder, file), note: counted(read.stimuli.length, 'step'), says: read.question ?? read.title };
  });
}

const print = ({ name, note, says }: Row): string =>
  `${wrap(`${pc.bold(name)} ${pc.dim(`[${note}]`)}`, 4).join('\n')}\n${wrap(`    ${says}`, 4).join('\n')}`;
