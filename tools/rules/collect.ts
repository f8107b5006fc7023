import type { AnyProperty } from '../../properties/property.ts';
import type { Rule } from '../../properties/rule.ts';
import { mutantOf, type Suite } from '../../properties/suite.ts';
import { PIECES } from '../gallery/pieces.ts';
import { type Branch, branchesOf, carries, tellBranches } from './branches.ts';

/**
 * `checked`: a property names the rule, and a mutant of that property exists. `refuted`: a belief known to be false.
 * `unproven`: some part of that is missing; `reason` says which.
 */
export type RuleStatus = 'checked' | 'refuted' | 'unproven' | 'awaiting' | 'not modelled';

/** A property as the rules' page shows it. */
export interface RuleProperty {
  readonly property: AnyProperty;
  /** The mutant that breaks it, when there is such a variant. */
  readonly mutant: string | null;
  /** Name of its counterexample in the gallery, without folder and `.json`. */
  readonly counterexample: string | null;
}

/** Everything that is known about one rule. */
export interface RuleRow {
  readonly id: string;
  readonly says: string;
  readonly status: RuleStatus;
  readonly reason: string | null;
  /** Chart and path branches that carry it. */
  readonly branches: readonly string[];
  readonly properties: readonly RuleProperty[];
}

/**
 * The rules of a system: those that its suite lists, then those that only its properties name.
 *
 * @throws Error when the suite contradicts itself: two rules with one number, a status without reason, a rule that is
 * not modelled and yet checked.
 */
export function rulesOf(suite: Suite): RuleRow[] {
  const declared = suite.rules ?? [];
  const ids = new Set(declared.map((rule) => rule.id));
  if (ids.size < declared.length) throw new Error(`${suite.system.name} lists a rule twice`);
  const named = [...new Set(suite.properties.flatMap((property) => property.rules))].filter((id) => !ids.has(id));
  const branches = branchesOf(suite.system);
  return [...declared, ...named.map((id) => undeclared(suite, id))].map((rule) => rowOf(suite, rule, branches));
}

/** What a property says stands for the rule that only it names. */
function undeclared(suite: Suite, id: string): Rule {
  const says = suite.properties.filter((property) => property.rules.includes(id)).map((property) => property.says);
  return { id, says: says.join('; '), status: 'checked' };
}

function rowOf(suite: Suite, rule: Rule, branches: readonly Branch[]): RuleRow {
  const properties = suite.properties
    .filter((property) => property.rules.includes(rule.id))
    .map((property) => propertyOf(suite, property));
  const carrying = branches.filter((branch) => carries(branch, rule));
  return {
    id: rule.id,
    says: rule.says,
    ...judged(suite, rule, properties),
    branches: tellBranches(branches, carrying),
    properties,
  };
}

/** A property with its mutant and its counterexample. */
export function propertyOf(suite: Suite, property: AnyProperty): RuleProperty {
  const { system } = suite;
  const exists = property.mutant !== '' && mutantOf(suite, property.mutant) !== undefined;
  const mutant = exists ? property.mutant : null;
  const pieces = PIECES.filter(
    (piece) =>
      piece.system === system.name &&
      ('property' in piece ? piece.property === property.id : piece.refutes?.includes(property.id)),
  );
  const refuted = property.expect === 'refuted';
  const piece = pieces.find((one) => (refuted ? one.variant === undefined : one.variant === mutant)) ?? pieces[0];
  return { property, mutant, counterexample: piece?.file ?? null };
}

function judged(suite: Suite, rule: Rule, properties: readonly RuleProperty[]): Pick<RuleRow, 'status' | 'reason'> {
  const place = `${suite.system.name}, rule ${rule.id}`;
  if (rule.status !== 'checked') {
    if (rule.reason === undefined) throw new Error(`${place}: ${rule.status}, but no reason is given`);
    if (rule.status === 'not modelled' && properties.length > 0) throw new Error(`${place}: not modelled, yet checked`);
    return { status: rule.status, reason: rule.reason };
  }
  // What the default policy of a host does not promise is a promise of another policy, which has mutants.
  const promises = properties.filter(({ property }) => property.expect !== 'refuted');
  if (promises.some(({ mutant }) => mutant !== null)) return { status: 'checked', reason: null };
  if (properties.length === 0) return { status: 'unproven', reason: 'no property names it' };
  if (promises.length === 0) return { status: 'refuted', reason: null };
  return {
    status: 'unproven',
    reason: `no variant is called ${promises.map((one) => one.property.mutant).join(', ')}`,
  };
}
