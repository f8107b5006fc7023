import type { Lanes } from './field.ts';
import type { Journal } from './journal.ts';

/** Where the frames of all stacks stand in the state vector. */
export interface FrameLayout {
  /** Number of stacks. */
  readonly stacks: number;
  /** Frames that there is room for on every stack. */
  readonly depth: number;
  /** Frames that each stack may hold, `depth` at most. */
  readonly capacities: readonly number[];
  /** Numbers that a frame remembers besides its state. */
  readonly locals: number;
  /** Largest value of a local. */
  readonly maximum: number;
}

/**
 * The stacks of kernel paths: for each thread or CPU interrupt context, which paths it is in the middle of.
 *
 * A frame is one lane for the path's state (0: empty) followed by its locals; unused frames are zero.
 */
export class Frames {
  private readonly lanes: Lanes;
  private readonly base: number;
  private readonly width: number;
  private readonly layout: FrameLayout;
  private readonly journal: Journal;
  private readonly overflowed: (stack: number) => void;

  constructor(lanes: Lanes, base: number, layout: FrameLayout, journal: Journal, overflowed: (stack: number) => void) {
    this.lanes = lanes;
    this.base = base;
    this.layout = layout;
    this.width = layout.locals + 1;
    this.journal = journal;
    this.overflowed = overflowed;
  }

  /** Number of paths in progress on a stack. */
  depth(stack: number): number {
    let depth = 0;
    while (depth < this.layout.depth && this.lanes[this.frame(stack, depth)] !== 0) depth++;
    return depth;
  }

  /** Whether any path is in progress on the stack. */
  busy(stack: number): boolean {
    return this.layout.depth > 0 && this.lanes[this.frame(stack, 0)] !== 0;
  }

  /** State of the path in progress (its number among all path states + 1), or 0. */
  top(stack: number): number {
    const depth = this.depth(stack);
    return depth === 0 ? 0 : this.lanes[this.frame(stack, depth - 1)];
  }

  /** State at a level, 0 being the outermost path. */
  at(stack: number, level: number): number {
    return this.lanes[this.frame(stack, level)];
  }

  /** Starts a path; its locals are 0. */
  push(stack: number, state: number): void {
    const depth = this.depth(stack);
    if (depth === this.layout.capacities[stack]) this.overflowed(stack);
    else this.write(this.frame(stack, depth), state);
  }

  /** Moves the path at `level` to another state. */
  move(stack: number, level: number, state: number): void {
    this.write(this.frame(stack, level), state);
  }

  /** Ends the path at `level`; what it called on its way out stays. */
  leave(stack: number, level: number): void {
    const depth = this.depth(stack);
    for (let at = level; at < depth; at++) {
      for (let i = 0; i < this.width; i++) {
        const from = this.frame(stack, at + 1) + i;
        this.write(this.frame(stack, at) + i, at + 1 < depth ? this.lanes[from] : 0);
      }
    }
  }

  /** A variable of the path in progress. */
  local(stack: number, index: number): number {
    return this.lanes[this.localLane(stack, index)];
  }

  /**
   * @throws RangeError when no path is in progress, or the value is more than a local can hold. Store a reference that
   *   may be NONE as number + 1.
   */
  setLocal(stack: number, index: number, value: number): void {
    const { maximum } = this.layout;
    if (value >>> 0 !== value || value > maximum) {
      throw new RangeError(`local ${index} of stack ${stack} can't be ${value}; the largest value is ${maximum}`);
    }
    this.write(this.localLane(stack, index), value);
  }

  private localLane(stack: number, index: number): number {
    const level = this.depth(stack) - 1;
    if (level < 0) throw new RangeError(`stack ${stack} has no path in progress, so it has no locals`);
    if (!(index < this.layout.locals)) throw new RangeError(`no path has a local number ${index}`);
    return this.frame(stack, level) + 1 + index;
  }

  private frame(stack: number, level: number): number {
    return this.base + (stack * this.layout.depth + level) * this.width;
  }

  private write(lane: number, value: number): void {
    const old = this.lanes[lane];
    if (old === value) return;
    this.journal.record(lane, old);
    this.lanes[lane] = value;
  }
}
