import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Job, ReplayJob, SearchJob } from './job.ts';

/** What a flag may hold, and which flags do not go together. */

/** Reads a whole number in plain decimal digits. */
export function whole(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = /^-?\d{1,16}$/.test(text) ? Number(text) : NaN;
    if (value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`give a whole number from ${minimum} to ${maximum}.`);
  };
}

/** Reads a number of seconds. */
export function seconds(text: string): number {
  const value = /^\d{1,5}(\.\d{1,3})?$/.test(text) ? Number(text) : NaN;
  if (value >= 0.1 && value <= 86_400) return value;
  throw new InvalidArgumentError('give a number of seconds from 0.1 to 86400.');
}

/** Reads where fast-check stopped: `0:3:1`. */
export function shrinkPath(text: string): string {
  if (/^\d{1,9}(:\d{1,9})*$/.test(text)) return text;
  throw new InvalidArgumentError('give the numbers that were printed, like 12:0:3.');
}

/** For flags that may be given several times, and take several values between commas. */
export const several = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text.split(',').filter((one) => one !== ''),
];

/** What is wrong with these flags together, and what to do about it; or null. */
export function contradiction(job: Job): string | null {
  switch (job.command) {
    case 'check':
    case 'explore':
      return inSearch(job);
    case 'replay':
      return inReplay(job);
    default:
      return null;
  }
}

function inSearch({ topology, cpus, threads, path, seed, targets }: SearchJob): string | null {
  if (topology.length > 0 && (cpus !== undefined || threads !== undefined)) {
    return '--topology says how many CPUs and threads there are; leave out --cpus and --threads';
  }
  if (topology.includes('all') && topology.length > 1) return '--topology all means all; leave out the other names';
  if (path !== undefined && seed === undefined)
    return '--path goes with the --seed that was printed beside it; give both';
  if (path !== undefined && targets.length !== 1) return '--path goes with one target; name it';
  const twice = targets.find((one, at) => targets.indexOf(one) !== at);
  return twice === undefined ? null : `${twice} is given twice; once is enough`;
}

function inReplay({ format, step, files }: ReplayJob): string | null {
  if (files.length === 0) return 'no counterexample is given, only code; name a JSON file or a folder';
  const one = files.length === 1 && !isFolder(files[0] as string);
  if (!one && (format === 'ftrace' || format === 'lanes')) return `--format ${format} shows one script; name one file`;
  if (!one && step !== undefined) return '--step shows a part of one script; name one file';
  if (format === 'json' && step !== undefined) return '--step is for people; leave it out with --format json';
  return null;
}

const isFolder = (name: string): boolean => existsSync(name) && statSync(name).isDirectory();

/** The project that somebody works in: the nearest folder upwards with a package.json, or null. */
export function projectFolder(from: string): string | null {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

/** Whether a counterexample, or one in the folder, may name code: it has such a key. A glance, not a judgement. */
export function asksForCode(name: string): boolean {
  try {
    const status = statSync(name);
    if (status.isDirectory())
      return readdirSync(name).some((file) => file.endsWith('.json') && asksForCode(join(name, file)));
    return status.isFile() && status.size < 2 ** 26 && readFileSync(name).includes('"file"');
  } catch {
    return false;
  }
}
