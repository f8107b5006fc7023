import { execSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../testing/command.ts';
import { type Change, changed, type Example, lessonsOf, matches } from './examples.ts';

/** The tutorial, followed literally: each command and each change of the policy, in order, in an empty folder. */

const PAGE = 'docs/tutorial.md';
/** What the page calls the reader's folder. */
const SHOWN = '/tmp/my-scheduler';

const env = { ...process.env, NO_COLOR: '1', npm_config_loglevel: 'silent', npm_config_prefer_offline: 'true' };

describe('the tutorial', () => {
  const folder = join(folderWith({}), 'my-scheduler');
  let here = '.';

  function follow({ command, expected }: Example): void {
    if (command === `cd ${SHOWN}`) {
      here = folder;
      return;
    }
    const output = outputOf(command.replaceAll(SHOWN, folder)).replaceAll(folder, SHOWN);
    if (!matches(expected, output)) expect(output.trimEnd()).toBe(expected.join('\n').trimEnd());
  }

  function outputOf(command: string): string {
    try {
      return execSync(command, { cwd: here, encoding: 'utf8', env });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  }

  function change(wanted: Change): void {
    const file = join(folder, 'my-policy.ts');
    writeFileSync(file, changed(readFileSync(file, 'utf8'), wanted));
  }

  const lessons = lessonsOf(PAGE, readFileSync(PAGE, 'utf8'));
  const named = lessons.map((lesson) => ({
    lesson,
    line: lesson.line,
    what: 'command' in lesson ? lesson.command : 'a change of my-policy.ts',
  }));
  test.for(named)('line $line: $what', { timeout: 180_000 }, ({ lesson }) => {
    if ('command' in lesson) follow(lesson);
    else change(lesson);
  });
});
