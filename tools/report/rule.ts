import pc from 'picocolors';
import type { Suite } from '../../properties/suite.ts';
import { propertyOf, type RuleProperty, type RuleRow, rulesOf } from '../rules/collect.ts';
import { wrap } from './text.ts';

/**
 * One rule, property or mutant in words, with the command to type next.
 *
 * @param wanted number of a rule, id of a property (with or without the system's name), or name of a variant.
 * @param folder where the gallery is, as it has to be typed.
 * @returns null when nothing is called so.
 */
export function tellRule(suite: Suite, wanted: string, folder = 'counterexamples'): string | null {
  const system = suite.system.name;
  const rule = rulesOf(suite).find((row) => row.id === wanted);
  if (rule !== undefined) return ruleText(system, rule, folder);
  const properties = suite.properties.map((property) => propertyOf(suite, property));
  const named = properties.find(({ property: { id } }) => id === wanted || id === `${system}/${wanted}`);
  if (named !== undefined) return [title(named), ...details(named), next(system, named, folder)].join('\n');
  const variant = suite.variants.find((one) => one.variantOf?.variant === wanted);
  if (variant === undefined) return null;
  return variantText(
    system,
    wanted,
    properties.filter(({ mutant }) => mutant === wanted),
    folder,
  );
}

function ruleText(system: string, row: RuleRow, folder: string): string {
  const status = row.reason === null ? row.status : `${row.status}: ${row.reason}`;
  return [
    pc.bold(row.id),
    ...field('says', row.says),
    ...field('status', status),
    ...(row.branches.length === 0 ? [] : field('carried by', row.branches.join(', '))),
    ...row.properties.flatMap((one) => [...field('property', one.property.id), ...details(one)]),
    ...row.properties.map((one) => next(system, one, folder)),
  ].join('\n');
}

function variantText(system: string, name: string, broken: readonly RuleProperty[], folder: string): string {
  const says = broken.length === 0 ? ['  no property names it: another reading of the text, or a mistake to try'] : [];
  return [
    pc.bold(`${system}+${name}`),
    ...says,
    ...broken.flatMap((one) => [
      ...field('breaks', `${one.property.id} (${one.property.rules.join(', ')})`),
      ...details(one),
    ]),
    ...(broken.length === 0
      ? [`  next: npx schedcheck check ${system}+${name}`]
      : broken.map((one) => next(system, one, folder))),
  ].join('\n');
}

const field = (name: string, text: string): string[] => wrap(`  ${name.padEnd(10)} ${text}`, 13);
const title = ({ property }: RuleProperty): string => pc.bold(`${property.rules.join(', ')}: ${property.id}`);

function details({ property, mutant }: RuleProperty): string[] {
  const each = property.kind === 'state' && property.each !== undefined ? `, for each ${property.each}` : '';
  const missing = property.expect === 'refuted' ? 'none: the system itself breaks it' : `${property.mutant} (missing)`;
  return [
    ...field('promised', property.says),
    ...field('kind', `${property.kind}${each}`),
    ...field('sure', property.confidence),
    ...field('expected', property.expect ?? 'holds'),
    ...field('mutant', mutant ?? missing),
  ];
}

/** To see it broken: the gallery's counterexample, or else a search that finds one. */
function next(system: string, { property, mutant, counterexample }: RuleProperty, folder: string): string {
  if (counterexample !== null) return `  next: npx schedcheck replay ${folder}/${counterexample}.json`;
  const joined = mutant?.includes('+') === true ? `/${mutant}` : `+${mutant}`;
  return `  next: npx schedcheck check ${system}${mutant === null ? '' : joined} --property ${property.id}`;
}
