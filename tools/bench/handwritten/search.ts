import type { Configuration } from '../configuration.ts';
import { makeExpand } from './actions.ts';
import { type Mistake, writeInitialState } from './kernel.ts';
import { layOut } from './layout.ts';
import { makeFirstBroken } from './properties.ts';
import { makeStateSet } from './state-set.ts';

export interface Found {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Actions that changed nothing; none is expected. */
  readonly selfLoops: number;
  readonly deadlocks: number;
  /** Number of the first property that broke, 0 when all hold. */
  readonly broken: number;
  readonly bytesPerState: number;
}

/**
 * Looks at all states of the small LWKT model, nearest first, as one would write it by hand for this model alone. P1 to
 * P6 are checked in every state; the search stops at the first that breaks, and `depth` is then its distance.
 */
export function search(configuration: Configuration, mistake?: Mistake): Found {
  const layout = layOut(configuration);
  const { words } = layout;
  const from = new Uint32Array(new ArrayBuffer(4 * words));
  const to = new Uint32Array(new ArrayBuffer(4 * words));
  const toBytes = new Uint8Array(to.buffer);
  const states = makeStateSet(to);
  const firstBroken = makeFirstBroken(layout, toBytes);
  const expand = makeExpand(layout, new Uint8Array(from.buffer), toBytes, arrive, mistake);
  let transitions = 0;
  let selfLoops = 0;
  let deadlocks = 0;
  let broken = 0;

  function arrive(): void {
    if (isUnchanged()) {
      selfLoops++;
      return;
    }
    transitions++;
    if (states.add() && broken === 0) broken = firstBroken();
    for (let i = 0; i < words; i++) to[i] = from[i];
  }

  function isUnchanged(): boolean {
    for (let i = 0; i < words; i++) if (to[i] !== from[i]) return false;
    return true;
  }

  writeInitialState(layout, toBytes);
  states.add();
  broken = firstBroken();
  let depth = 0;
  let levelEnd = 1;
  for (let number = 0; number < states.size() && broken === 0; number++) {
    if (number === levelEnd) {
      depth++;
      levelEnd = states.size();
    }
    states.read(number, from);
    states.read(number, to);
    const before = transitions;
    expand();
    if (transitions === before) deadlocks++;
  }
  if (broken !== 0 && states.size() > 1) depth++;
  return {
    states: states.size(),
    transitions,
    depth,
    selfLoops,
    deadlocks,
    broken,
    bytesPerState: states.bytesPerState(),
  };
}
