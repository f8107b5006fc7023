import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../model/errors.ts';
import { compile } from '../../../model/system/compile.ts';
import type { AnySystem } from '../../../model/system/system.ts';
import { type Suite, suiteWith } from '../../../properties/suite.ts';
import { parseFile } from '../../checker/counterexample.ts';
import { counted } from '../../report/counted.ts';
import { rulesOf } from '../../rules/collect.ts';
import type { ListJob } from '../job.ts';

/** One thing of a list. */
export interface Row {
  readonly name: string;
  readonly note: string;
  readonly says: string;
}

/** What is listed of each system. */
export const ROWS: Readonly<Record<Exclude<ListJob['what'], 'counterexamples' | undefined>, (suite: Suite) => Row[]>> =
  {
    systems: (suite) => [systemRow(suite)],
    policies: policyRows,
    properties: propertyRows,
    topologies: topologyRows,
    variants: variantRows,
    stimuli: stimulusRows,
    rules: ruleRows,
  };

function systemRow({ system, properties }: Suite): Row {
  const topologies = system.topologies.map((one) => one.name).join(' ');
  const says = `${system.title}; ${properties.length} properties; topologies ${topologies}`;
  return { name: system.name, note: system.status, says };
}

function policyRows({ policies = [], system }: Suite): Row[] {
  return policies.map((policy) => ({
    name: `${system.name}/${policy.name}`,
    note: policy.name === system.policy?.name ? 'default' : 'policy',
    says: `${policy.says}; promises ${Object.keys(policy.promises).join(', ') || 'nothing'}`,
  }));
}

function propertyRows({ properties }: Suite): Row[] {
  return properties.map((property) => ({
    name: property.id,
    note: (property.expect ?? 'holds') === 'holds' ? property.confidence : (property.expect as string),
    says: `${property.says} (${property.rules.join(', ')})`,
  }));
}

function topologyRows({ system }: Suite): Row[] {
  return system.topologies.map(({ name, says = '', entities }) => {
    const counts = Object.entries(entities).flatMap(([kind, all]) =>
      all.length === 0 ? [] : [`${all.length} ${kind}`],
    );
    return { name, note: `${system.name}: ${counts.join(', ')}`, says };
  });
}

/** Mutants first, then variants that nobody can tell from the system, then other readings. */
function variantRows(suite: Suite): Row[] {
  const hosted = (suite.policies ?? []).flatMap((policy) => suiteWith(suite, policy.name) ?? []);
  // a kernel that decides by itself has variants of its own beside those of the policies that it can ask
  const suites = suite.system.policy === undefined ? [suite, ...hosted] : hosted;
  const rows = suites.flatMap((one) => one.variants.map((variant) => variantRow(one, suite, variant)));
  const order = ['mutant', 'equivalent', 'variant'];
  const known = new Map(rows.map((row) => [row.name, row]));
  return [...known.values()].sort((a, b) => order.indexOf(a.note) - order.indexOf(b.note));
}

function variantRow(hosted: Suite, suite: Suite, { variantOf }: AnySystem): Row {
  const variant = variantOf?.variant ?? '';
  const policy = hosted.system.policy?.name;
  const names = [variant, `${policy}+${variant}`];
  const broken = hosted.properties.filter(({ mutant }) => names.includes(mutant)).map(({ id }) => id);
  const name = `${suite.system.name}${policy === undefined ? '' : `/${policy}`}+${variant}`;
  if (broken.length > 0) return { name, note: 'mutant', says: `breaks ${broken.join(', ')}` };
  if (policy !== undefined)
    return { name, note: 'mutant', says: 'a mistake to try; what it breaks depends on the promises' };
  if (suite.equivalents?.includes(variant)) return { name, note: 'equivalent', says: 'breaks nothing: the same graph' };
  return { name, note: 'variant', says: 'no property names it: another reading of the text, or a mistake to try' };
}

function stimulusRows({ system }: Suite): Row[] {
  return compile(system).stimuli.map(({ name, to, with: argument, source, says }) => ({
    name: `${to.toUpperCase()} ${name}${argument === undefined ? '' : ` ${argument.toUpperCase()}`}`,
    note: `${system.name}: ${source}`,
    says,
  }));
}

function ruleRows(suite: Suite): Row[] {
  return rulesOf(suite).map(({ id, says, status, reason }) => ({
    name: id,
    note: `${suite.system.name}: ${status}`,
    says: reason === null ? says : `${says} (${reason})`,
  }));
}

/** @throws InputError when there is no such folder here. */
export function counterexampleRows(folder: string, system: string | undefined): Row[] {
  if (!existsSync(folder)) throw new InputError(`no folder "${folder}" here; run this in the project's folder`);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.sort().flatMap((file) => {
    const read = parseFile(readFileSync(join(folder, file), 'utf8'), file);
    if (system !== undefined && read.system !== system) return [];
    const note = counted(read.stimuli.length, 'step');
    return [{ name: join(folder, file), note, says: read.question ?? read.title }];
  });
}
