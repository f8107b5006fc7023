import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ChartTable } from '../../model/chart/tabulate.ts';
import { InputError } from '../../model/errors.ts';
import { compile } from '../../model/system/compile.ts';
import { machineFor } from '../../model/system/machines.ts';
import { parseScript } from '../../model/system/script.ts';
import type { AnySystem } from '../../model/system/system.ts';
import type { Topology } from '../../model/system/topology.ts';
import { STRUCTURAL } from '../../properties/evaluate.ts';
import type { Outcome } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import { type Suite, suiteOf, suiteWith } from '../../properties/suite.ts';

/** Version of the file format. Files of other versions are refused, not guessed at. */
export const FORMAT = 1;

const setting = z.union([z.number(), z.string(), z.boolean()]);

/** A topology file, and the topology inside a counterexample. */
export const topologySchema = z.strictObject({
  name: z.string(),
  says: z.string().optional(),
  entities: z.record(z.string(), z.array(z.looseObject({ name: z.string() }).catchall(setting)).max(65_000)),
  options: z.record(z.string(), setting).optional(),
});

const code = z.strictObject({ name: z.string(), file: z.string().optional(), sha256: z.string().optional() });

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  title: z.string(),
  question: z.string().optional(),
  system: z.string(),
  policy: code.optional(),
  variant: code.optional(),
  topology: topologySchema,
  stimuli: z.array(z.string()).max(1_000_000),
  violates: z.strictObject({ property: z.string(), step: z.int().min(0), message: z.string() }),
  observations: z.string(),
  found: z.strictObject({
    by: z.string(),
    version: z.string(),
    seed: z.int().optional(),
    path: z.string().optional(),
    shrunkFrom: z.int().optional(),
    shortest: z.string(),
  }),
  model: z.string(),
});

/** What a counterexample file says. */
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

/** What a table says, without what it says only for people. */
const essence = (tables: Readonly<Record<string, ChartTable>>) =>
  Object.entries(tables).map(([name, { states, tags, leaves }]) => [
    name,
    states,
    tags,
    leaves.map(({ state, event, target, actions, because }) => [state, event, target, actions, because]),
  ]);

/** Writes an outcome down. */
export function toFile(outcome: Outcome, found: Found, title?: string, question?: string): CounterexampleFile {
  const { scenario, violation } = outcome;
  const { system } = scenario.suite;
  if (violation === null) throw new Error('only a scenario that breaks a promise can be kept');
  return {
    format: FORMAT,
    title: title ?? `${violation.property}: ${violation.message}`,
    ...(question === undefined ? {} : { question }),
    system: system.variantOf?.system ?? system.name,
    ...(system.policy === undefined ? {} : { policy: { name: system.policy.name } }),
    ...(system.variantOf === undefined ? {} : { variant: { name: system.variantOf.variant } }),
    topology: scenario.topology as CounterexampleFile['topology'],
    stimuli: scenario.stimuli,
    violates: { property: violation.property, step: violation.step, message: violation.message },
    observations: outcome.observations,
    found,
    model: digest(system),
  };
}

/**
 * Reads a counterexample.
 *
 * @param place what to call the file in messages.
 * @throws InputError with one line that names the place in the file.
 */
export function parseFile(text: string, place: string): CounterexampleFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${place}: broken JSON (${(error as Error).message})`);
  }
  const format = (json as { format?: unknown } | null)?.format;
  if (format !== undefined && format !== FORMAT) {
    throw new InputError(`${place}: format ${JSON.stringify(format)} is unknown; this version reads format ${FORMAT}`);
  }
  const read = fileSchema.safeParse(json);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new InputError(`${place}: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'unreadable'}`);
}

/**
 * The scenario that a file describes.
 *
 * @throws InputError when the file names a variant, property, entity or stimulus that does not exist.
 */
export function toScenario(file: CounterexampleFile, suite: Suite, place: string): Scenario {
  const hosted = suiteWith(suite, file.policy?.name);
  if (hosted === undefined) {
    const known = suite.policies?.map((one) => one.name).join(', ') || '(none)';
    throw new InputError(`${place}: ${file.system} has no policy "${file.policy?.name}"; there are ${known}`);
  }
  const chosen = suiteOf(hosted, file.variant?.name);
  if (chosen === undefined) {
    const known = hosted.variants.map((one) => one.variantOf?.variant).join(', ');
    throw new InputError(`${place}: ${file.system} has no variant "${file.variant?.name}"; there are ${known}`);
  }
  const broken = hosted.properties.filter((property) => property.id === file.violates.property);
  const structural = STRUCTURAL.some((kind) => file.violates.property === `${file.system}/${kind}`);
  if (broken.length === 0 && !structural) {
    const known = hosted.properties.map((property) => property.id).join(', ');
    throw new InputError(`${place}: ${file.system} has no property "${file.violates.property}"; there are ${known}`);
  }
  const topology = file.topology as Topology;
  try {
    const script = parseScript(machineFor(chosen.system, topology), file.stimuli);
    return new Scenario(chosen, topology, script, broken);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${place}: ${error.message}`);
    throw error;
  }
}

/** The file's text: stable key order, one stimulus a line. */
export const printFile = (file: CounterexampleFile): string => `${JSON.stringify(file, null, 2)}\n`;
