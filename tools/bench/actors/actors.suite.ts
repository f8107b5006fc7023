import { expect, it } from 'vitest';
import { REFERENCE } from '../configuration.ts';
import { countReachable } from './reachable.ts';

it('the actors have the states and transitions of the reference on two CPUs (M1)', () => {
  expect(countReachable('M1')).toEqual(REFERENCE.M1);
});
