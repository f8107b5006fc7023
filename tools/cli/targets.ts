import { existsSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';
import { InputError } from '../../model/errors.ts';
import type { AnyPolicy } from '../../model/policy/define.ts';
import type { AnySystem } from '../../model/system/system.ts';
import { resolve, type Topology } from '../../model/system/topology.ts';
import { thereAre } from '../../model/unknown.ts';
import { CATALOGUE, systemNames } from '../../properties/catalogue.ts';
import type { AnyProperty } from '../../properties/property.ts';
import { expectedToHold, type Suite, suiteOf, suiteWith, variantNames } from '../../properties/suite.ts';
import { topologySchema } from '../checker/counterexample.ts';
import { parseJson, readText, tellIssue } from '../checker/json.ts';
import type { Containment } from './containment.ts';
import type { Desk } from './desk.ts';
import { looksLikeCode, type SearchJob } from './job.ts';

/** A suite to check. */
export interface Target {
  readonly suite: Suite;
  readonly name: string;
  /** Set when the suite came from a user's file. */
  readonly containment?: Containment;
}

/**
 * Loads a built-in system by name.
 *
 * @throws InputError listing the systems that exist.
 */
export async function loadSuite(name: string): Promise<Suite> {
  const load = Object.hasOwn(CATALOGUE, name) ? CATALOGUE[name] : undefined;
  if (load === undefined) throw new InputError(`no system "${name}"; ${thereAre(name, systemNames())}`);
  return load();
}

/** The targets that were asked for; without any, the system that the properties are about, or all. */
export function targetNames({ targets, system, property }: SearchJob): readonly string[] {
  if (targets.length > 0) return targets;
  if (system !== undefined) return [system];
  const known = systemNames();
  const about = known.find((name) => property.length > 0 && property.every((id) => id.startsWith(`${name}/`)));
  return about === undefined ? known : [about];
}

/**
 * Loads `system`, `system/policy`, either with `+variant`, or a file whose default export is a system or a policy.
 *
 * @throws InputError with one line that names what there is.
 */
export const loadTarget = (name: string, job: SearchJob, desk: Desk): Promise<Target> =>
  looksLikeFile(name) ? fromFile(name, job.system, desk) : byName(name, job.system);

/** A path, unless it is a host and its policy: `smp/fifo`. */
const looksLikeFile = (name: string) =>
  /\.json$/.test(name) ||
  looksLikeCode(name) ||
  (/[\\/]/.test(name) && !systemNames().includes(name.split('/')[0] ?? ''));

async function byName(name: string, system: string | undefined): Promise<Target> {
  const plus = name.indexOf('+');
  const [host = '', policy] = (plus < 0 ? name : name.slice(0, plus)).split('/');
  const suite = await withPolicyNamed(host, policy);
  const variant = plus < 0 ? undefined : name.slice(plus + 1);
  if (system !== undefined && system !== suite.system.name) {
    throw new InputError(`${name} is no variant of ${system}; leave out --system, which says what a file belongs to`);
  }
  const chosen = suiteOf(suite, variant);
  if (chosen !== undefined) return { suite: chosen, name };
  const known = thereAre(variant ?? '', variantNames(suite));
  throw new InputError(`${suite.system.name} has no variant "${variant}"; ${known}`);
}

/** @throws InputError naming the policies that exist. */
export async function withPolicyNamed(system: string, policy: string | undefined): Promise<Suite> {
  const host = await loadSuite(system);
  const suite = suiteWith(host, policy);
  if (suite !== undefined) return suite;
  const known = host.policies?.map((one) => one.name);
  const remedy = known === undefined ? 'it makes its decisions itself' : thereAre(policy ?? '', known);
  throw new InputError(`${system} has no policy "${policy}"; ${remedy}`);
}

async function fromFile(file: string, base: string | undefined, desk: Desk): Promise<Target> {
  if (!existsSync(file)) throw new InputError(`no file "${file}"; give a system (schedcheck list) or a file`);
  if (file.endsWith('.json')) {
    throw new InputError(`${file} is no code; a counterexample is run again with: npx schedcheck replay ${file}`);
  }
  if (!looksLikeCode(file)) throw new InputError(`${file} is no code; give a .ts, .js, .mts or .mjs file`);
  return { ...(await loadFile(resolvePath(file), file, base, desk)), name: file };
}

/**
 * Loads a user's file, and has its steps watched from outside.
 *
 * @param shown what to call it in messages.
 * @param base the system that it belongs to; as it says itself, unless given.
 * @throws InputError when it can't be loaded or belongs to no system.
 */
export async function loadFile(
  path: string,
  shown: string,
  base: string | undefined,
  desk: Desk,
): Promise<{ suite: Suite; containment: Containment }> {
  desk.phase('loading');
  const containment = await desk.contain();
  const { loadCode } = await import('./load.ts');
  const { system, policy, source, printed } = await loadCode(path, shown, containment);
  for (const line of printed) desk.complain(`${shown} prints: ${line}`);
  const suite =
    policy === undefined
      ? { ...(await suiteFor(system, base, shown)), system }
      : await hosting(policy, base ?? policy.host ?? HOST, shown);
  desk.phase('running');
  return { suite: (await desk.pulse()).watch({ ...suite, source }), containment };
}

async function suiteFor(system: AnySystem, base: string | undefined, shown: string): Promise<Suite> {
  const name = base ?? system.variantOf?.system ?? system.name;
  try {
    return await loadSuite(name);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${shown}: ${error.message}; --system NAME says which one the file is a variant of`);
  }
}

/** The host of policies that are given without one. */
const HOST = 'smp';

/** The suite of a host with a user's policy. */
async function hosting(policy: AnyPolicy, host: string, shown: string): Promise<Suite> {
  const { withPolicy } = await loadSuite(host);
  if (withPolicy === undefined) {
    throw new InputError(`${shown}: ${host} is no host for policies; ${thereAre(host, await hosts())}`);
  }
  try {
    return withPolicy({ ...policy, fields: policy.fields ?? {}, promises: policy.promises ?? {} });
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${shown}: ${error.message}`);
    throw error;
  }
}

async function hosts(): Promise<string[]> {
  const suites = await Promise.all(systemNames().map(loadSuite));
  return suites
    .filter(({ withPolicy, policies = [] }) => withPolicy !== undefined && policies[0]?.host === undefined)
    .map(({ system }) => system.name);
}

/** @throws InputError naming the properties that exist. */
export function propertiesOf(suite: Suite, wanted: readonly string[]): readonly AnyProperty[] {
  if (wanted.length === 0) return expectedToHold(suite);
  return wanted.map((id) => {
    const found = suite.properties.find((one) => one.id === id || one.id === `${suite.system.name}/${id}`);
    if (found !== undefined) return found;
    const known = suite.properties.map((one) => one.id);
    throw new InputError(`${suite.system.name} has no property "${id}"; ${thereAre(id, known)}`);
  });
}

/** @throws InputError naming the topologies that exist. */
export function topologiesOf(system: AnySystem, job: SearchJob): readonly Topology[] {
  if (job.cpus !== undefined || job.threads !== undefined) return [scaled(system, job)];
  const { topologies } = system;
  if (job.topology.includes('all')) return topologies;
  if (job.topology.length > 0) return job.topology.map((name) => topologyOf(system, name));
  if (job.command === 'check') return topologies;
  return [topologies.find((one) => one.name === 'tiny') ?? (topologies[0] as Topology)];
}

function scaled(system: AnySystem, { cpus = 2, threads = 4 }: SearchJob): Topology {
  if (system.scale === undefined) throw new InputError(`${system.name} has no topologies by size; use --topology`);
  return system.scale(cpus, threads);
}

function topologyOf(system: AnySystem, name: string): Topology {
  const known = system.topologies.find((one) => one.name === name);
  if (known !== undefined) return known;
  const names = system.topologies.map((one) => one.name);
  if (!existsSync(name)) throw new InputError(`${system.name} has no topology "${name}"; ${thereAre(name, names)}`);
  const read = topologySchema.safeParse(parseJson(readText(name), name));
  if (!read.success) throw new InputError(tellIssue(name, read.error));
  try {
    resolve(system, read.data as Topology);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${name}: ${error.message}`);
    throw error;
  }
  return read.data as Topology;
}
