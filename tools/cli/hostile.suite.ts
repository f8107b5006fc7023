import { describe, expect, test } from 'vitest';
import { folderWith, schedcheck } from '../testing/command.ts';
import { withGuard } from '../testing/variants.ts';

/** Code that takes all there is; slow, since it takes it. */
const keep = (what: string, before = 'const kept: unknown[] = [];') =>
  withGuard('greedy', `() => { for (;;) ${what}; }`, before);

const FILES: Readonly<Record<string, readonly [string, RegExp]>> = {
  'arrays.ts': [keep('kept.push(1)'), /the step ".*" takes (too much|all) memory/],
  'buffers.ts': [keep('kept.push(new Uint8Array(1e7).fill(1))'), /the step ".*" takes (too much|all) memory/],
  'load.ts': [
    'for (;;);',
    /loading it did not come to an end within 10 s \(tried twice; --patience SECONDS gives it more\)$/,
  ],
  'maps.ts': [
    keep('kept.set(kept.size, 1)', 'const kept = new Map();'),
    /Map maximum size exceeded|takes (too much|all) memory|did not come to an end/,
  ],
  'objects.ts': [keep('kept.push({ a: kept.length })'), /the step ".*" takes (too much|all) memory/],
  'step.ts': [
    keep('kept.length = 0'),
    /the step ".*" did not come to an end within 10 s .*; next: npx schedcheck replay /,
  ],
  'strings.ts': [
    keep('kept += kept', "let kept = 'x';"),
    /cpu\d threw: \w+: Invalid string length; .*; next: npx schedcheck replay /,
  ],
};

describe.sequential('code that takes all there is', () => {
  test.for(Object.entries(FILES))('%s', async ([name, [text, line]]) => {
    const folder = folderWith({ [name]: text });
    const ran = await schedcheck(['check', `./${name}`, 'lwkt-core', '--runs', '50', '--seed', '3'], { cwd: folder });
    expect(ran.complaints).toEqual([expect.stringMatching(line)]);
    expect(ran.code).toBe(2);
    expect(ran.out).toContain('✓ lwkt-core on');
  });
});
