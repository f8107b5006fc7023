import pc from 'picocolors';
import { InputError } from '../../../model/errors.ts';
import { type CompiledSystem, compile } from '../../../model/system/compile.ts';
import type { AnyProperty } from '../../../properties/property.ts';
import type { Suite } from '../../../properties/suite.ts';
import { mermaid } from '../../report/mermaid.ts';
import { wrap } from '../../report/text.ts';
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

function whole({ system, properties }: Suite, { tables, pathTables, stimuli }: CompiledSystem): string {
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
  ].join('\n\n');
}

/** One rule: which properties check it, how sure it is, which mutant breaks it, and what to type to see that. */
function rule({ system, properties }: Suite, wanted: string): string {
  const found = properties.filter((one) => one.id === wanted || one.rules.includes(wanted));
  if (found.length === 0) {
    const known = [...new Set(properties.flatMap((one) => one.rules))].join(', ');
    throw new InputError(`${system.name} checks no rule "${wanted}"; it checks ${known}`);
  }
  return found.map((one) => row(system.name, one)).join('\n\n');
}

function row(system: string, property: AnyProperty): string {
  return [
    pc.bold(`${property.rules.join(', ')}: ${property.id}`),
    ...wrap(`  says      ${property.says}`, 12),
    `  kind      ${property.kind}${property.kind === 'state' && property.each !== undefined ? `, for each ${property.each}` : ''}`,
    `  sure      ${property.confidence}`,
    `  expected  ${property.expect ?? 'holds'}`,
    `  mutant    ${property.mutant}`,
    `  next: npx schedcheck check ${system}${property.mutant.includes('+') ? '/' : '+'}${property.mutant} --property ${property.id}`,
  ].join('\n');
}
