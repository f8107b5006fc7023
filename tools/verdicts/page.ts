import type { AnyPolicy, Promises } from '../../model/policy/define.ts';
import type { Suite } from '../../properties/suite.ts';
import { CPUS, promisesOf, type Verdict, verdictsOf } from './measure.ts';

/** The page with the tables, and the marks between which they stand. */
export const PAGE = 'docs/systems/smp.md';
const BEGIN = '<!-- made by npm run verdicts: begin -->';
const END = '<!-- made by npm run verdicts: end -->';

/** The page with its tables made afresh. */
export function withTables(page: string, tables: string): string {
  const [before, rest = ''] = page.split(BEGIN);
  const after = rest.split(END)[1];
  if (after === undefined) throw new Error(`${PAGE}: the marks ${BEGIN} and ${END} are missing`);
  return `${before}${BEGIN}\n\n${tables}\n\n${END}${after}`;
}

/** One table for each number of CPUs: properties below each other, policies side by side. Takes a minute. */
export function makeTables(host: Suite): string {
  const policies: readonly AnyPolicy[] = host.policies ?? [];
  const verdicts = policies.map((policy) => verdictsOf(host, policy));
  const tables = CPUS.map((cpus) => {
    const rows = promisesOf(host).map(({ id }) => [
      id.replace(/^.*\//, ''),
      ...policies.map((policy, n) => cell(policy, id, cpus, verdicts[n]?.get(cpus)?.get(id) as Verdict)),
    ]);
    return table([[cpus === 1 ? '1 CPU' : `${cpus} CPUs`, ...policies.map(({ name }) => name)], ...rows]);
  });
  return tables.join('\n\n');
}

function cell(policy: AnyPolicy, id: string, cpus: number, verdict: Verdict): string {
  switch (verdict.is) {
    case 'promised':
      return ['P', boundOf(policy, id) ?? ''].join(' ').trim();
    case 'failed':
      return `FAILED in ${verdict.steps} on ${verdict.topology}`;
    case 'broken': {
      const left = verdict.topology.entities.cpu?.length ?? 0;
      return `${verdict.proven ? '' : '≤ '}${verdict.steps}${left === cpus ? '' : ` (${left})`}`;
    }
    case 'kept':
      return 'kept';
    case 'never':
      return '–';
  }
}

/** The bound that a policy promises with, or null. */
function boundOf(policy: AnyPolicy, id: string): number | null {
  const name = id.replace(/^.*\//, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const promise = policy.promises[name as keyof Promises];
  return typeof promise === 'number' ? promise : null;
}

/** Columns side by side, as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] as readonly string[]).map((_, n) =>
    Math.max(...rows.map((row) => (row[n] as string).length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, n) => text.padEnd(widths[n] as number)).join(' | ')} |`;
  const [head, ...body] = rows.map(line);
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n');
}
