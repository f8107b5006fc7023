import type { ChartTable } from '../chart/tabulate.ts';
import { InputError } from '../errors.ts';
import type { Shape } from './declare.ts';
import type { AnySystem, StimulusDeclaration } from './system.ts';

/** Largest value of a lane. */
const WIDEST = 65_535;

/** Names that a machine has of itself; see `Machine`. */
const TAKEN = ['option', 'call'];

/**
 * Checks what the types of a system can't: names that meet in one machine, ranges, and stimuli.
 *
 * @param tables the chart tables of the system, by kind.
 * @throws InputError naming the system, the place and the remedy.
 */
export function checkSystem(system: AnySystem, tables: Readonly<Record<string, ChartTable>>): void {
  const shape = system.shape as Shape;
  checkNames(system.name, shape);
  checkFields(system.name, shape);
  checkPaths(system, shape);
  for (const [name, stimulus] of Object.entries(system.stimuli as Record<string, StimulusDeclaration>)) {
    checkStimulus(`${system.name}: stimulus "${name}"`, stimulus, tables);
  }
}

/** Kinds, fields and attributes are all properties of the machine. */
function checkNames(where: string, shape: Shape): void {
  const kinds = Object.entries(shape.kinds);
  const names = [
    ...kinds.map(([kind]) => kind),
    ...Object.keys(shape.fields),
    ...kinds.flatMap(([, { attributes }]) => Object.keys(attributes ?? {})),
  ];
  const seen = new Set(TAKEN);
  for (const name of names) {
    if (!/^[A-Za-z]\w*$/.test(name)) {
      throw new InputError(`${where}: "${name}" is no name of a kind, field or attribute; use letters, digits and "_"`);
    }
    if (seen.has(name)) {
      throw new InputError(`${where}: two things are called "${name}"; kinds, fields and attributes share their names`);
    }
    seen.add(name);
  }
}

function checkFields(where: string, shape: Shape): void {
  const kinds = Object.keys(shape.kinds);
  for (const [name, { of, to, maximum = 1 }] of Object.entries(shape.fields)) {
    for (const kind of [of, to ?? of]) {
      if (!kinds.includes(kind))
        throw new InputError(`${where}: field "${name}": no kind "${kind}"; there are ${kinds.join(', ')}`);
    }
    if (!Number.isInteger(maximum) || maximum < 0 || maximum > WIDEST) {
      throw new InputError(`${where}: field "${name}" can't count to ${maximum}; a lane holds 0 to ${WIDEST}`);
    }
  }
}

function checkPaths(system: AnySystem, shape: Shape): void {
  if (Object.keys(shape.paths ?? {}).length === 0) return;
  const lacks = (what: string) => new InputError(`${system.name}: a system with paths needs ${what}`);
  if (shape.kinds.cpu === undefined) throw lacks('a kind "cpu", which "continue" is sent to');
  if (system.stackOf === undefined) throw lacks('"stackOf", the stack that "continue" advances');
  if (Object.keys(shape.stacks ?? {}).length === 0) throw lacks('"stacks", the kinds whose entities have a stack');
  if ('continue' in system.stimuli) throw lacks('the name "continue" for itself; call the stimulus something else');
}

function checkStimulus(
  where: string,
  stimulus: StimulusDeclaration,
  tables: Readonly<Record<string, ChartTable>>,
): void {
  const kinds = Object.keys(tables);
  for (const kind of [stimulus.to, stimulus.with ?? stimulus.to]) {
    if (!kinds.includes(kind)) throw new InputError(`${where}: no kind "${kind}"; there are ${kinds.join(', ')}`);
  }
  const { chart, events } = tables[stimulus.to] as ChartTable;
  if (events.includes(stimulus.event)) return;
  throw new InputError(
    `${where}: chart "${chart}" has no event "${stimulus.event}"; there are ${events.join(', ') || 'none'}`,
  );
}
