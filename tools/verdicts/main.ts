import { readFileSync, writeFileSync } from 'node:fs';
import { smp } from '../../properties/smp/suite.ts';
import { makeTables, PAGE, withTables } from './page.ts';

/** `npm run verdicts`: writes the tables of docs/systems/smp.md afresh. Takes a minute or two. */
writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), makeTables(smp)));
