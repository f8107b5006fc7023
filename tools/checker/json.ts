import { readFileSync, statSync } from 'node:fs';
import type { z } from 'zod';
import { InputError } from '../../model/errors.ts';
import { counted } from '../report/counted.ts';

/** Reads files that somebody else may have written: every way to be wrong has its one line. */

/** Larger files are no counterexamples and no topologies. */
const MOST_BYTES = 64 * 2 ** 20;
/** Deeper nesting than any file of ours has. */
const MOST_LEVELS = 16;
/** Longer lists than any file of ours has; the longest are scripts. */
const MOST_ITEMS = 1_000_000;
/** Keys that mean something to JavaScript itself. */
const HOSTILE = new Set(['__proto__', 'constructor', 'prototype']);

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/** What went wrong with a file, in words. */
export const tellFileError = (error: unknown): string =>
  REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as Error).message;

/**
 * Reads a text file.
 *
 * @throws InputError when it is no ordinary file, too large, unreadable or binary.
 */
export function readText(file: string): string {
  let text: string;
  try {
    const status = statSync(file);
    if (status.isDirectory()) throw new InputError(`${file}: it is a folder; give a JSON file`);
    if (!status.isFile()) throw new InputError(`${file}: no ordinary file; give a JSON file`);
    if (status.size > MOST_BYTES) {
      throw new InputError(`${file}: ${Math.round(status.size / 2 ** 20)} MiB are too much; a file has 64 MiB at most`);
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: can't be read: ${tellFileError(error)}`);
  }
  if (/[\0\uFFFD]/.test(text)) throw new InputError(`${file}: binary, no text; give a JSON file`);
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/**
 * Parses JSON without keys that could reach into JavaScript's own objects.
 *
 * @param place what to call the file in messages.
 * @throws InputError naming the place in the file.
 */
export function parseJson(text: string, place: string): unknown {
  if (text.trim() === '') throw new InputError(`${place}: empty; give a file that schedcheck has written`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${place}: broken JSON${placeIn(text, (error as Error).message)}; mend it or write it anew`);
  }
  refuseHostile(json, place);
  return json;
}

/** Where JSON is broken, from the message of the parser, whose wording changes with its version. */
function placeIn(text: string, message: string): string {
  const position = /at position (\d+)/.exec(message);
  const end = text.trimEnd().length;
  const at = position === null ? Infinity : Number(position[1]);
  const line = text.slice(0, Math.min(at, end)).split('\n').length;
  const early = at >= end && /end of JSON|Unterminated|Expected/.test(message);
  if (early) return `, which ends too early in line ${line}`;
  return position === null ? ` (${message})` : ` in line ${line} (${message})`;
}

interface Place {
  readonly value: unknown;
  readonly path: readonly string[];
}

/** Without recursion, so that a deeply nested file can't exhaust the stack. */
function refuseHostile(json: unknown, place: string): void {
  const open: Place[] = [{ value: json, path: [] }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { value, path } = at;
    if (typeof value !== 'object' || value === null) continue;
    if (path.length > MOST_LEVELS) {
      throw new InputError(
        `${place}: nested deeper than ${MOST_LEVELS} levels; give a file that schedcheck has written`,
      );
    }
    if (Array.isArray(value) && value.length > MOST_ITEMS) {
      const where = path.length === 0 ? 'the file' : path.join('.');
      throw new InputError(`${place}: ${where} is too large; give ${MOST_ITEMS} at most`);
    }
    for (const [key, inner] of Object.entries(value)) {
      if (HOSTILE.has(key)) {
        throw new InputError(`${place}: ${[...path, key].join('.')}: a key can't be called that; remove it`);
      }
      if (typeof inner === 'object') open.push({ value: inner, path: [...path, key] });
    }
  }
}

/** The first complaint of a schema: where, what, and what to do. */
export function tellIssue(place: string, error: z.ZodError): string {
  const issue = error.issues[0];
  const where = issue?.path.join('.') || 'the file';
  if (issue === undefined) return `${place}: unreadable`;
  switch (issue.code) {
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => JSON.stringify(key)).join(', ');
      return `${place}: ${where}: unknown ${issue.keys.length > 1 ? 'keys' : 'key'} ${keys}; remove ${issue.keys.length > 1 ? 'them' : 'it'}`;
    }
    case 'invalid_type':
      if (issue.message.endsWith('received undefined'))
        return `${place}: ${where} is missing; give ${a(issue.expected)}`;
      return `${place}: ${where} is ${issue.message.split('received ').at(-1)}; give ${a(issue.expected)}`;
    case 'too_big':
      return `${place}: ${where} ${sizeOf(issue.origin, 'large', 'long')}; give ${amount(issue.origin, issue.maximum)} at most`;
    case 'too_small':
      return `${place}: ${where} ${sizeOf(issue.origin, 'small', 'short')}; give ${amount(issue.origin, issue.minimum)} at least`;
    default:
      return `${place}: ${where}: ${issue.message}`;
  }
}

const sizeOf = (origin: string, number: string, list: string) =>
  `is too ${/array|string/.test(origin) ? list : number}`;

function amount(origin: string, size: number | bigint): string {
  const unit = origin === 'array' ? 'item' : origin === 'string' ? 'character' : '';
  return unit === '' ? String(size) : counted(Number(size), unit);
}

const a = (type: string) => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);
