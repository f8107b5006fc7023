import type { Kill } from './measure.ts';

/** The page docs/kill-table.md: an introduction, and a section for each system that was measured, each with its own date. */
export interface Section {
  readonly system: string;
  /** When and with what it was measured. */
  readonly measured: string;
  /** Rows of the table, by mutant. */
  readonly rows: ReadonlyMap<string, string>;
}

const HEAD = '# Kill table';

const INTRODUCTION = `${HEAD}

How mutants, systems and policies with one mistake each, fare against \`schedcheck check\` with default settings. *Found* is
the number of seeds (1, 2, 3, …) with which a promise broke; *seconds* until it was found and shrunk, median and most;
*steps* the length of the first script as found, after shrinking, and after a search for anything shorter, which is a proof
unless it says otherwise. A mutant that breaks several promises is told by the one that broke most often. Made by
\`npm run killtable\`, not part of CI; seconds depend on the machine.`;

const COLUMNS =
  '| mutant | promise that broke | found | seconds | steps: found → shrunk → shortest |\n|---|---|---:|---:|---|';

/** Reads the sections of a page, so that measuring one system keeps the others. */
export function readPage(text: string): Section[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const lines = part.trimEnd().split('\n');
      const rows = lines.filter((line) => line.startsWith('| `'));
      return {
        system: (lines[0] as string).trim(),
        measured: lines.find((line) => line.startsWith('Measured')) ?? '',
        rows: new Map(rows.map((row) => [/`([^`]+)`/.exec(row)?.[1] ?? '', row.trim()])),
      };
    });
}

/** @param sections in any order; they are sorted by name. */
export function printPage(sections: readonly Section[]): string {
  const sorted = [...sections].sort((a, b) => (a.system < b.system ? -1 : 1));
  return `${[INTRODUCTION, ...sorted.map(printSection)].join('\n\n')}\n`;
}

function printSection({ system, measured, rows }: Section): string {
  const kills = [...rows.values()].map((row) => /(\d+)\/(\d+)/.exec(row) ?? ['', '0', '1']);
  const all = kills.filter(([, found, seeds]) => found === seeds).length;
  const count = `${all} of ${rows.size} mutants were found with every seed.`;
  return [`## ${system}`, '', measured, '', count, '', COLUMNS, ...rows.values()].join('\n');
}

/** One line of the table. */
export function printRow(kill: Kill): string {
  const [broken] = kill.properties;
  const others = kill.properties.length - 1;
  const promise = broken === undefined ? '–' : `\`${broken.split('/')[1]}\`${others > 0 ? ` and ${others} more` : ''}`;
  const seconds = kill.found === 0 ? '–' : `${kill.seconds.toFixed(2)}, ${kill.slowest.toFixed(1)}`;
  return `| \`${kill.mutant}\` | ${promise} | ${kill.found}/${kill.seeds} | ${seconds} | ${lengthsOf(kill)} |`;
}

function lengthsOf({ lengths }: Kill): string {
  if (lengths === null) return '–';
  const { first, shrunk, shortest, checked } = lengths;
  return `${first} → ${shrunk} → ${shortest}${checked === null ? '' : ` (none shorter to ${checked})`}`;
}
