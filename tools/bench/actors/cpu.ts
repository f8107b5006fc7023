import { assign, enqueueActions, setup } from 'xstate';
import {
  block,
  type Change,
  dispatch,
  enqueue,
  receive,
  servePending,
  switchThread,
  tick,
  tickMatters,
} from './scheduler.ts';
import type { Victim } from './thread.ts';
import type { World } from './world.ts';

/** What may happen to a CPU; all but `message` are stimuli. */
export type CpuEvent =
  | { type: 'splz' }
  | { type: 'idleSwitch' }
  | { type: 'interrupt'; thread: number }
  | { type: 'handle' }
  | { type: 'finish' }
  | { type: 'sleep' }
  | { type: 'wakeup'; thread: number }
  | { type: 'ipi' }
  | { type: 'yield' }
  | { type: 'critEnter' }
  | { type: 'critExit' }
  | { type: 'tick' }
  | { type: 'message'; thread: number };

export interface CpuContext {
  readonly number: number;
  readonly world: World;
  readonly queue: readonly number[];
  readonly messages: readonly number[];
  readonly current: Victim;
  readonly reschedule: boolean;
  /** Interrupt threads whose interrupt waits for the end of a critical section. */
  readonly pending: readonly number[];
}

const isCritical = (cpu: CpuContext) => cpu.world.isCritical(cpu.current);
const isUrgent = (cpu: CpuContext) =>
  cpu.current === 'idle' ? cpu.pending.length > 0 || cpu.queue.length > 0 : cpu.pending.length > 0 && !isCritical(cpu);
const runsInterrupt = (cpu: CpuContext) => cpu.current !== 'idle' && cpu.world.isInterrupt(cpu.current);
const runsKernel = (cpu: CpuContext) => cpu.current !== 'idle' && !cpu.world.isInterrupt(cpu.current);
/** Runs a kernel thread that could be taken off the CPU. */
const isLoose = (cpu: CpuContext) => runsKernel(cpu) && !isCritical(cpu) && !isUrgent(cpu);
const isRequested = (cpu: CpuContext, thread: Victim) => thread !== 'idle' && cpu.world.thread(thread).requested;
const isQuiet = (cpu: CpuContext, interrupt: number) =>
  !isRequested(cpu, interrupt) && !cpu.pending.includes(interrupt);
const livesHere = (cpu: CpuContext, thread: number) => cpu.world.homeOf(thread) === cpu.number;
const mayWake = (cpu: CpuContext, thread: number) =>
  cpu.current !== 'idle' && cpu.world.isAsleep(thread) && !isUrgent(cpu);
const threadOf = (event: CpuEvent) => (event as { thread: number }).thread;

/** Writes the new books and tells the threads. */
function carryOut(
  { enqueue: then }: { enqueue: { (action: () => void): void; assign(books: Change['books']): void } },
  world: World,
  { books, tells }: Change,
): void {
  then.assign(books);
  then(() => {
    for (const [thread, event] of tells) world.tell(thread, event);
  });
}

/** A CPU: keeps its run queue, decides who runs, and tells its threads. */
export const cpuMachine = setup({
  types: {
    context: {} as CpuContext,
    events: {} as CpuEvent,
    input: {} as Pick<CpuContext, 'number' | 'world' | 'queue'>,
  },
  guards: {
    mustServePending: ({ context }) => context.pending.length > 0 && !isCritical(context),
    mustLeaveIdle: ({ context }) =>
      context.current === 'idle' && context.queue.length > 0 && context.pending.length === 0,
    mayInterrupt: ({ context, event }) => isQuiet(context, threadOf(event)) && !isUrgent(context),
    mustPostpone: ({ context, event }) => isCritical(context) && isQuiet(context, threadOf(event)),
    mayHandle: ({ context }) => runsInterrupt(context) && isRequested(context, context.current) && !isUrgent(context),
    mayFinish: ({ context }) => runsInterrupt(context) && !isRequested(context, context.current) && !isUrgent(context),
    isLoose: ({ context }) => isLoose(context),
    mayYield: ({ context }) => context.reschedule && isLoose(context),
    mayWakeHere: ({ context, event }) => livesHere(context, threadOf(event)) && mayWake(context, threadOf(event)),
    mayWakeAway: ({ context, event }) => !livesHere(context, threadOf(event)) && mayWake(context, threadOf(event)),
    mayReceive: ({ context }) => context.messages.length > 0 && !isCritical(context) && !isUrgent(context),
    isCritical: ({ context }) => isCritical(context),
    mayTick: ({ context }) => isLoose(context) && tickMatters(context),
  },
  actions: {
    servePending: enqueueActions((then) => carryOut(then, then.context.world, servePending(then.context))),
    switchThread: enqueueActions((then) => carryOut(then, then.context.world, switchThread(then.context))),
    dispatch: enqueueActions((then) =>
      carryOut(then, then.context.world, dispatch(then.context, threadOf(then.event))),
    ),
    block: enqueueActions((then) => carryOut(then, then.context.world, block(then.context))),
    wake: enqueueActions((then) => carryOut(then, then.context.world, enqueue(then.context, threadOf(then.event)))),
    receive: enqueueActions((then) => carryOut(then, then.context.world, receive(then.context))),
    tick: enqueueActions((then) => carryOut(then, then.context.world, tick(then.context))),
    postpone: assign({ pending: ({ context, event }) => [...context.pending, threadOf(event)] }),
    noteMessage: assign({ messages: ({ context, event }) => [...context.messages, threadOf(event)] }),
    raiseDevice: ({ context, event }) => context.world.tellDevice(threadOf(event), { type: 'raise' }),
    startHandler: ({ context: { world, current } }) => {
      world.tell(current, { type: 'handle' });
      world.tellDevice(current, { type: 'handled' });
    },
    sendHome: ({ context: { world }, event }) => {
      const thread = threadOf(event);
      world.tell(thread, { type: 'send' });
      world.tellCpu(world.homeOf(thread), { type: 'message', thread });
    },
    enterCritical: ({ context: { world, current } }) => world.tell(current, { type: 'critEnter' }),
    leaveCritical: ({ context: { world, current } }) => world.tell(current, { type: 'critExit' }),
  },
}).createMachine({
  id: 'cpu',
  context: ({ input }) => ({
    ...input,
    messages: [],
    current: input.queue[0] ?? 'idle',
    reschedule: false,
    pending: [],
  }),
  on: {
    splz: { guard: 'mustServePending', actions: 'servePending' },
    idleSwitch: { guard: 'mustLeaveIdle', actions: 'switchThread' },
    interrupt: [
      { guard: 'mustPostpone', actions: ['raiseDevice', 'postpone'] },
      { guard: 'mayInterrupt', actions: ['raiseDevice', 'dispatch'] },
    ],
    handle: { guard: 'mayHandle', actions: 'startHandler' },
    finish: { guard: 'mayFinish', actions: 'block' },
    sleep: { guard: 'isLoose', actions: 'block' },
    wakeup: [
      { guard: 'mayWakeHere', actions: 'wake' },
      { guard: 'mayWakeAway', actions: 'sendHome' },
    ],
    ipi: { guard: 'mayReceive', actions: 'receive' },
    yield: { guard: 'mayYield', actions: 'switchThread' },
    critEnter: { guard: 'isLoose', actions: 'enterCritical' },
    critExit: { guard: 'isCritical', actions: 'leaveCritical' },
    tick: { guard: 'mayTick', actions: 'tick' },
    message: { actions: 'noteMessage' },
  },
});
