import { Candidates, type Stimulus } from './candidates.ts';
import type { Machine } from './machine.ts';

const candidates = new WeakMap<Machine, readonly Stimulus[]>();

/** All stimuli of a machine that the kernel must take sooner or later (path steps, message delivery, hand-over). */
function kernelStimuli(m: Machine): readonly Stimulus[] {
  let known = candidates.get(m);
  if (known === undefined) {
    const all = new Candidates(m);
    known = Array.from({ length: all.length }, (_, n) => all.at(n)).filter(
      ({ kind }) => m.compiled.stimuli[kind]?.source === 'kernel',
    );
    candidates.set(m, known);
  }
  return known;
}

/** Whether the kernel has nothing left to do: only the world can bring about another step. */
export function isQuiescent(m: Machine): boolean {
  for (const { kind, self, arg } of kernelStimuli(m)) {
    m.begin();
    const accepted = m.attempt(kind, self, arg);
    m.journal.undo();
    if (accepted) return false;
  }
  return true;
}

/**
 * Lets the kernel do what it has left to do, round robin.
 *
 * @param take tries one stimulus and commits it; says whether it was enabled, or `stop`.
 * @param most steps before giving up.
 * @returns whether nothing is left. Not so when it goes round in circles: a CPU spins until the world does something.
 */
export function drain(m: Machine, take: (stimulus: Stimulus) => boolean | 'stop', most: number): boolean {
  const stimuli = kernelStimuli(m);
  const circle = new Circle(m.lanes);
  let idle = 0;
  for (let n = 0, taken = 0; idle < stimuli.length; n = (n + 1) % stimuli.length) {
    const answer = take(stimuli[n] as Stimulus);
    if (answer === 'stop') return false;
    idle = answer ? 0 : idle + 1;
    if (answer && ++taken >= most) return false;
    if (n === stimuli.length - 1 && circle.isClosed()) return false;
  }
  return true;
}

/** Whether a state comes back, by Brent's method: one state is kept, and after 1, 2, 4, … looks a later one. */
class Circle {
  private readonly lanes: ArrayLike<number> & { slice(): ArrayLike<number> };
  private kept: ArrayLike<number> | null = null;
  private looks = 0;
  private room = 1;

  constructor(lanes: ArrayLike<number> & { slice(): ArrayLike<number> }) {
    this.lanes = lanes;
  }

  isClosed(): boolean {
    if (this.kept !== null && isEqual(this.kept, this.lanes)) return true;
    if (++this.looks < this.room) return false;
    this.kept = this.lanes.slice();
    this.looks = 0;
    this.room *= 2;
    return false;
  }
}

function isEqual(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  for (let n = 0; n < one.length; n++) if (one[n] !== other[n]) return false;
  return true;
}
