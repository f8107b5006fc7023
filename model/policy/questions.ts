import { NONE } from '../state/field.ts';
import type { Queue } from '../state/queue.ts';
import type { Machine } from '../system/machine.ts';

/** What a question needs to know of a policy, whatever its kind. */
export interface Asked {
  readonly name: string;
  readonly hooks: object;
}

type Extra = number | string | boolean;

/**
 * How hooks are called: one at a time, never after they have returned, and each answer is looked at. A hook that throws
 * or answers nonsense ends the step with a fault that names policy, hook and answer.
 */
export class Questions<Hook extends string> {
  protected readonly m: Machine;
  /** `policy`, `class`, `runtime`. */
  private readonly kind: string;
  private readonly asked: Asked;
  private kit: object = {};
  /** Hooks that are running, one inside the other. */
  private open = 0;

  constructor(m: Machine, kind: string, asked: Asked) {
    this.m = m;
    this.kind = kind;
    this.asked = asked;
  }

  /** @param make puts the kit together, behind a gate that is open while a hook runs. */
  protected equip(make: (gate: () => void) => object): void {
    this.kit = make(() => {
      if (this.open === 0) throw new Error('the kit was used after the hook had returned');
    });
  }

  protected has(hook: Hook): boolean {
    return (this.asked.hooks as Readonly<Record<string, unknown>>)[hook] !== undefined;
  }

  /** Calls a hook that has nothing to answer. */
  protected tell(hook: Hook, a: number, b: Extra = NONE, c: Extra = ''): void {
    if (!this.has(hook)) return;
    const answer = this.ask<unknown>(hook, undefined, a, b, c);
    if (typeof (answer as { then?: unknown } | undefined | null)?.then === 'function') {
      this.refuse(hook, 'a promise', '; a hook can not wait');
    }
  }

  /** @param otherwise the answer when there is no such hook, or a senseless one. */
  protected yesOrNo(hook: Hook, otherwise: boolean, a: number, b: Extra = NONE, c: Extra = ''): boolean {
    if (!this.has(hook)) return otherwise;
    const answer: unknown = this.ask<unknown>(hook, otherwise, a, b, c);
    if (typeof answer === 'boolean') return answer;
    this.refuse(hook, answer, `${this.about(a)}; give true or false`);
    return otherwise;
  }

  /** Whom a question was about, for messages. */
  protected about(_entity: number): string {
    return '';
  }

  protected ask<T>(hook: Hook, otherwise: T, a: number, b: Extra = NONE, c: Extra = ''): T {
    const { hooks } = this.asked;
    this.open++;
    try {
      return (hooks as Readonly<Record<string, (...args: unknown[]) => T>>)[hook]?.call(hooks, this.kit, a, b, c) as T;
    } catch (error) {
      this.fail(`${hook} threw: ${messageOf(error)}`);
      return otherwise;
    } finally {
      this.open--;
    }
  }

  /** @param why whom it was about, and what to give instead: `for thread0; give a CPU`. */
  protected refuse(hook: Hook, answer: unknown, why: string): void {
    this.fail(`${hook} returned ${show(answer)}${why.startsWith(';') ? '' : ' '}${why}`);
  }

  private fail(what: string): void {
    this.m.fail({ kind: 'policy', what, entity: `${this.kind} ${this.asked.name}` });
  }
}

/** A whole number below `length`, and not below 0. */
export const isIndex = (answer: unknown, length: number): answer is number =>
  Number.isInteger(answer) && (answer as number) >= 0 && (answer as number) < length;

/** Takes a member off whichever queue of a family it stands on. */
export function takeOff(queue: Queue, member: number): void {
  if (!queue.holds(member)) return;
  for (let owner = 0; owner < queue.heads.values.length; owner++) if (queue.remove(owner, member)) return;
}

/** Longest text of a policy that is passed on. */
const LONGEST = 200;

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : show(error);
  return (text.split('\n')[0] as string).slice(0, LONGEST);
}

/** A value in a few characters; never runs code of the value. */
export function show(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value).slice(0, LONGEST);
  return Array.isArray(value) ? 'an array' : 'an object';
}
