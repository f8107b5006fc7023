import type { Stimulus } from '../../model/system/candidates.ts';
import type { Machine } from '../../model/system/machine.ts';
import { stimulusAt } from '../../model/system/script.ts';
import { type Outcome, run } from '../../properties/run.ts';

/** Numbers of the entities of each kind that take part, in the order in which they first did. */
export type Participants = Readonly<Record<string, readonly number[]>>;

/**
 * Which entities take part in an outcome: those that a stimulus names, and those whose state some step wrote. The
 * others are the same from the first row to the last.
 */
export function participantsOf(outcome: Outcome): Participants {
  const found: Record<string, Set<number>> = {};
  const take = (kind: string, entity: number) => {
    found[kind] ??= new Set();
    found[kind].add(entity);
  };
  run(outcome.scenario.with({ script: outcome.taken }), {
    properties: [],
    watch: (m, step) => {
      if (step > 0) takeStep(m, stimulusAt(outcome.taken, step - 1), take);
    },
  });
  return Object.fromEntries(Object.entries(found).map(([kind, entities]) => [kind, [...entities]]));
}

function takeStep(m: Machine, { kind, self, arg }: Stimulus, take: (kind: string, entity: number) => void): void {
  const { to, with: argument } = m.compiled.stimuli[kind] as { to: string; with?: string };
  take(to, self);
  if (argument !== undefined) take(argument, arg);
  const { journal, layout } = m;
  for (let n = 0; n < journal.length; n++) {
    const lane = journal.lane(n);
    take(layout.kinds[layout.laneKind[lane] as number] as string, layout.laneEntity[lane] as number);
  }
}

/** All entities when there is room for them, otherwise the first `room` that take part; always in topology order. */
export function shown(all: readonly number[], room: number, taking: readonly number[] = []): readonly number[] {
  return all.length <= room ? all : taking.slice(0, room).sort((a, b) => a - b);
}

/** 0, 1, … below the number of entities of a kind. */
export const allOf = (m: Machine, kind: string): number[] =>
  Array.from({ length: m.resolved.counts[kind] ?? 0 }, (_, entity) => entity);

/** Says how many of `count` entities are not drawn, and why; nothing when all are. */
export function leftOut(what: string, count: number, taking: number, drawn: number): string[] {
  if (drawn === count) return [];
  const plural = (n: number) => `${n} ${what}${n === 1 ? '' : 's'}`;
  const crowded = Math.max(0, taking - drawn);
  const idle = count - drawn - crowded;
  return [
    ...(idle === 0 ? [] : [`${plural(idle)} that take${idle === 1 ? 's' : ''} no part`]),
    ...(crowded === 0 ? [] : [`${plural(crowded)} for want of room`]),
  ];
}
