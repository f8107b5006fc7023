/**
 * The few numbers that the command line and the engine's thread share: whether to stop, whether the engine is in code
 * that a user wrote, and how many steps it has begun. Read from outside even while the engine never returns.
 */
export class Shared {
  readonly buffer: SharedArrayBuffer;
  private readonly flags: Int32Array;
  private readonly beats: Float64Array;

  constructor(buffer = new SharedArrayBuffer(16)) {
    this.buffer = buffer;
    this.flags = new Int32Array(buffer, 0, 2);
    this.beats = new Float64Array(buffer, 8, 1);
  }

  /** Asks the engine to come to an end. */
  requestStop(): void {
    Atomics.store(this.flags, 0, 1);
  }

  get stopRequested(): boolean {
    return Atomics.load(this.flags, 0) === 1;
  }

  /** Whether silence means that something is wrong. */
  get watched(): boolean {
    return Atomics.load(this.flags, 1) === 1;
  }

  set watched(on: boolean) {
    Atomics.store(this.flags, 1, on ? 1 : 0);
  }

  /** Steps begun in the present target or file. */
  get beat(): number {
    return this.beats[0] as number;
  }

  set beat(count: number) {
    this.beats[0] = count;
  }
}
