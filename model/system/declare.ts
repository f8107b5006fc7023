import type { AnyStateMachine } from 'xstate';
import type { Overflow } from '../state/field.ts';

/** What a system keeps per entity of a kind. `of` is the kind; the value ranges over 0…maximum. */
export interface FieldDeclaration {
  readonly shape: 'flag' | 'value' | 'reference' | 'counter' | 'queue';
  /** The kind whose entities have the field, or the owner of a queue. */
  readonly of: string;
  /** The kind referred to, or the kind of a queue's members. */
  readonly to?: string;
  readonly maximum?: number;
  readonly overflow?: Overflow;
}

/** Yes or no. */
export const flag = <const Of extends string>(of: Of) => ({ shape: 'flag', of }) as const satisfies FieldDeclaration;

/** A number from 0 to `maximum`. */
export const value = <const Of extends string>(of: Of, maximum: number) =>
  ({ shape: 'value', of, maximum }) as const satisfies FieldDeclaration;

/** An entity of kind `to`, or none. */
export const reference = <const Of extends string>(of: Of, to: string) =>
  ({ shape: 'reference', of, to }) as const satisfies FieldDeclaration;

/** A number that counts; at the end of its range the branch ends, the number stays, or it wraps. */
export const counter = <const Of extends string>(of: Of, maximum: number, overflow: Overflow = 'error') =>
  ({ shape: 'counter', of, maximum, overflow }) as const satisfies FieldDeclaration;

/** One queue per `owner`; a member stands on at most one queue of the family. */
export const queue = <const Owner extends string>(owner: Owner, members: string) =>
  ({ shape: 'queue', of: owner, to: members }) as const satisfies FieldDeclaration;

/** What a topology says about an entity and what never changes. */
export interface AttributeDeclaration {
  readonly shape: 'number' | 'entity' | 'entities' | 'choice' | 'yesno' | 'text';
  readonly to?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly choices?: readonly string[];
  readonly fallback?: number | string | boolean;
  /** Refuses a text with an InputError; gets the names of all entities by kind. */
  readonly check?: (text: string, names: Readonly<Record<string, readonly string[]>>) => void;
  /** The text without an entity that is about to be dropped. */
  readonly without?: (text: string, name: string) => string;
}

/** A number from `minimum` to `maximum`. */
export const number = (minimum: number, maximum: number, fallback?: number) =>
  ({ shape: 'number', minimum, maximum, ...(fallback === undefined ? {} : { fallback }) }) as const;

/** The name of an entity of another kind. Dropping that entity drops this one too. */
export const entity = (to: string) => ({ shape: 'entity', to }) as const;

/** Names of entities of another kind, with blanks between them, or `all`; in the model a mask, entity 0 in bit 0. */
export const entities = (to: string) => ({ shape: 'entities', to, fallback: 'all' }) as const;

/** A text in a small language of its own; in the model its number in `resolved.texts`. */
export const text = (language: Required<Pick<AttributeDeclaration, 'check' | 'without'>>) =>
  ({ shape: 'text', fallback: '', ...language }) as const;

/** One of a few words; in the model the number of the word in this list. */
export const choice = <const Word extends string>(choices: readonly Word[], fallback?: Word) =>
  ({ shape: 'choice', choices, ...(fallback === undefined ? {} : { fallback }) }) as const;

/** Yes or no, `false` unless said. */
export const yesno = (fallback = false) => ({ shape: 'yesno', fallback }) as const;

/** A kind of entity: its chart and what topologies say about it. */
export interface KindDeclaration {
  readonly chart: AnyStateMachine;
  readonly attributes?: Readonly<Record<string, AttributeDeclaration>>;
  /** Events that others send although the chart may not name them; a variant keeps those of the chart it replaces. */
  readonly events?: readonly string[];
}

/** A kernel path: a chart with one state per interleaving point, and how many numbers it remembers. */
export interface PathDeclaration {
  readonly chart: AnyStateMachine;
  /** Names of the path's own variables. */
  readonly locals?: readonly string[];
}

/** Everything about a system that its guards and effects are typed by. */
export interface Shape {
  readonly kinds: Readonly<Record<string, KindDeclaration>>;
  readonly fields: Readonly<Record<string, FieldDeclaration>>;
  readonly paths?: Readonly<Record<string, PathDeclaration>>;
  /** Kinds whose entities have a stack of paths, and how deep it is. */
  readonly stacks?: Readonly<Record<string, number>>;
  readonly options?: Readonly<Record<string, AttributeDeclaration>>;
}

/** Checks a shape against its type and returns it unchanged. */
export const shape = <const S extends Shape>(declared: S): S => declared;

/** Names of a policy's fields in the shape of its host start so, and never meet names of the host itself. */
export const FIELD_PREFIX = 'policy_';

/** The same for scheduling classes, of which several decide on one machine: `class_ts_`, `class_rt_`. */
export const CLASS_PREFIX = 'class_';

/** The name of a field as its author wrote it. */
export const shownName = (field: string): string => field.replace(/^(policy_|class_[a-z]+_)/, '');
