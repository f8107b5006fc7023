import type { Machine } from '../../system/machine.ts';
import type { Resolved } from '../../system/topology.ts';
import type { Smp } from './shape.ts';
import { costOf, type Instruction, parseProgram } from './workload.ts';

/** An instruction with the number of the mutex or thread that it names. */
interface Step extends Instruction {
  readonly operand: number;
  /** No instruction from here to the end takes time: the job is done. */
  readonly atEnd: boolean;
}

/** The program of each thread; empty for threads without one. */
type Programs = readonly (readonly Step[])[];

const known = new WeakMap<Resolved, Programs>();

/** The programs of a topology, parsed once. */
export function programsOf({ resolved }: Pick<Machine, 'resolved'>): Programs {
  let programs = known.get(resolved);
  if (programs === undefined) {
    const numbers = Array.from(resolved.attributes.program ?? []);
    programs = numbers.map((n) => stepsOf(resolved.texts[n] ?? '', resolved));
    known.set(resolved, programs);
  }
  return programs;
}

function stepsOf(source: string, { names }: Resolved): Step[] {
  const program = parseProgram(source);
  return program.map((instruction, n) => {
    const kind = instruction.does === 'wake' ? 'thread' : 'mutex';
    const operand = instruction.name === '' ? 0 : (names[kind]?.indexOf(instruction.name) ?? 0);
    const rest = program.slice(n).some(({ does }) => does === 'run' || does === 'sleep' || does === 'wait');
    const atEnd = instruction.does === 'release' || !rest;
    return { ...instruction, operand, atEnd };
  });
}

export const hasProgram = (m: Smp, thread: number): boolean => programsOf(m)[thread].length > 0;

/** The instruction that a thread is at; only for threads with a program. */
export const stepOf = (m: Smp, thread: number): Step => programsOf(m)[thread][m.instruction.get(thread)];

/** Whether a thread is at an instruction that takes no time. */
export const atInstant = (m: Smp, thread: number): boolean => hasProgram(m, thread) && stepOf(m, thread).does !== 'run';

/** The release at the head of a thread's program, or undefined when it is not periodic. */
export function releaseOf(m: Pick<Machine, 'resolved'>, thread: number): Step | undefined {
  const first = programsOf(m)[thread][0];
  return first?.does === 'release' ? first : undefined;
}

/** Puts a thread at the next instruction, or at the first. */
export function stepOn(m: Smp, thread: number): void {
  const next = (m.instruction.get(thread) + 1) % programsOf(m)[thread].length;
  putAt(m, thread, next);
}

/** Puts a thread at an instruction. */
export function putAt(m: Smp, thread: number, next: number): void {
  const step = programsOf(m)[thread][next];
  m.instruction.set(thread, next);
  m.left.set(thread, step.does === 'run' ? step.ticks : 0);
}

/** Whether the job that a thread was released for has no more to run. */
export const jobDone = (m: Smp, thread: number): boolean =>
  m.due.get(thread) === 0 && m.left.get(thread) === 0 && stepOf(m, thread).atEnd;

/** Ticks of one job, of all threads that are periodic: cost, and ticks from release to deadline. */
export function jobsOf(m: Pick<Machine, 'resolved'>): { readonly cost: number; readonly deadline: number }[] {
  return programsOf(m).flatMap((program) => {
    const [first] = program;
    return first?.does === 'release' ? [{ cost: costOf(program), deadline: first.deadline }] : [];
  });
}
