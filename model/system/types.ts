import type { StateMachine } from 'xstate';
import type { Counter, Field, Reference } from '../state/field.ts';
import type { Queue } from '../state/queue.ts';
import type { AttributeDeclaration, FieldDeclaration, Shape } from './declare.ts';
import type { Machine } from './machine.ts';

/** Types that a shape gives rise to: what `m` offers, and which guards and effects have to be bound. */

// biome-ignore-start lint/suspicious/noExplicitAny: the positions are xstate's own type parameters
type Parts<Chart> =
  Chart extends StateMachine<
    any,
    infer Event,
    any,
    any,
    infer Action,
    infer Guard,
    any,
    any,
    infer Tag,
    any,
    any,
    any,
    any,
    any,
    any
  >
    ? { event: Event; action: Action; guard: Guard; tag: Tag }
    : never;
// biome-ignore-end lint/suspicious/noExplicitAny: see above

type TypeOf<T> = T extends { type: infer Name extends string } ? Name : never;

export type EventNames<Chart> = TypeOf<Parts<Chart>['event']>;
export type GuardNames<Chart> = TypeOf<Parts<Chart>['guard']>;
export type EffectNames<Chart> = TypeOf<Parts<Chart>['action']>;
export type TagNames<Chart> = Parts<Chart>['tag'] & string;

/** `m.cpu`, `m.thread`, …: sends events to the entities of a kind and tells what their charts' tags say. */
export type Events<Chart> = {
  /** Sends the event; an entity whose chart does not accept it has broken the protocol. */
  readonly [Event in EventNames<Chart>]: (self: number, arg?: number) => void;
} & {
  readonly is: { readonly [Tag in TagNames<Chart>]: (self: number) => boolean };
  /** The chart state of each entity, as a number. */
  readonly state: Field;
};

type FieldOf<F extends FieldDeclaration> = F['shape'] extends 'reference'
  ? Reference
  : F['shape'] extends 'counter'
    ? Counter
    : F['shape'] extends 'queue'
      ? Queue
      : Field;

type Kinds<S extends Shape> = S['kinds'];
type AttributeNames<S extends Shape> = {
  [K in keyof Kinds<S>]: Kinds<S>[K]['attributes'] extends Readonly<Record<string, AttributeDeclaration>>
    ? keyof Kinds<S>[K]['attributes']
    : never;
}[keyof Kinds<S>];

/** The composed machine as the guards and effects of a system see it. */
export type MachineOf<S extends Shape> = Machine & {
  readonly [K in keyof Kinds<S>]: Events<Kinds<S>[K]['chart']>;
} & { readonly [F in keyof S['fields']]: FieldOf<S['fields'][F]> } & {
  readonly [A in AttributeNames<S> & string]: Readonly<Int32Array>;
} & {
  readonly option: { readonly [O in keyof S['options']]: number };
  /** Starts a path on a stack. */
  readonly call: { readonly [P in keyof S['paths']]: (stack: number) => void };
};

export type Guard<M> = (m: M, self: number, arg: number) => boolean;
export type Effect<M> = (m: M, self: number, arg: number) => void;

/** All guards of a system, by kind; the guards of all paths stand together under `path`. */
export type GuardsOf<S extends Shape, M = MachineOf<S>> = {
  readonly [K in keyof Kinds<S>]: { readonly [G in GuardNames<Kinds<S>[K]['chart']>]: Guard<M> };
} & (S['paths'] extends object
  ? { readonly path: { readonly [G in GuardNames<S['paths'][keyof S['paths']]['chart']>]: Guard<M> } }
  : unknown);

/** All effects of a system, by kind; the effects of all paths stand together under `path`. */
export type EffectsOf<S extends Shape, M = MachineOf<S>> = {
  readonly [K in keyof Kinds<S>]: { readonly [E in EffectNames<Kinds<S>[K]['chart']>]: Effect<M> };
} & (S['paths'] extends object
  ? { readonly path: { readonly [E in EffectNames<S['paths'][keyof S['paths']]['chart']>]: Effect<M> } }
  : unknown);
