import { InputError } from '../errors.ts';
import { parseStimulus, printStimulus, type Stimulus } from './candidates.ts';
import { argumentOf, choicesOf, withChoices } from './choices.ts';
import type { Machine } from './machine.ts';

/** Stimuli in a row: three numbers each (kind, entity, argument). */
export type Script = Int32Array;

const WIDTH = 3;

export const scriptLength = (script: Script): number => script.length / WIDTH;

export function stimulusAt(script: Script, n: number): Stimulus {
  const [kind, self, arg] = script.subarray(n * WIDTH, n * WIDTH + WIDTH) as unknown as [number, number, number];
  return { kind, self, arg };
}

export function scriptOf(stimuli: readonly Stimulus[]): Script {
  return Int32Array.from(stimuli.flatMap(({ kind, self, arg }) => [kind, self, arg]));
}

/** The steps from `from` (inclusive) to `to` (exclusive) left out. */
export function withoutSpan(script: Script, from: number, to: number): Script {
  const kept = new Int32Array(script.length - (to - from) * WIDTH);
  kept.set(script.subarray(0, from * WIDTH));
  kept.set(script.subarray(to * WIDTH), from * WIDTH);
  return kept;
}

/** The script with other choices in one step. */
export function withOtherChoices(script: Script, n: number, choices: number): Script {
  const other = script.slice();
  const at = n * WIDTH + 2;
  other[at] = withChoices(argumentOf(other[at] as number), choices);
  return other;
}

/** The first `count` steps. */
export const firstSteps = (script: Script, count: number): Script => script.slice(0, count * WIDTH);

export const printScript = (m: Machine, script: Script): string[] =>
  Array.from({ length: scriptLength(script) }, (_, n) => printStimulus(m, stimulusAt(script, n)));

/** @throws InputError that names the step. */
export function parseScript(m: Machine, lines: readonly string[]): Script {
  return scriptOf(
    lines.map((line, n) => {
      try {
        return parseStimulus(m, line);
      } catch (error) {
        if (error instanceof InputError) throw new InputError(`step ${n + 1}: ${error.message}`);
        throw error;
      }
    }),
  );
}

/** The same steps on a machine with fewer entities: steps of entities that are gone are left out. */
export function translate(script: Script, from: Machine, to: Machine): Script {
  const numbers = new Map<string, (number | undefined)[]>();
  const renumber = (kind: string, entity: number): number | undefined => {
    let known = numbers.get(kind);
    if (known === undefined) {
      const names = to.resolved.names[kind] ?? [];
      known = (from.resolved.names[kind] ?? []).map((name) => {
        const number = names.indexOf(name);
        return number < 0 ? undefined : number;
      });
      numbers.set(kind, known);
    }
    return known[entity];
  };
  const kept: Stimulus[] = [];
  for (let n = 0; n < scriptLength(script); n++) {
    const { kind, self, arg } = stimulusAt(script, n);
    const stimulus = from.compiled.stimuli[kind];
    const newSelf = renumber(stimulus?.to ?? '', self);
    const newArg = stimulus?.with === undefined ? 0 : renumber(stimulus.with, argumentOf(arg));
    if (newSelf === undefined || newArg === undefined) continue;
    kept.push({ kind, self: newSelf, arg: withChoices(newArg, choicesOf(arg)) });
  }
  return scriptOf(kept);
}
