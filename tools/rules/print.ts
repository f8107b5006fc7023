import type { AnySystem } from '../../model/system/system.ts';
import type { RuleRow, RuleStatus } from './collect.ts';

/** The rules of one system. */
export interface SystemRules {
  readonly system: AnySystem;
  readonly rows: readonly RuleRow[];
}

/** The page `docs/rules.md`. */
export function rulesPage(systems: readonly SystemRules[]): string {
  return `# Rules

What each system's texts demand, where the charts carry it, which property checks it, how sure the text is, which mutant
breaks that very property, and a counterexample to look at. A rule counts as checked only when its property has such a
mutant. *Refuted* rules are popular beliefs that are false of the real system, kept with their counterexamples.

This page is made by \`npm run rules\`; a test fails when it is stale. One row: \`npx schedcheck show SYSTEM --rule ID\`.

${systems.map(section).join('\n\n')}
`;
}

function section({ system, rows }: SystemRules): string {
  return [
    `## ${system.name}\n`,
    `${tally(rows)}\n`,
    '| Rule | What it says | Carried by | Property | Sure | Mutant | Counterexample |',
    '|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${cellsOf(row).map(escaped).join(' | ')} |`),
  ].join('\n');
}

const ORDER: readonly RuleStatus[] = ['checked', 'refuted', 'unproven', 'awaiting', 'not modelled'];

/** `6 rules: 5 checked, 1 awaiting.` */
export function tally(rows: readonly RuleRow[]): string {
  const counts = ORDER.map((status) => [status, rows.filter((row) => row.status === status).length] as const);
  const told = counts.filter(([, count]) => count > 0).map(([status, count]) => `${count} ${status}`);
  return `${rows.length} rules: ${told.join(', ')}.`;
}

function cellsOf({ id, says, status, reason, branches, properties }: RuleRow): string[] {
  const carried = branches.map((branch) => `\`${branch}\``).join('<br>');
  if (properties.length === 0) return [id, says, carried, `**${status}**: ${reason}`, '', '', ''];
  const each = (tell: (one: RuleRow['properties'][number]) => string) => properties.map(tell).join('<br>');
  const note = status === 'checked' ? '' : `<br>**${status}**${reason === null ? '' : `: ${reason}`}`;
  return [
    id,
    says,
    carried,
    each(({ property }) => `\`${property.id}\``) + note,
    [...new Set(properties.map(({ property }) => property.confidence))].join(', '),
    each(({ mutant }) => mutant ?? '–'),
    each(({ counterexample: name }) => (name === null ? '–' : `[${name}](../counterexamples/${name}.json)`)),
  ];
}

const escaped = (cell: string): string => cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
