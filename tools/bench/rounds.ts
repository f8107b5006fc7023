import { CannotRun, type Derived, mistakeIn, type Row, rateOf, type Sample, type Timed } from './row.ts';

/** What became of a row on a topology. */
export interface Result {
  readonly row: Row;
  readonly topology: string;
  /** One a round; empty when it could not run. */
  readonly samples: readonly Sample[];
  /** Why it did not run, or not to the end. */
  readonly cannotRun?: string;
  /** What it counted wrongly. */
  readonly wrong?: string;
  /** schedcheck's rate over this one's: the median of the ratios of each round. */
  readonly ratio?: number;
  readonly derived?: Derived;
}

interface Entry {
  readonly row: Row;
  readonly topology: string;
  readonly samples: Sample[];
  timed?: Timed;
  cannotRun?: string;
  wrong?: string;
}

export interface Plan {
  readonly rows: readonly Row[];
  /** Where to run the rows instead of where they run by default. */
  readonly topologies: readonly string[];
  readonly repeats: number;
  /** schedcheck's own row of each kind. */
  readonly ours: Readonly<Record<Row['kind'], string>>;
  readonly progress?: (text: string) => void;
}

/**
 * Runs all rows in turn, and again, as often as wanted: A B C A B C …, so that what else the machine does meanwhile
 * falls on all of them alike.
 */
export function runRounds(plan: Plan): Result[] {
  const entries = entriesOf(plan);
  for (const entry of entries) prepare(entry, plan);
  for (let round = 1; round <= plan.repeats; round++) {
    for (const entry of entries) {
      plan.progress?.(`round ${round} of ${plan.repeats}: ${entry.row.name} on ${entry.topology}`);
      measure(entry);
    }
  }
  return entries.map((entry) => conclude(entry, entries, plan.ours));
}

/** Topology by topology, so that what is compared runs side by side. */
function entriesOf({ rows, topologies }: Plan): Entry[] {
  const placesOf = (row: Row) => {
    if (topologies.length === 0) return row.topologies;
    return row.model === undefined ? topologies : topologies.filter((one) => row.topologies.includes(one));
  };
  const places = [...new Set(rows.flatMap(placesOf))];
  return places.flatMap((topology) =>
    rows.filter((row) => placesOf(row).includes(topology)).map((row) => ({ row, topology, samples: [] })),
  );
}

function prepare(entry: Entry, { progress }: Plan): void {
  progress?.(`preparing ${entry.row.name} for ${entry.topology}`);
  attempt(entry, () => {
    entry.timed = entry.row.prepare(entry.topology);
  });
}

function measure(entry: Entry): void {
  const { row, topology, samples, timed } = entry;
  if (timed === undefined || entry.cannotRun !== undefined) return;
  attempt(entry, () => {
    const sample = timed();
    samples.push(sample);
    const mistake = mistakeIn(row.kind, topology, sample);
    if (mistake !== undefined) entry.wrong ??= mistake;
  });
}

/** Whatever goes wrong with a row is that row's affair. */
function attempt(entry: Entry, action: () => void): void {
  try {
    action();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    entry.cannotRun = error instanceof CannotRun ? message : `failed: ${message.split('\n')[0]}`;
  }
}

function conclude(entry: Entry, entries: readonly Entry[], ours: Plan['ours']): Result {
  const { row, topology, samples, cannotRun, wrong } = entry;
  const find = (name: string) => entries.find((other) => other.row.name === name && other.topology === topology);
  const own = find(ours[row.kind]);
  const ratio = ratioOf(own, entry);
  const derived = samples.length > 0 ? undefined : row.derive?.(topology, (name) => ratioOf(own, find(name)));
  return {
    row,
    topology,
    samples,
    ...(cannotRun === undefined ? {} : { cannotRun }),
    ...(wrong === undefined ? {} : { wrong }),
    ...(ratio === undefined ? {} : { ratio }),
    ...(derived === undefined ? {} : { derived }),
  };
}

function ratioOf(own: Entry | undefined, other: Entry | undefined): number | undefined {
  if (own === undefined || other === undefined) return undefined;
  const rounds = Math.min(own.samples.length, other.samples.length);
  if (rounds === 0) return undefined;
  const at = (entry: Entry, round: number) => rateOf(entry.samples[round] as Sample);
  return median(Array.from({ length: rounds }, (_, round) => at(own, round) / at(other, round)));
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
