import { createHash } from 'node:crypto';
import { basename, relative, sep } from 'node:path';
import { z } from 'zod';
import type { ChartTable } from '../../model/chart/tabulate.ts';
import { InputError } from '../../model/errors.ts';
import type { AnyPolicy } from '../../model/policy/define.ts';
import { essenceOf } from '../../model/policy/digest.ts';
import { compile } from '../../model/system/compile.ts';
import { machineFor } from '../../model/system/machines.ts';
import { parseScript } from '../../model/system/script.ts';
import type { AnySystem } from '../../model/system/system.ts';
import type { Topology } from '../../model/system/topology.ts';
import { thereAre } from '../../model/unknown.ts';
import { STRUCTURAL } from '../../properties/evaluate.ts';
import type { AnyProperty } from '../../properties/property.ts';
import type { Outcome } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import { expectedToHold, type Suite, suiteOf, suiteWith, variantNames } from '../../properties/suite.ts';
import { parseJson, tellIssue } from './json.ts';

/** Version of the file format. Files of other versions are refused, not guessed at. */
export const FORMAT = 1;

/** Without control characters, which terminals obey. */
const word = z
  .string()
  .max(10_000)
  .regex(/^\P{Cc}*$/u, 'control characters; give plain text');
const setting = z.union([z.number(), word, z.boolean()], 'give a number, a text, true or false');

/** A topology file, and the topology inside a counterexample. */
export const topologySchema = z.strictObject({
  name: word,
  says: word.optional(),
  entities: z.record(word, z.array(z.looseObject({ name: word }).catchall(setting)).max(65_000)),
  options: z.record(word, setting).optional(),
});

/** Code that a file names: a built-in variant by name, or a file beside it with the hash that it had. */
const code = z.strictObject({
  name: word,
  file: word.optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'no SHA-256; give 64 hexadecimal digits')
    .optional(),
});

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  title: word,
  question: word.optional(),
  system: word,
  policy: code.optional(),
  variant: code.optional(),
  topology: topologySchema,
  stimuli: z.array(word).max(1_000_000),
  /** The promise that breaks at the end, */
  violates: z.strictObject({ property: word, step: z.int().min(0), message: word }).optional(),
  /** or, when nothing breaks, the situations that the script leads to: ids of the properties that are about them. */
  shows: z.strictObject({ reaches: z.array(word).min(1).max(100) }).optional(),
  observations: word,
  found: z.strictObject({
    by: word,
    version: word,
    seed: z.int().optional(),
    path: word.optional(),
    shrunkFrom: z.int().optional(),
    shortest: word,
  }),
  model: word,
});

const REQUIRED = Object.entries(fileSchema.shape).flatMap(([key, value]) =>
  value.safeParse(undefined).success ? [] : [key],
);

/**
 * What a file says: a counterexample `violates` a promise; a scenario that is kept as an example of what is allowed
 * `shows` situations, and breaks nothing.
 */
export type CounterexampleFile = z.infer<typeof fileSchema>;

/** How a counterexample was found; for people, replay does not need it. */
export type Found = CounterexampleFile['found'];

/** Identifies the charts and declarations of a system: 16 hexadecimal digits. Changes when a chart or a field does. */
export function digest(system: AnySystem): string {
  const { tables, pathTables, stimuli } = compile(system);
  const names = stimuli.map(({ name, to, event, with: argument }) => [name, to, event, argument]);
  const text = JSON.stringify([essence(tables), essence(pathTables), system.shape.fields, names]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** SHA-256 of the hooks and fields of a policy that comes with schedcheck; one from a file has the hash of the file. */
export const hooksDigest = (policy: AnyPolicy): string => createHash('sha256').update(essenceOf(policy)).digest('hex');

/** What a table says, without what it says only for people. */
const essence = (tables: Readonly<Record<string, ChartTable>>) =>
  Object.entries(tables).map(([name, { states, tags, leaves }]) => [
    name,
    states,
    tags,
    leaves.map(({ state, event, target, actions, because }) => [state, event, target, actions, because]),
  ]);

/**
 * Writes an outcome down: the promise that broke, or the situations that were reached.
 *
 * @param folder where the file will stand: code is named relative to it.
 * @param reaches ids of properties, for a scenario that breaks nothing.
 */
export function toFile(
  outcome: Outcome,
  found: Found,
  title?: string,
  question?: string,
  folder = '.',
  reaches: readonly string[] = [],
): CounterexampleFile {
  const { scenario, violation } = outcome;
  const { system } = scenario.suite;
  return {
    format: FORMAT,
    title: plain(title ?? `${violation?.property}: ${violation?.message}`),
    ...(question === undefined ? {} : { question }),
    system: system.variantOf?.system ?? system.name,
    ...codeIn(scenario.suite, folder),
    topology: scenario.topology as CounterexampleFile['topology'],
    stimuli: scenario.stimuli,
    ...claimOf(violation, reaches),
    observations: outcome.observations,
    found,
    model: digest(system),
  };
}

function claimOf(
  violation: Outcome['violation'],
  reaches: readonly string[],
): Pick<CounterexampleFile, 'violates' | 'shows'> {
  if (violation === null && reaches.length === 0) {
    throw new Error('only a scenario that breaks a promise, or that shows something, can be kept');
  }
  if (violation === null) return { shows: { reaches: [...reaches] } };
  return { violates: { property: violation.property, step: violation.step, message: plain(violation.message) } };
}

/** What is told of an error may hold anything; the file holds one line of plain text. */
const plain = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').slice(0, 2_000);

/** Policy and variant by name; the one that a user's file exports also by that file. */
function codeIn({ system, source }: Suite, folder: string): Pick<CounterexampleFile, 'policy' | 'variant'> {
  const variant = system.variantOf?.variant;
  const policy = system.policy?.name;
  if (source === undefined) return { ...shipped(system), ...named('variant', variant) };
  const file = relative(folder, source.file).split(sep).join('/');
  const code = { file, sha256: source.sha256 };
  if (variant === undefined && policy !== undefined) return { policy: { name: policy, ...code } };
  return { ...named('policy', policy), variant: { name: plain(variant ?? basename(source.file)), ...code } };
}

/** A policy that comes with schedcheck, with its hooks as they are: replay says when they have changed since. */
function shipped({ policy }: AnySystem): Pick<CounterexampleFile, 'policy'> {
  if (policy === undefined) return {};
  return { policy: { name: policy.name, sha256: hooksDigest(policy as AnyPolicy) } };
}

const named = (key: 'policy' | 'variant', name: string | undefined) => (name === undefined ? {} : { [key]: { name } });

/** The policy or variant of a counterexample that stands in a file of its own. */
export const codeOf = ({ policy, variant }: CounterexampleFile) =>
  [variant, policy].find((code) => code?.file !== undefined);

/**
 * Reads a counterexample.
 *
 * @param place what to call the file in messages.
 * @throws InputError with one line that names the place in the file.
 */
export function parseFile(text: string, place: string): CounterexampleFile {
  const json = parseJson(text, place);
  const format = (json as { format?: unknown } | null)?.format;
  if (format !== undefined && format !== FORMAT) {
    throw new InputError(`${place}: format ${JSON.stringify(format)} is unknown; this version reads format ${FORMAT}`);
  }
  refuseOther(json, place);
  const read = fileSchema.safeParse(json);
  if (read.success) {
    const { violates, shows } = read.data;
    if ((violates === undefined) === (shows === undefined)) {
      const how = violates === undefined ? 'violates is missing' : 'it has both "violates" and "shows"';
      throw new InputError(`${place}: ${how}; give violates, or, for a script that breaks nothing, shows`);
    }
    return read.data;
  }
  throw new InputError(tellIssue(place, read.error));
}

/** JSON of another kind lacks most keys, which says more than what is wrong with the first of them. */
function refuseOther(json: unknown, place: string): void {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return;
  const missing = REQUIRED.filter((key) => !Object.hasOwn(json, key)).map((key) => JSON.stringify(key));
  if (missing.length === 0) return;
  const keys = `the ${missing.length > 1 ? 'keys' : 'key'} ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'}`;
  throw new InputError(`${place}: no counterexample: ${keys} missing; give a file that check or explore has written`);
}

/**
 * The scenario that a file describes.
 *
 * @param suite the suite of the system; of the variant itself when that is a file, since nothing is loaded here.
 * @throws InputError when the file names a variant, property, entity or stimulus that does not exist.
 */
export function toScenario(file: CounterexampleFile, suite: Suite, place: string): Scenario {
  const code = codeOf(file);
  if (code?.file !== undefined && suite.source === undefined) {
    throw new InputError(`${place}: it breaks a promise of the code in ${code.file}, which is not loaded`);
  }
  const hosted = suite.source === undefined ? suiteWith(suite, file.policy?.name) : suite;
  if (hosted === undefined) {
    const known = thereAre(`${file.policy?.name}`, suite.policies?.map((one) => one.name) ?? []);
    throw new InputError(`${place}: ${file.system} has no policy "${file.policy?.name}"; ${known}`);
  }
  const chosen = suite.source === undefined ? suiteOf(hosted, file.variant?.name) : suite;
  if (chosen === undefined) {
    const known = thereAre(`${file.variant?.name}`, variantNames(hosted));
    throw new InputError(`${place}: ${file.system} has no variant "${file.variant?.name}"; ${known}`);
  }
  const watched = watchedBy(file, hosted, place);
  const topology = file.topology as Topology;
  try {
    const script = parseScript(machineFor(chosen.system, topology), file.stimuli);
    return new Scenario(chosen, topology, script, watched);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${place}: ${error.message}`);
    throw error;
  }
}

/** The broken promise; or, where nothing breaks, all promises and what the script shows. */
function watchedBy({ system, violates, shows }: CounterexampleFile, suite: Suite, place: string): AnyProperty[] {
  const structural = STRUCTURAL.some((kind) => violates?.property === `${system}/${kind}`);
  const named = structural ? [] : (shows?.reaches ?? [violates?.property]);
  for (const id of named) {
    if (suite.properties.some((property) => property.id === id)) continue;
    const known = suite.properties.map((property) => property.id);
    throw new InputError(`${place}: ${system} has no property "${id}"; ${thereAre(`${id}`, known)}`);
  }
  const promises = shows === undefined ? [] : expectedToHold(suite);
  return suite.properties.filter((one) => promises.includes(one) || named.includes(one.id));
}

/** The file's text: stable key order, one stimulus a line. */
export const printFile = (file: CounterexampleFile): string => `${JSON.stringify(file, null, 2)}\n`;
