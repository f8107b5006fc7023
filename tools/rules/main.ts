import { mkdirSync, writeFileSync } from 'node:fs';
import { makeRules } from './make.ts';

/** `npm run rules`: writes docs/rules.md afresh. */
mkdirSync('docs', { recursive: true });
writeFileSync('docs/rules.md', await makeRules());
process.stdout.write('docs/rules.md written\n');
