import pc from 'picocolors';
import { systemNames } from '../../../properties/catalogue.ts';
import { wrap } from '../../report/text.ts';
import type { Desk } from '../desk.ts';
import { EXIT, LISTS, type ListJob } from '../job.ts';
import { loadSuite } from '../targets.ts';
import { counterexampleRows, ROWS, type Row } from './rows.ts';

/** `schedcheck list [WHAT] [SYSTEM]`: what there is. */
export async function list(job: ListJob, desk: Desk): Promise<number> {
  const rows = await rowsOf(job);
  if (job.json) desk.print(JSON.stringify({ [job.what ?? 'systems']: rows }, null, 2));
  else for (const row of rows) desk.print(print(row));
  if (!job.json && job.what === undefined) {
    desk.print(wrap(`also: npx schedcheck list ${LISTS.slice(1).join(' | ')} [SYSTEM]`, 6).join('\n'));
    desk.print('next: npx schedcheck check lwkt-core');
  }
  return EXIT.fine;
}

async function rowsOf({ what = 'systems', system }: ListJob): Promise<Row[]> {
  const suites = await Promise.all((system === undefined ? systemNames() : [system]).map(loadSuite));
  if (what === 'counterexamples') return counterexampleRows('counterexamples', system);
  return suites.flatMap(ROWS[what]);
}

function print({ name, note, says }: Row): string {
  const title = wrap(`${pc.bold(name)} ${pc.dim(`[${note}]`)}`, 4);
  return [...title, ...(says === '' ? [] : wrap(`    ${says}`, 4))].join('\n');
}
