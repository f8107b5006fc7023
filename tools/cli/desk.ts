import type { Containment } from './containment.ts';
import type { Message, Phase, Resumption } from './job.ts';
import type { Pulse } from './pulse.ts';
import type { Shared } from './shared.ts';

/** What a job has at hand while it runs: where to print, and whether it should come to an end. */
export class Desk {
  private readonly send: (message: Message) => void;
  private readonly shared: Shared;
  private readonly resumption: Resumption;
  private readonly save: string | undefined;
  private contained: Containment | undefined;
  private item = 0;

  /** @param save folder for what is found. */
  constructor(send: (message: Message) => void, shared: Shared, resumption: Resumption, save?: string) {
    this.send = send;
    this.shared = shared;
    this.resumption = resumption;
    this.save = save;
  }

  /** A line (or several) on stdout. */
  readonly print = (text: string): void => this.send({ type: 'print', text });

  /** One clear line on stderr. */
  readonly complain = (text: string): void => this.send({ type: 'complain', text });

  /** An entry of the JSON document that is printed at the end. */
  readonly result = (entry: object): void => this.send({ type: 'result', entry });

  readonly progress = (label: string, done: number, total: number | null, unit: string): void =>
    this.send({ type: 'progress', label, done, total, unit });

  readonly phase = (phase: Phase): void => this.send({ type: 'phase', phase });

  /** The user has asked to stop (Ctrl-C). */
  readonly stopped = (): boolean => this.shared.stopRequested;

  /**
   * Does the items of a job, targets or files, one after the other. What an earlier engine has done is left out, so
   * that one bad item costs none of the others.
   *
   * @returns the names of those that were not begun, since the user asked to stop.
   */
  async each(names: readonly string[], work: (name: string, item: number) => Promise<number>): Promise<string[]> {
    for (let item = this.resumption.first; item < names.length; item++) {
      if (this.stopped()) return names.slice(item);
      const name = names[item] as string;
      this.item = item;
      this.send({ type: 'begin', item, of: names.length, name });
      const code = await work(name, item);
      this.shared.watched = false;
      this.send({ type: 'done', code });
    }
    return [];
  }

  /** Counts the steps of code that a user wrote; to be asked for once per item. */
  async pulse(): Promise<Pulse> {
    const [{ Pulse }, { suspectOf }] = await Promise.all([import('./pulse.ts'), import('./suspect.ts')]);
    const { first, trap } = this.resumption;
    return new Pulse(this.shared, this.item === first ? trap : 0, (trapped) =>
      this.send({ type: 'suspect', suspect: suspectOf(trapped, this.save) }),
    );
  }

  /** From here on the item runs a user's code: silence is noticed from outside. */
  async contain(): Promise<Containment> {
    this.shared.beat = 0;
    this.shared.watched = true;
    this.contained ??= new (await import('./containment.ts')).Containment();
    return this.contained;
  }
}
