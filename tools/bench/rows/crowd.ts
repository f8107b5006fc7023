import { crowdMachine, sendToSleep, yieldInTurn } from '../../../properties/sunos5-threads/crowd.ts';
import { inOwnProcess, measureWhenRun } from '../child.ts';
import { CannotRun, type Row, type Sample } from '../row.ts';

const SWITCHES = 2_000_000;
/** Threads that can run when the others sleep. */
const AWAKE = 10;

/** Who can run while the threads take turns. */
const PLACES = ['everybody-runs', 'ten-run'] as const;

const row = (threads: number): Row => ({
  name: `crowd-of-${threads}`,
  says: `${threads} user threads that take turns on two LWPs`,
  kind: 'crowd',
  model: 'sunos5-threads',
  topologies: PLACES,
  prepare: (topology) => inOwnProcess(import.meta.url, `${threads}:${topology}`),
});

/** 10,000 user threads on two LWPs: what a switch costs. */
export const crowdRow = row(10_000);

/** The same with 100: a switch should not cost more because many others exist. */
export const smallCrowdRow = row(100);

function measure(given: string): Sample {
  const [threads, place] = given.split(':');
  if (place === undefined || !PLACES.some((known) => known === place)) throw new CannotRun(`no crowd "${given}"`);
  const m = crowdMachine(Number(threads));
  m.observing = false;
  if (place === 'ten-run') sendToSleep(m, AWAKE);
  yieldInTurn(m, SWITCHES / 4); // to warm up
  const start = performance.now();
  yieldInTurn(m, SWITCHES);
  return { steps: SWITCHES, runs: 1, seconds: (performance.now() - start) / 1000 };
}

measureWhenRun(import.meta.url, measure);
