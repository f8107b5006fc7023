import { expect, test } from 'vitest';
import { type Change, changed, lessonsOf, matches } from './examples.ts';

const PAGE = ['```console', '$ one', 'says', '$ two', '```', '```diff', '-a', '-b', '+c', '-d', '```'].join('\n');

test('commands and changes come in the order of the page', () => {
  expect(lessonsOf('page', PAGE)).toMatchObject([
    { line: 2, command: 'one', expected: ['says'] },
    { line: 4, command: 'two', expected: [] },
    {
      line: 6,
      pieces: [
        { from: ['a', 'b'], to: ['c'] },
        { from: ['d'], to: [] },
      ],
    },
  ]);
});

test('a change replaces its lines, which have to stand there once', () => {
  const change = lessonsOf('page', PAGE)[2] as Change;
  expect(changed('x\na\nb\nd\ny\n', change)).toBe('x\nc\ny\n');
  expect(() => changed('x\n', change)).toThrow('page, line 6: "a" stands 0 times');
  expect(() => changed('a\nb\na\nb\nd\n', change)).toThrow('stands 2 times');
});

test('an output may say more only where the page says …', () => {
  expect(matches(['a … c', '…', 'd'], 'a b c\nx\ny\nd\n')).toBe(true);
  expect(matches(['a'], 'a\nb\n')).toBe(false);
});
