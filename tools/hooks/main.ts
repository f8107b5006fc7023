import { writeFileSync } from 'node:fs';
import { smp } from '../../properties/smp/suite.ts';
import { hooksPage } from './page.ts';

/** `npm run hooks`: writes docs/hooks.md afresh. */
writeFileSync('docs/hooks.md', hooksPage([smp.system]));
process.stdout.write('docs/hooks.md written\n');
