import { expect, test } from 'vitest';
import { thereAre } from './unknown.ts';

const SYSTEMS = ['dragonfly', 'lwkt-core', 'sunos5', 'sunos5-threads', 'svr4'];

test.for([
  ['lwkt', 'lwkt-core'],
  ['lkwt-core', 'lwkt-core'],
  ['Dragonfly', 'dragonfly'],
  ['sunos', 'sunos5'],
  ['sunos-threads', 'sunos5-threads'],
])('%s may mean %s', ([given, meant]) => {
  expect(thereAre(given as string, SYSTEMS)).toBe(`did you mean ${meant}? there are ${SYSTEMS.join(', ')}`);
});

test.for(['minix', 'x', '', 'constructor'])('nobody knows what "%s" may mean', (given) => {
  expect(thereAre(given, SYSTEMS)).toBe(`there are ${SYSTEMS.join(', ')}`);
});

test('a property may be named without its system', () => {
  const properties = ['lwkt-core/sorted', 'lwkt-core/one-place'];
  expect(thereAre('sortedd', properties)).toMatch(/^did you mean lwkt-core\/sorted\? /);
  expect(thereAre('lwkt-core/sortd', properties)).toMatch(/^did you mean lwkt-core\/sorted\? /);
  expect(thereAre('lwkt-core/nope', properties)).toMatch(/^there are /);
});

test('a long list is cut, an empty one said', () => {
  const many = Array.from({ length: 20 }, (_, n) => `topology${n}`);
  expect(thereAre('x', many)).toMatch(/topology11, … \(20 in all\)$/);
  expect(thereAre('x', [])).toBe('there are (none)');
});
