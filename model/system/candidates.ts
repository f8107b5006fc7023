import { InputError } from '../errors.ts';
import { thereAre } from '../unknown.ts';
import { argumentOf, choicesOf, parseChoices, printChoices, withChoices } from './choices.ts';
import type { Machine } from './machine.ts';

/** One thing that may happen next: number of its kind, the entity that gets it, the argument with the choices made. */
export interface Stimulus {
  readonly kind: number;
  readonly self: number;
  readonly arg: number;
}

/** All stimuli that exist in a topology, in the order of the system: kind by kind, then entity, then argument. */
export class Candidates {
  readonly kinds: Uint8Array;
  readonly selves: Uint16Array;
  readonly args: Uint16Array;
  readonly length: number;

  constructor(m: Machine) {
    const all = [...enumerate(m)];
    this.kinds = Uint8Array.from(all, (one) => one.kind);
    this.selves = Uint16Array.from(all, (one) => one.self);
    this.args = Uint16Array.from(all, (one) => one.arg);
    this.length = all.length;
  }

  at(n: number): Stimulus {
    return { kind: this.kinds[n], self: this.selves[n], arg: this.args[n] };
  }
}

function* enumerate(m: Machine): Generator<Stimulus> {
  for (const [kind, stimulus] of m.compiled.stimuli.entries()) {
    const selves = m.resolved.counts[stimulus.to] ?? 0;
    const args = stimulus.with === undefined ? 1 : (m.resolved.counts[stimulus.with] ?? 0);
    for (let self = 0; self < selves; self++) {
      for (let arg = 0; arg < args; arg++) {
        if (stimulus.where?.(m, self, arg) ?? true) yield { kind, self, arg };
      }
    }
  }
}

/** `cpu0 wakeup thread2 /1,0`: the entity that gets it, the stimulus, the argument and the choices if there are any. */
export function printStimulus(m: Machine, { kind, self, arg }: Stimulus): string {
  const stimulus = m.compiled.stimuli[kind];
  if (stimulus === undefined) throw new Error(`no stimulus number ${kind}`);
  const words = [m.nameOf(stimulus.to, self), stimulus.name];
  if (stimulus.with !== undefined) words.push(m.nameOf(stimulus.with, argumentOf(arg)));
  return words.join(' ') + printChoices(choicesOf(arg));
}

/**
 * The stimulus that `printStimulus` printed.
 *
 * @throws InputError that names what is unknown and what exists.
 */
export function parseStimulus(m: Machine, text: string): Stimulus {
  const words = text.trim().split(/\s+/);
  const choices = parseChoices(words.at(-1) ?? '');
  const [entity = '', name = '', argument, ...rest] = choices === null ? words : words.slice(0, -1);
  const kind = m.compiled.stimuli.findIndex((one) => one.name === name);
  const stimulus = m.compiled.stimuli[kind];
  if (stimulus === undefined) {
    const known = m.compiled.stimuli.map((one) => one.name);
    throw new InputError(`stimulus "${text}": no stimulus "${name}" in ${m.system.name}; ${thereAre(name, known)}`);
  }
  const find = (of: string, given: string) => {
    const number = m.resolved.names[of]?.indexOf(given) ?? -1;
    if (number >= 0) return number;
    const names = m.resolved.names[of] ?? [];
    throw new InputError(`stimulus "${text}": no ${of} "${given}" in this topology; ${thereAre(given, names)}`);
  };
  const self = find(stimulus.to, entity);
  if (rest.length > 0 || (stimulus.with === undefined) !== (argument === undefined)) {
    const form = `${stimulus.to.toUpperCase()} ${name}${stimulus.with === undefined ? '' : ` ${stimulus.with.toUpperCase()}`}`;
    throw new InputError(`stimulus "${text}": write it as ${form}`);
  }
  const arg = stimulus.with === undefined ? 0 : find(stimulus.with, argument as string);
  if (stimulus.where?.(m, self, arg) === false) {
    throw new InputError(`stimulus "${text}": ${argument} does not belong to ${entity}`);
  }
  return { kind, self, arg: withChoices(arg, choices ?? 0) };
}
