/** Names of a list that stand in a complaint. */
const SOME = 12;

/**
 * What there is instead of a name that nothing has, for the end of a complaint: `did you mean lwkt-core? there are …`.
 *
 * @param given the name that was not found.
 * @param known all names that would have done.
 * @param listed those that are named, cut to a dozen; all unless given.
 */
export function thereAre(given: string, known: readonly string[], listed = known): string {
  const near = nearest(given, known);
  const some = listed.slice(0, SOME).join(', ') + (listed.length > SOME ? `, … (${listed.length} in all)` : '');
  return `${near === undefined ? '' : `did you mean ${near}? `}there are ${some || '(none)'}`;
}

/** The name that was most probably meant: begins with what was given, or else differs in a third of its letters at most. */
function nearest(given: string, known: readonly string[]): string | undefined {
  const word = own(given);
  const rank = (name: string): number => {
    const distance = edits(word, own(name)) / Math.max(word.length, own(name).length);
    return word.length > 2 && own(name).startsWith(word) ? Math.min(distance, 0.3) : distance;
  };
  const [best] = known.map((name) => ({ name, rank: rank(name) })).sort((a, b) => a.rank - b.rank);
  return best !== undefined && best.rank <= 1 / 3 ? best.name : undefined;
}

/** A name without that of the system before it. */
const own = (name: string): string => name.slice(name.lastIndexOf('/') + 1).toLowerCase();

/** Letters to insert, delete, replace or swap with their neighbour: the optimal string alignment distance. */
function edits(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(rows, i - 2, j - 2) + 1 : Infinity;
      row[j] = Math.min(at(rows, i - 1, j) + 1, (row[j - 1] as number) + 1, at(rows, i - 1, j - 1) + same, swapped);
    }
    rows.push(row);
  }
  return at(rows, a.length, b.length);
}

const at = (rows: readonly (readonly number[])[], i: number, j: number): number => rows[i]?.[j] ?? Infinity;
