import type { Driver } from '../../model/system/compile.ts';

/** What the command line asks the engine to do; travels to the worker as it is. */
export interface SearchJob {
  readonly command: 'check' | 'explore';
  readonly targets: readonly string[];
  readonly system?: string;
  readonly property: readonly string[];
  readonly topology: readonly string[];
  readonly cpus?: number;
  readonly threads?: number;
  readonly runs: number;
  readonly steps: number;
  readonly seed: number;
  readonly path?: string;
  readonly driver: Driver;
  readonly depth?: number;
  readonly states?: number;
  readonly memory?: number;
  readonly save: string;
  readonly json: boolean;
}

export interface ReplayJob {
  readonly command: 'replay';
  readonly files: readonly string[];
  readonly step?: number;
  readonly format: 'text' | 'lanes' | 'ftrace' | 'json';
  readonly driver: Driver;
  /** Folder of the project: code named by a file is loaded from inside of it only. */
  readonly project: string;
}

export interface ListJob {
  readonly command: 'list';
  readonly what: 'systems' | 'policies' | 'properties' | 'counterexamples' | undefined;
  readonly json: boolean;
}

export interface ShowJob {
  readonly command: 'show';
  readonly system: string;
  readonly rule?: string;
}

export type Job = SearchJob | ReplayJob | ListJob | ShowJob;

/** Exit codes, strongest first: bad input, a broken promise, stopped without a verdict, fine. */
export const EXIT = { fine: 0, broken: 1, badInput: 2, stopped: 3 } as const;

/** The code that counts when several things happened. */
export function strongest(codes: readonly number[]): number {
  for (const code of [EXIT.badInput, EXIT.broken, EXIT.stopped]) if (codes.includes(code)) return code;
  return EXIT.fine;
}

/** What the worker tells the command line. */
export type Message =
  | { readonly type: 'print'; readonly text: string }
  | { readonly type: 'complain'; readonly text: string }
  | {
      readonly type: 'progress';
      readonly label: string;
      readonly done: number;
      readonly total: number | null;
      readonly unit: string;
    }
  | { readonly type: 'end'; readonly code: number };
