import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';
import { InputError } from '../../model/errors.ts';
import type { AnyPolicy } from '../../model/policy/define.ts';
import type { AnySystem } from '../../model/system/system.ts';
import type { Topology } from '../../model/system/topology.ts';
import { CATALOGUE, systemNames } from '../../properties/catalogue.ts';
import type { AnyProperty } from '../../properties/property.ts';
import { expectedToHold, type Suite, suiteOf, suiteWith } from '../../properties/suite.ts';
import { topologySchema } from '../checker/counterexample.ts';
import type { SearchJob } from './job.ts';

/** A suite to check, and the file that it came from. */
export interface Target {
  readonly suite: Suite;
  readonly name: string;
  readonly file?: string;
}

/**
 * Loads a built-in system by name.
 *
 * @throws InputError listing the systems that exist.
 */
export async function loadSuite(name: string): Promise<Suite> {
  const load = Object.hasOwn(CATALOGUE, name) ? CATALOGUE[name] : undefined;
  if (load === undefined) throw new InputError(`no system "${name}"; there are ${systemNames().join(', ')}`);
  return load();
}

/**
 * `system`, `system/policy`, either with `+variant`, or a file whose default export is a system or a policy. Without
 * targets: all systems.
 */
export async function targetsOf(job: SearchJob): Promise<Target[]> {
  const names = job.targets.length > 0 ? job.targets : job.system === undefined ? systemNames() : [job.system];
  return Promise.all(names.map((name) => (looksLikeFile(name) ? fromFile(name, job.system) : byName(name))));
}

const looksLikeFile = (name: string) => {
  const host = name.split('/')[0] as string;
  return /\.[cm]?[jt]s$/.test(name) || (/[\\/]/.test(name) && !systemNames().includes(host));
};

async function byName(name: string): Promise<Target> {
  const plus = name.indexOf('+');
  const [system = '', policy] = (plus < 0 ? name : name.slice(0, plus)).split('/');
  const suite = await withPolicyNamed(system, policy);
  const variant = plus < 0 ? undefined : name.slice(plus + 1);
  const chosen = suiteOf(suite, variant);
  if (chosen !== undefined) return { suite: chosen, name };
  const known = suite.variants.map((one) => one.variantOf?.variant).join(', ');
  throw new InputError(`${suite.system.name} has no variant "${variant}"; there are ${known}`);
}

/** @throws InputError naming the policies that exist. */
export async function withPolicyNamed(system: string, policy: string | undefined): Promise<Suite> {
  const host = await loadSuite(system);
  const suite = suiteWith(host, policy);
  if (suite !== undefined) return suite;
  const known = host.policies?.map((one) => one.name).join(', ');
  const remedy = known === undefined ? 'it makes its decisions itself' : `there are ${known}`;
  throw new InputError(`${system} has no policy "${policy}"; ${remedy}`);
}

async function fromFile(file: string, base: string | undefined): Promise<Target> {
  if (!existsSync(file) || !statSync(file).isFile()) throw new InputError(`no file "${file}"`);
  const { loadModule } = await import('./load.ts');
  const exported = (await loadModule(resolvePath(file), file)) as Partial<AnySystem> | undefined;
  if (typeof (exported as Partial<AnyPolicy> | undefined)?.hooks === 'object') {
    return fromPolicy(exported as unknown as AnyPolicy, file, base ?? HOST);
  }
  const name = exported?.variantOf?.system ?? exported?.name;
  if (exported?.shape === undefined || typeof name !== 'string') {
    throw new InputError(
      `${file}: the default export is no system and no policy; export default variant(system, { name, … }) or definePolicy({ name, … })`,
    );
  }
  const suite = await loadSuite(base ?? name);
  return { suite: { ...suite, system: exported as AnySystem }, name: file, file };
}

/** The host of policies that are given without one. */
const HOST = 'smp';

async function fromPolicy(policy: AnyPolicy, file: string, host: string): Promise<Target> {
  const { withPolicy } = await loadSuite(host);
  if (withPolicy === undefined) throw new InputError(`${file}: ${host} is no host for policies`);
  try {
    return {
      suite: withPolicy({ ...policy, fields: policy.fields ?? {}, promises: policy.promises ?? {} }),
      name: file,
      file,
    };
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${file}: ${error.message}`);
    throw error;
  }
}

/** @throws InputError naming the properties that exist. */
export function propertiesOf(suite: Suite, wanted: readonly string[]): readonly AnyProperty[] {
  if (wanted.length === 0) return expectedToHold(suite);
  return wanted.map((id) => {
    const found = suite.properties.find((one) => one.id === id || one.id === `${suite.system.name}/${id}`);
    if (found !== undefined) return found;
    const known = suite.properties.map((one) => one.id).join(', ');
    throw new InputError(`${suite.system.name} has no property "${id}"; there are ${known}`);
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

function scaled(system: AnySystem, { cpus = 2, threads = 4, topology }: SearchJob): Topology {
  if (topology.length > 0)
    throw new InputError('--topology says how many CPUs and threads; leave out --cpus and --threads');
  if (system.scale === undefined) throw new InputError(`${system.name} has no topologies by size; use --topology`);
  return system.scale(cpus, threads);
}

function topologyOf(system: AnySystem, name: string): Topology {
  const known = system.topologies.find((one) => one.name === name);
  if (known !== undefined) return known;
  const names = system.topologies.map((one) => one.name).join(', ');
  if (!existsSync(name)) throw new InputError(`${system.name} has no topology "${name}"; there are ${names}`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(name, 'utf8'));
  } catch (error) {
    throw new InputError(`${name}: broken JSON (${(error as Error).message})`);
  }
  const read = topologySchema.safeParse(json);
  if (read.success) return read.data as Topology;
  const issue = read.error.issues[0];
  throw new InputError(`${name}: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'unreadable'}`);
}
