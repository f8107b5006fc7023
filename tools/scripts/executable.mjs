import { chmodSync } from 'node:fs';

// npx runs the command of the package that it stands in directly, and tsc writes files that can't be run.
chmodSync(new URL('../../dist/tools/cli/main.js', import.meta.url), 0o755);
