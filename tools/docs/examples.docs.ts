import { execSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examplesOf, matches } from './examples.ts';

/** Every command in the README and in docs/ prints what the page says. */

const docs = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
/** Runs from its first line to its last in a folder of its own: see tutorial.docs.ts. */
const TUTORIAL = 'docs/tutorial.md';
const pages = ['README.md', ...docs.map((file) => join('docs', file)).sort()].filter((page) => page !== TUTORIAL);

describe.for(pages)('%s', (page) => {
  const examples = examplesOf(page, readFileSync(page, 'utf8'));
  test.for(examples)('line $line: $command', ({ command, expected }) => {
    let output: string;
    try {
      output = execSync(command, {
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1', npm_config_loglevel: 'silent' },
      });
    } catch (error) {
      output = (error as { stdout: string }).stdout;
    }
    if (!matches(expected, output)) expect(output.trimEnd()).toBe(expected.join('\n'));
  });
  test('has no example that is not a command', () => {
    expect(examples.every(({ command }) => command.startsWith('npx schedcheck '))).toBe(true);
  });
});
