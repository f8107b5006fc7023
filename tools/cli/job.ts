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
  readonly patience: number;
}

export interface ReplayJob {
  readonly command: 'replay';
  /** Counterexample files and folders. */
  readonly files: readonly string[];
  /** Code that was named beside them, and so may be loaded wherever it lies. */
  readonly code: readonly string[];
  /** Whether any counterexample seems to name code. Where it does not, none is loaded. */
  readonly asksForCode: boolean;
  readonly step?: number;
  readonly format: 'text' | 'lanes' | 'ftrace' | 'json';
  readonly driver: Driver;
  /** Folder of the project: code named by a file is loaded from inside of it only. Null where there is no project. */
  readonly project: string | null;
  readonly patience: number;
}

/** What there are lists of; the first unless another is asked for. */
export const LISTS = [
  'systems',
  'policies',
  'properties',
  'topologies',
  'variants',
  'stimuli',
  'rules',
  'counterexamples',
] as const;

export interface ListJob {
  readonly command: 'list';
  readonly what: (typeof LISTS)[number] | undefined;
  /** The only system that is asked about. */
  readonly system: string | undefined;
  readonly json: boolean;
}

export interface ShowJob {
  readonly command: 'show';
  readonly system: string;
  readonly rule?: string;
  /** Name of the chart or path to draw; or all of them. */
  readonly chart?: string;
  readonly charts?: boolean;
}

export type Job = SearchJob | ReplayJob | ListJob | ShowJob;

/** Exit codes, strongest first: bad input, a broken promise, stopped without a verdict, fine. */
export const EXIT = { fine: 0, broken: 1, badInput: 2, stopped: 3 } as const;

/** The code that counts when several things happened. */
export function strongest(codes: readonly number[]): number {
  for (const code of [EXIT.badInput, EXIT.broken, EXIT.stopped]) if (codes.includes(code)) return code;
  return EXIT.fine;
}

/** Where an engine begins: items before `first` were done by an earlier one, which died at step `trap` of it. */
export interface Resumption {
  readonly first: number;
  readonly trap: number;
  /** Counterexamples written so far, whose names are taken. */
  readonly used: readonly string[];
}

/** The step in which an engine died, told just before it is taken again. */
export interface Suspect {
  readonly step: string;
  /** A counterexample file that leads there, when one could be written. */
  readonly file: { readonly name: string; readonly text: string } | null;
}

/** What the worker tells the command line. */
export type Message =
  | { readonly type: 'print'; readonly text: string }
  | { readonly type: 'complain'; readonly text: string }
  | ProgressMessage
  /** The next target or file begins. */
  | { readonly type: 'begin'; readonly item: number; readonly of: number; readonly name: string }
  /** What is being done with it. */
  | { readonly type: 'phase'; readonly phase: Phase }
  /** An entry of the JSON document. */
  | { readonly type: 'result'; readonly entry: object }
  | { readonly type: 'suspect'; readonly suspect: Suspect }
  /** The target or file is done. */
  | { readonly type: 'done'; readonly code: number }
  | { readonly type: 'end'; readonly code: number };

export type Phase = 'loading' | 'running';

export interface ProgressMessage {
  readonly type: 'progress';
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
}

/** Whether results are collected into one JSON document. */
export const wantsDocument = (job: Job): boolean =>
  job.command === 'replay' ? job.format === 'json' : (job.command === 'check' || job.command === 'explore') && job.json;

/** Whether a word on the command line is the name of a file with code. */
export const looksLikeCode = (name: string): boolean => /\.[cm]?[jt]sx?$/.test(name);

/** Whether code of a user may come into play; a replay loads none unless a counterexample asks for it. */
export const mayLoadCode = (job: Job): boolean =>
  job.command === 'replay'
    ? job.asksForCode
    : (job.command === 'check' || job.command === 'explore') && job.targets.some(looksLikeCode);
