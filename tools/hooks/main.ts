import { writeFileSync } from 'node:fs';
import { HOSTS, hooksPage } from './page.ts';

/** `npm run hooks`: writes docs/hooks.md afresh. */
writeFileSync('docs/hooks.md', hooksPage(HOSTS));
process.stdout.write('docs/hooks.md written\n');
