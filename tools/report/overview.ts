import pc from 'picocolors';
import type { ChartTable } from '../../model/chart/tabulate.ts';
import { compile } from '../../model/system/compile.ts';
import type { Suite } from '../../properties/suite.ts';
import { rulesOf } from '../rules/collect.ts';
import { tally } from '../rules/print.ts';
import { counted } from './counted.ts';
import { wrap } from './text.ts';

/** What a system consists of, in a screen or two of at most 100 columns, with the commands that tell more. */
export function overview(suite: Suite): string {
  const { system, policies = [], properties } = suite;
  const { tables, pathTables, stimuli } = compile(system);
  const refuted = properties.filter(({ expect }) => expect === 'refuted');
  const unpromised = properties.filter(({ expect }) => expect === 'unpromised');
  const promised = properties.filter(({ expect = 'holds' }) => expect === 'holds');
  return [
    ...wrap(`${pc.bold(system.name)} [${system.status}]: ${system.title}`, 4),
    '',
    ...part('charts', charts(tables)),
    ...part('paths', charts(pathTables)),
    ...part('stimuli', grouped(stimuli)),
    ...part('topologies', system.topologies.map(({ name }) => name).join(', ')),
    ...part('policies', policies.map(({ name }) => name).join(', ')),
    ...part('promised', ids(promised)),
    ...part('refuted', ids(refuted)),
    ...part('no promise', ids(unpromised)),
    ...part('variants', suite.variants.length === 0 ? '' : `${suite.variants.length}, mutants and others`),
    ...part('rules', tally(rulesOf(suite))),
    '',
    ...more(system.name).map(([what, command]) => `  ${what.padEnd(28)} npx schedcheck ${command}`),
  ].join('\n');
}

const part = (title: string, text: string): string[] => (text === '' ? [] : wrap(`  ${title.padEnd(10)} ${text}`, 13));

/** How many, and their names without the system's. */
const ids = (some: Suite['properties']): string =>
  some.length === 0 ? '' : `${some.length}: ${some.map(({ id }) => id.split('/').at(-1)).join(', ')}`;

/** `cpu interrupt, tick; thread start`. */
function grouped(stimuli: readonly { readonly to: string; readonly name: string }[]): string {
  const kinds = [...new Set(stimuli.map(({ to }) => to))];
  const namesOf = (kind: string) => stimuli.filter(({ to }) => to === kind).map(({ name }) => name);
  return kinds.map((kind) => `${kind} ${namesOf(kind).join(', ')}`).join('; ');
}

const charts = (tables: Readonly<Record<string, ChartTable>>): string =>
  Object.entries(tables)
    .map(
      ([name, { states, leaves }]) =>
        `${name} (${counted(states.length, 'state')}, ${leaves.length} ${leaves.length === 1 ? 'branch' : 'branches'})`,
    )
    .join(', ');

const more = (name: string): readonly (readonly [what: string, command: string])[] => [
  ['a chart, as Mermaid', `show ${name} --chart NAME (all of them: --charts)`],
  ['a rule, property or mutant', `show ${name} --rule ID`],
  ['what each of these says', `list topologies ${name} (likewise stimuli, rules, …)`],
  ['is it kept?', `check ${name}`],
];
