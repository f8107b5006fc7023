import { expect, test } from 'vitest';
import { departures } from './refinement.ts';
import { suiteFor } from './search.ts';

test.each(['solaris', 'work-stealing'])(
  '%s: 1,000 scenarios are scenarios above a free kernel',
  { timeout: 120_000 },
  (runtime) => {
    expect(departures(suiteFor(runtime), 1_000)).toBeNull();
  },
);
