import { expect, test } from 'vitest';
import { CATALOGUE } from './catalogue.ts';
import * as schedcheck from './index.ts';

test.for(Object.entries(CATALOGUE))('the suite of %s can be imported, for a variant of it', async ([, load]) => {
  expect(Object.values(schedcheck)).toContain(await load());
});
