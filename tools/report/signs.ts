import type { ChartTable } from '../../model/chart/tabulate.ts';

/** One character for a state of a chart, and what it means. */
export interface Sign {
  readonly character: string;
  readonly says: string;
}

/** States that schedulers have in common: the first row all of whose words stand among a state's tags and names. */
const COMMON: readonly (readonly [character: string, words: string, says: string])[] = [
  ['!', 'panicked', 'has panicked'],
  ['x', 'exiting', 'exits'],
  ['x', 'dead', 'exits'],
  ['z', 'zombie', 'has ended, not yet reaped'],
  ['s', 'stopped', 'is stopped'],
  ['^', 'preempted', 'was preempted'],
  ['*', 'critical', 'runs in a critical section'],
  ['%', 'running descheduled', 'runs, off the queue'],
  ['_', 'running pinned', 'is pinned'],
  ['#', 'running', 'runs'],
  ['#', 'onproc', 'runs'],
  ['#', 'active', 'is on an LWP'],
  ['=', 'runnable swappedOut', 'waits to run, swapped out'],
  ['+', 'runnable', 'waits to run'],
  ['+', 'run', 'waits to run'],
  ['+', 'ready', 'waits to run'],
  ['~', 'waking', 'is being woken'],
  [':', 'asleep swappedOut', 'sleeps, swapped out'],
  ['.', 'asleep', 'sleeps'],
  ['.', 'blocked', 'sleeps'],
  ['.', 'sleep', 'sleeps'],
  ['-', 'idle', 'idles'],
  ['u', 'user', 'in user mode'],
  ['k', 'kernel', 'in the kernel'],
  ['k', 'system', 'in the kernel'],
  [' ', 'free', 'does not exist'],
  [' ', 'absent', 'does not exist'],
  [' ', 'unborn', 'does not exist'],
];

/**
 * A sign for each state of a chart, by the state's number. A state that is not a common one gets a letter of its own,
 * of its name if it can be.
 */
export function signsOf(table: ChartTable): Sign[] {
  const taken = new Set(COMMON.map(([character]) => character));
  return table.states.map((name, state) => {
    const words = new Set([...name.split(/[.|]/), ...(table.tags[state] ?? [])]);
    const common = COMMON.find(([, wanted]) => wanted.split(' ').every((word) => words.has(word)));
    if (common !== undefined) return { character: common[0], says: common[2] };
    const inner = name.split('.').at(-1) ?? name;
    const letters = [...`${inner}${name}`.toUpperCase(), ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'];
    const character = letters.find((letter) => /\w/.test(letter) && !taken.has(letter)) ?? '?';
    taken.add(character);
    return { character, says: name };
  });
}
