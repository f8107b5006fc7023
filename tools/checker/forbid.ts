import type { Around } from '../../model/system/checked.ts';

/** What makes two runs of the same script differ: chance, the clock, and what is put off until later. */

type Function = (...args: never[]) => unknown;
interface Source {
  readonly owner: object;
  readonly name: string;
  readonly shown: string;
}

const SOURCES: readonly Source[] = [
  { owner: Math, name: 'random', shown: 'Math.random' },
  { owner: Date, name: 'now', shown: 'Date.now' },
  { owner: performance, name: 'now', shown: 'performance.now' },
  // before its owner, whose stand-in takes it over
  { owner: process.hrtime, name: 'bigint', shown: 'process.hrtime.bigint' },
  { owner: process, name: 'hrtime', shown: 'process.hrtime' },
  { owner: crypto, name: 'randomUUID', shown: 'crypto.randomUUID' },
  { owner: crypto, name: 'getRandomValues', shown: 'crypto.getRandomValues' },
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name) => ({
    owner: globalThis,
    name,
    shown: name,
  })),
  { owner: process, name: 'nextTick', shown: 'process.nextTick' },
];

const refuse = (shown: string): never => {
  throw new Error(`uses ${shown}; the same script must always do the same, so put what changes into a field`);
};

/**
 * Does something while guards and effects can't ask for chance or the time, nor for something later: inside of `around`,
 * that throws an error which names the function. Outside of it everything works as ever.
 */
export function withoutChance<T>(work: (around: Around) => T): T {
  let inside = false;
  const around: Around = (call) => {
    inside = true;
    try {
      return call();
    } finally {
      inside = false;
    }
  };
  const restore = SOURCES.map((source) => replace(source, () => inside));
  const { Date: realDate } = globalThis;
  globalThis.Date = timeless(realDate, () => inside);
  try {
    return work(around);
  } finally {
    globalThis.Date = realDate;
    for (const undo of restore) undo();
  }
}

function replace({ owner, name, shown }: Source, inside: () => boolean): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const real = (owner as Record<string, Function>)[name] as Function;
  const value = (...args: never[]) => (inside() ? refuse(shown) : real.apply(owner, args));
  for (const [key, member] of Object.entries(real)) Object.defineProperty(value, key, { value: member });
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  return () => {
    if (before === undefined) delete (owner as Record<string, unknown>)[name];
    else Object.defineProperty(owner, name, before);
  };
}

/** A `Date` that has no present. */
const timeless = (real: DateConstructor, inside: () => boolean): DateConstructor =>
  new Proxy(real, {
    construct: (target, args) =>
      args.length === 0 && inside() ? refuse('new Date()') : Reflect.construct(target, args, target),
    apply: (target, self, args) => (inside() ? refuse('Date()') : Reflect.apply(target, self, args)),
  });
