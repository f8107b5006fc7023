import { expect, test } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import type { Topology } from '../../model/system/topology.ts';
import { poolSize } from '../../model/systems/svr4/pool.ts';
import { FIRST_LWP, MAIN, type Svr4, TIME_SHARING } from '../../model/systems/svr4/shape.ts';
import { testWorlds } from '../../tools/testing/worlds.ts';
import { svr4 } from './suite.ts';
import { svr4Worlds } from './worlds.ts';

testWorlds(svr4, svr4Worlds);

test.for(svr4.system.topologies as readonly Topology[])(
  'a program starts as one multiplexed thread on the one LWP of its pool, time-sharing: $name',
  (topology) => {
    const m = machineFor(svr4.system, topology) as Svr4;
    m.initialise();
    expect([poolSize(m), m.requested.get(0), m.boundTo.get(FIRST_LWP)]).toEqual([1, 1, -1]);
    expect([m.carries.get(FIRST_LWP), m.inClass.get(FIRST_LWP)]).toEqual([MAIN, TIME_SHARING]);
  },
);
