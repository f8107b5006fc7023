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

/**
 * Refuses what can't be compiled.
 *
 * @throws ChartError naming chart, state and construct.
 */
export function checkSubset(machine: AnyStateMachine): void {
  const chart = machine.id;
  checkState(chart, 'the top level', machine.config as unknown as RawState, machine);
}

function checkState(chart: string, place: string, config: RawState, machine: AnyStateMachine): void {
  for (const key of Object.keys(WHY)) {
    if (config[key] !== undefined) throw new ChartError(chart, place, WHY[key] as string);
  }
  if (config.type === 'final') throw new ChartError(chart, place, 'final states stop the chart; use an ordinary state');
  if (config.type === 'history') throw new ChartError(chart, place, WHY.history as string);
  checkActions(chart, `${place}, entry`, config.entry);
  checkActions(chart, `${place}, exit`, config.exit);
  for (const [event, value] of Object.entries((config.on as RawState | undefined) ?? {})) {
    checkEvent(chart, place, event, value);
  }
  for (const [name, child] of Object.entries((config.states as RawState | undefined) ?? {})) {
    checkState(chart, `state "${name}"`, child as RawState, machine);
  }
}

function checkEvent(chart: string, state: string, event: string, value: unknown): void {
  const place = `${state}, event ${event}`;
  if (event.includes('*')) throw new ChartError(chart, place, 'wildcards are not supported; name each event');
  const branches = Array.isArray(value) ? value : [value];
  for (const branch of branches) {
    if (typeof branch !== 'object' || branch === null) continue;
    const { guard, actions } = branch as RawState;
    if (guard !== undefined) checkGuard(chart, place, guard);
    checkActions(chart, place, actions);
    if (typeof (branch as RawState).to === 'function') {
      throw new ChartError(chart, place, 'a transition function can compute anything; use named guards and targets');
    }
  }
}

function checkGuard(chart: string, place: string, guard: unknown): void {
  if (typeof guard === 'string') return;
  const combined = (guard as { guards?: unknown[]; check?: unknown }).guards;
  if (Array.isArray(combined)) {
    for (const inner of combined) checkGuard(chart, place, inner);
    return;
  }
  if (typeof guard === 'function') throw new ChartError(chart, place, 'inline guards have no name; name the guard');
  const { type, params } = guard as { type?: string; params?: unknown };
  if (params !== undefined)
    throw new ChartError(chart, place, `guard "${type}" has params; name one guard per condition`);
}

function checkActions(chart: string, place: string, actions: unknown): void {
  if (actions === undefined) return;
  for (const action of Array.isArray(actions) ? actions : [actions]) {
    if (typeof action === 'string') continue;
    if (typeof action === 'function') {
      const built = (action as { type?: string }).type;
      if (built?.startsWith('xstate.')) {
        throw new ChartError(chart, place, `${built.slice(7)}() is not supported; an effect of the system does that`);
      }
      throw new ChartError(chart, place, 'inline actions have no name; name the action');
    }
    const { type, params } = action as { type?: string; params?: unknown };
    if (type === undefined) throw new ChartError(chart, place, 'an action needs a name');
    if (params !== undefined) {
      throw new ChartError(chart, place, `action "${type}" has params; the effect gets (m, self, arg)`);
    }
  }
}
