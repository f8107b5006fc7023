/** schedcheck: a model checker for thread schedulers. Everything that a test, a variant or a tool needs. */
export { CLASSES } from '../model/classes/index.ts';
export { InputError } from '../model/errors.ts';
export { machineLogic } from '../model/logic.ts';
export { POLICIES } from '../model/policies/index.ts';
export {
  type AnyClass,
  type ClassHooks,
  type ClassPromises,
  type ClassReason,
  type ClassTable,
  classTable,
  defineClass,
  type SchedulingClass,
} from '../model/policy/class/define.ts';
export type { ClassFields, ClassKit } from '../model/policy/class/kit.ts';
export { withClasses, withClassVariant } from '../model/policy/class/with-classes.ts';
export {
  type AnyPolicy,
  definePolicy,
  type Hooks,
  type Policy,
  type Promises,
  type Reason,
} from '../model/policy/define.ts';
export type { Kit, PolicyFields } from '../model/policy/kit.ts';
export {
  type AnyRuntime,
  defineRuntime,
  type Runtime,
  type RuntimeHooks,
  type RuntimePromises,
  type RuntimeReason,
} from '../model/policy/runtime/define.ts';
export type { RuntimeFields, RuntimeKit } from '../model/policy/runtime/kit.ts';
export { withRuntime, withRuntimeVariant } from '../model/policy/runtime/with-runtime.ts';
export { withPolicy, withPolicyVariant } from '../model/policy/with-policy.ts';
export { RUNTIMES } from '../model/runtimes/index.ts';
export { NONE } from '../model/state/field.ts';
export * from '../model/system/declare.ts';
export { OBSERVATION, OBSERVATIONS } from '../model/system/observation.ts';
export { type AnySystem, defineSystem, type System, systemLabel, variant } from '../model/system/system.ts';
export type { Topology } from '../model/system/topology.ts';
export type { EffectsOf, GuardsOf, MachineOf } from '../model/system/types.ts';
export { dragonflyHost } from '../model/systems/dragonfly/host/host.ts';
export { smpHost } from '../model/systems/smp/host.ts';
export { sunos5Host } from '../model/systems/sunos5/host/host.ts';
export { threadsHost } from '../model/systems/sunos5-threads/host.ts';
export { type ScenarioOptions, scenarios } from './arbitrary.ts';
export { dragonflyWith } from './dragonfly/hosted.ts';
export { dragonfly } from './dragonfly/suite.ts';
export type { Violation } from './evaluate.ts';
export { lwktCore } from './lwkt-core/suite.ts';
export { type Property, properties, type StateProperty, type StepProperty } from './property.ts';
export type { Rule } from './rule.ts';
export { type Outcome, type RunOptions, run } from './run.ts';
export { Scenario } from './scenario.ts';
export { smp, smpWith } from './smp/suite.ts';
export type { Suite } from './suite.ts';
export { sunos4 } from './sunos4/suite.ts';
export { sunos5With } from './sunos5/hosted.ts';
export { sunos5 } from './sunos5/suite.ts';
export { sunos5Threads, threadsWith } from './sunos5-threads/suite.ts';
export { sunos5TwoLevel, twoLevelSuite } from './sunos5-two-level/suite.ts';
export { svr4 } from './svr4/suite.ts';
