import type { AnyStateMachine } from 'xstate';
import { ChartError } from '../errors.ts';

/**
 * The part of xstate that compiles to tables (see `tabulate.ts`): nested and parallel states, entry and exit, events,
 * guards and actions by name, `and`/`or`/`not` of names, tags and meta. Everything else is refused here, because it
 * would compile to a wrong table in silence (history, parameters) or needs a clock or an actor that a table hasn't.
 */

interface RawState {
  readonly [key: string]: unknown;
}

/** A chart and the place in it that is being looked at. */
interface Where {
  readonly machine: AnyStateMachine;
  readonly place: string;
}

const WHY: Readonly<Record<string, string>> = {
  invoke: '"invoke" starts an actor; model it as another entity that gets events',
  always: '"always" runs after an effect in a running actor but before it in a pure call; send a second event instead',
  after: '"after" needs a clock; let the tick stimulus send an event',
  onDone: '"onDone" is raised by xstate itself; send the event from an effect',
  onError: '"onError" belongs to invoked actors',
  history: 'a history state depends on states visited before; keep the state in a field',
  output: '"output" belongs to final states; use a field',
  context: '"context" is not part of the table; declare a field in the system',
  route: '"route" is not supported; write the events out',
};

/** Members of the class that stands behind a kind of entity; an event of that name would replace one. */
const TAKEN = ['constructor', 'is', 'state', 'values', 'm'];

/**
 * Refuses what can't be compiled.
 *
 * @throws ChartError naming chart, state and construct.
 */
export function checkSubset(machine: AnyStateMachine): void {
  checkImplementations(machine);
  checkState({ machine, place: 'the top level' }, machine.config as unknown as RawState, '');
}

function refuse({ machine, place }: Where, problem: string): never {
  throw new ChartError(machine.id, place, problem);
}

/** What `setup` binds to the names: nothing that xstate would run by itself, since only the names are tabulated. */
function checkImplementations(machine: AnyStateMachine): void {
  const where = { machine, place: 'setup' };
  for (const [name, action] of Object.entries(machine.implementations.actions)) {
    const built = builtInAction(action);
    if (built !== undefined)
      refuse(where, `action "${name}" is ${built}(), which is not supported; an effect does that`);
  }
  for (const [name, guard] of Object.entries(machine.implementations.guards)) {
    if (typeof guard === 'function' && !('check' in guard)) continue;
    refuse(where, `guard "${name}" is made of other guards; write and(), or(), not() where the guard is used`);
  }
}

function checkState(where: Where, config: RawState, path: string): void {
  for (const key of Object.keys(WHY)) if (config[key] !== undefined) refuse(where, WHY[key] as string);
  if (config.type === 'final') refuse(where, 'final states stop the chart; use an ordinary state');
  if (config.type === 'history') refuse(where, WHY.history as string);
  checkTags(where, config.tags);
  checkActions(within(where, 'entry'), config.entry);
  checkActions(within(where, 'exit'), config.exit);
  if (typeof config.initial === 'object') {
    checkActions(within(where, 'initial'), (config.initial as RawState | null)?.actions);
  }
  for (const [event, value] of Object.entries((config.on as RawState | undefined) ?? {})) {
    checkEvent(within(where, `event ${event}`), event, value);
  }
  for (const [name, child] of Object.entries((config.states as RawState | undefined) ?? {})) {
    const full = path === '' ? name : `${path}.${name}`;
    const place = { machine: where.machine, place: `state "${full}"` };
    if (!/^[^.|()#\s]+$/.test(name)) refuse(place, 'names of states have no space and none of . | ( ) #');
    checkState(place, child as RawState, full);
  }
}

const within = ({ machine, place }: Where, part: string): Where => ({ machine, place: `${place}, ${part}` });

/** Tags and events become names of methods. */
const isIdentifier = (name: string) => /^[A-Za-z_]\w*$/.test(name);

function checkTags(where: Where, tags: unknown): void {
  for (const tag of tags === undefined ? [] : [tags].flat()) {
    if (typeof tag !== 'string' || !isIdentifier(tag) || tag === 'constructor') {
      refuse(where, `"${String(tag)}" is no tag; use letters, digits and "_"`);
    }
  }
}

function checkEvent(where: Where, event: string, value: unknown): void {
  if (event.includes('*')) refuse(where, 'wildcards are not supported; name each event');
  if (event.startsWith('xstate.')) refuse(where, 'events of xstate itself are never sent; use an event of your own');
  if (!isIdentifier(event) || event.startsWith('accept_') || TAKEN.includes(event)) {
    refuse(where, 'this can not be the name of an event; use capital letters, digits and "_"');
  }
  for (const branch of Array.isArray(value) ? value : [value]) {
    if (typeof branch === 'function')
      refuse(where, 'a transition function can compute anything; use named guards and targets');
    if (typeof branch !== 'object' || branch === null) continue;
    const { guard, actions, to } = branch as RawState;
    if (typeof to === 'function')
      refuse(where, 'a transition function can compute anything; use named guards and targets');
    if (guard !== undefined) checkGuard(where, guard);
    checkActions(where, actions);
  }
}

function checkGuard(where: Where, guard: unknown): void {
  if (typeof guard === 'string') checkGuardName(where, guard);
  else if (typeof guard === 'function') {
    const inner = (guard as { guards?: unknown[] }).guards;
    if (Array.isArray(inner)) for (const one of inner) checkGuard(where, one);
    else if ('check' in guard) refuse(where, 'stateIn() is not supported; let a guard ask for a tag');
    else refuse(where, 'inline guards have no name; name the guard');
  } else checkGuardObject(where, guard as { type?: unknown; params?: unknown });
}

function checkGuardObject(where: Where, { type, params }: { type?: unknown; params?: unknown }): void {
  if (typeof type !== 'string') refuse(where, 'a guard needs a name');
  if (params !== undefined) refuse(where, `guard "${type}" has params; name one guard per condition`);
  checkGuardName(where, type);
}

function checkGuardName(where: Where, name: string): void {
  if (Object.hasOwn(where.machine.implementations.guards, name)) return;
  refuse(where, `guard "${name}" is not among the guards of setup()`);
}

/** Name of xstate's own action (`raise`, `assign`, …), or undefined for any other. */
function builtInAction(action: unknown): string | undefined {
  const type = typeof action === 'function' ? (action as { type?: unknown }).type : undefined;
  return typeof type === 'string' && type.startsWith('xstate.') ? type.slice(7) : undefined;
}

function checkActions(where: Where, actions: unknown): void {
  if (actions === undefined) return;
  for (const action of Array.isArray(actions) ? actions : [actions]) checkAction(where, action);
}

function checkAction(where: Where, action: unknown): void {
  if (typeof action === 'string') return;
  const built = builtInAction(action);
  if (built !== undefined) refuse(where, `${built}() is not supported; an effect of the system does that`);
  if (typeof action === 'function') refuse(where, 'inline actions have no name; name the action');
  const { type, params } = (action ?? {}) as { type?: unknown; params?: unknown };
  if (typeof type !== 'string') refuse(where, 'an action needs a name');
  if (params !== undefined) refuse(where, `action "${type}" has params; the effect gets (m, self, arg)`);
}
