import { type Counter, type Field, NONE } from '../state/field.ts';
import { Queue } from '../state/queue.ts';
import { FIELD_PREFIX } from '../system/declare.ts';
import type { Machine } from '../system/machine.ts';
import type { AnyPolicy } from './define.ts';
import type { CpuKit, Kit, PolicyFields, QueueFamily, QueueKit, ThreadKit } from './kit.ts';

/** Throws unless a hook runs. */
export type Gate = () => void;

/** What a host shows of its threads and CPUs; see `HostView`. */
export interface HostKit {
  readonly thread: ThreadKit;
  readonly cpu: CpuKit;
}

/** Puts the kit of a policy together: the host's accessors and the policy's fields, each behind the gate. */
export function makeKit(m: Machine, policy: AnyPolicy, host: HostKit, gate: Gate): Kit {
  const kit = {
    thread: guarded(host.thread, gate),
    cpu: guarded(host.cpu, gate),
    ...ownKit(m, policy.fields, gate),
  };
  return Object.freeze(kit) as Kit;
}

/**
 * The parts of a kit that are alike for policies of all kinds: choices, and the declared fields.
 *
 * @param prefix what the names of the fields begin with on the machine.
 */
export function ownKit(m: Machine, declared: PolicyFields, gate: Gate, prefix = FIELD_PREFIX): object {
  const fields = Object.entries(declared).map(([name, { of }]) => {
    const field = (m as unknown as Record<string, Field | Queue>)[prefix + name] as Field | Queue;
    return [name, kitOf(field, of === 'machine', gate)];
  });
  const { choose } = guarded({ choose: (ways: number) => m.choices.choose(ways) }, gate);
  return { choose, ...Object.fromEntries(fields) };
}

/** The queues of a policy on a machine. */
export function queuesOf(m: Machine, policy: AnyPolicy): readonly Queue[] {
  const fields = Object.keys(policy.fields).map(
    (name) => (m as unknown as Record<string, unknown>)[FIELD_PREFIX + name],
  );
  return fields.filter((field) => field instanceof Queue);
}

/** The same functions behind the gate. */
export function guarded<T extends object>(functions: T, gate: Gate): T {
  const behind = Object.entries(functions).map(([name, member]) => [
    name,
    typeof member !== 'function'
      ? member
      : (a: unknown, b: unknown, c: unknown) => {
          gate();
          return member(a, b, c);
        },
  ]);
  return Object.freeze(Object.fromEntries(behind)) as T;
}

function kitOf(field: Field | Queue, single: boolean, gate: Gate): object {
  if (field instanceof Queue) return single ? guarded(queueKit(field, 0), gate) : guarded(familyKit(field, gate), gate);
  return guarded(fieldKit(field, single), gate);
}

function fieldKit(field: Field, single: boolean): object {
  const number = (value: unknown) => checked(value, field);
  const counter = 'increment' in field ? (field as Counter) : undefined;
  const at = (entity: number) => (single ? 0 : entityOf(entity, field));
  return {
    get: (entity: number) => field.get(at(entity)),
    set: (first: number, second: number) => field.set(at(first), number(single ? first : second)),
    ...(counter === undefined
      ? {}
      : {
          increment: (entity: number) => counter.increment(at(entity)),
          decrement: (entity: number) => counter.decrement(at(entity)),
        }),
  };
}

function checked(value: unknown, field: Field): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (Number.isInteger(value)) return value as number;
  throw new RangeError(`field "${field.name}" can't be ${String(value)}; give a whole number`);
}

function entityOf(entity: unknown, field: Field): number {
  if (Number.isInteger(entity) && (entity as number) >= 0 && (entity as number) < field.values.length) {
    return entity as number;
  }
  throw new RangeError(`field "${field.name}": there is no entity ${String(entity)}`);
}

function familyKit(queue: Queue, gate: Gate): QueueFamily {
  const kits = Array.from(queue.heads.values, (_, owner) => guarded(queueKit(queue, owner), gate));
  return {
    of: (owner) => {
      const kit = kits[owner];
      if (kit === undefined) throw new RangeError(`queue "${queue.name}": there is no CPU ${String(owner)}`);
      return kit;
    },
    holds: (thread) => queue.holds(memberOf(queue, thread)),
  };
}

function memberOf(queue: Queue, thread: unknown): number {
  if (Number.isInteger(thread) && (thread as number) >= 0 && (thread as number) < queue.links.values.length) {
    return thread as number;
  }
  throw new RangeError(`queue "${queue.name}": there is no thread ${String(thread)}`);
}

function queueKit(queue: Queue, owner: number): QueueKit {
  const find = (wanted: (thread: number) => boolean) => {
    let at = queue.head(owner);
    while (at !== NONE && !wanted(at)) at = queue.next(at);
    return at;
  };
  const member = (thread: number) => memberOf(queue, thread);
  return {
    head: () => queue.head(owner),
    next: (thread) => (queue.holds(member(thread)) ? queue.next(thread) : NONE),
    isEmpty: () => queue.isEmpty(owner),
    holds: (thread) => queue.holds(member(thread)),
    append: (thread) => queue.append(owner, member(thread)),
    prepend: (thread) => queue.prepend(owner, member(thread)),
    insert: (thread, key, equals = 'behind') => {
      const mine = key(member(thread));
      let previous = NONE;
      for (let at = queue.head(owner); at !== NONE; at = queue.next(at)) {
        const other = key(at);
        if (equals === 'behind' ? other < mine : other <= mine) break;
        previous = at;
      }
      queue.insertAfter(owner, previous, thread);
    },
    insertAfter: (previous, thread) => {
      if (!queue.holds(member(previous))) throw new RangeError(`queue "${queue.name}": nobody to stand behind`);
      queue.insertAfter(owner, previous, member(thread));
    },
    remove: (thread) => queue.remove(owner, member(thread)),
    shift: () => queue.shift(owner),
    find: (wanted) => find(wanted),
    take: (wanted) => {
      const found = find(wanted);
      if (found !== NONE) queue.remove(owner, found);
      return found;
    },
  };
}
