import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { CATALOGUE, systemNames } from '../../properties/catalogue.ts';
import { VERSION } from '../version.ts';
import { type Kill, measure } from './measure.ts';

/** `npm run killtable`: how every mutant fares against `check`, for docs/kill-table.md. Takes minutes; not part of CI. */
const options = new Command('killtable')
  .option('--seeds <n>', 'seeds for each mutant', Number, 20)
  .option('--system <name...>', 'only these systems', systemNames())
  .option('--out <file>', 'the page to write', 'docs/kill-table.md')
  .parse()
  .opts<{ seeds: number; system: string[]; out: string }>();

const sections: string[] = [];
for (const name of options.system) {
  const suite = await (CATALOGUE[name] as (typeof CATALOGUE)[string])();
  const mutants = suite.variants.filter((one) =>
    suite.properties.some(({ mutant }) => mutant === one.variantOf?.variant),
  );
  const kills: Kill[] = [];
  for (const mutant of mutants) {
    const kill = measure(suite, mutant, options.seeds);
    process.stderr.write(`${name}+${kill.mutant}: ${kill.found} of ${kill.seeds}\n`);
    kills.push(kill);
  }
  sections.push(section(name, kills));
}
writeFileSync(options.out, page(sections));

function section(name: string, kills: readonly Kill[]): string {
  const all = kills.filter(({ found, seeds }) => found === seeds).length;
  const rows = kills.map((kill) => {
    const { lengths } = kill;
    const script =
      lengths === null
        ? '–'
        : `${lengths.first} → ${lengths.shrunk} → ${lengths.shortest}${lengths.proven ? '' : ' (not proven)'}`;
    const broken = kill.properties
      .slice(0, 3)
      .map((id) => `\`${id.split('/')[1]}\``)
      .join(', ');
    return `| \`${kill.mutant}\` | ${kill.found}/${kill.seeds} | ${Number.isNaN(kill.steps) ? '–' : kill.steps} | ${Number.isNaN(kill.seconds) ? '–' : kill.seconds.toFixed(2)} | ${script} | ${broken} |`;
  });
  return [
    `## ${name}`,
    '',
    `${all} of ${kills.length} mutants were found with every seed.`,
    '',
    '| mutant | found | steps | seconds | script: found → shrunk → shortest | promise that broke |',
    '|---|---:|---:|---:|---|---|',
    ...rows,
  ].join('\n');
}

function page(sections: readonly string[]): string {
  const date = new Date().toISOString().slice(0, 10);
  return `# Kill table

How the mutants fare against \`schedcheck check\` with default settings, ${options.seeds} seeds each. *Steps* and *seconds*
are medians until the violation was found (seconds include shrinking); *script* is its length as found, after fast-check's
shrinking, and after the search for anything shorter. Made by \`npm run killtable\` on ${date} with version ${VERSION}, Node
${process.version}; not part of CI.

${sections.join('\n\n')}
`;
}
