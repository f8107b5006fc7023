import { insert, leastLoadedCpu, levelLength, maximumOf } from './dispatch-queue.ts';
import { dispatchPriority, isBound, lookup, partitionOf, queueOfCpu } from './lookup.ts';
import { KPREEMPT_PRI, packed, packedEntity, packedValue } from './priorities.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/** setbackdq() and setfrontdq(): which queue a runnable thread goes to. */

const back = (m: Sunos5, executing: number, cpu: number, thread: number) =>
  insert(m, executing, queueOfCpu(m, cpu), thread, false);

const front = (m: Sunos5, executing: number, cpu: number, thread: number) =>
  insert(m, executing, queueOfCpu(m, cpu), thread, true);

/** The CPU to which a bound thread is bound: always its home. */
const boundCpu = (m: Sunos5, thread: number) => m.home[thread];

const isCold = (m: Sunos5, executing: number, thread: number) =>
  m.ranThisTick.get(thread) === 0 && m.current.get(executing) !== thread;

const nextCpu = (m: Sunos5, cpu: number) => (cpu + 1) % lookup(m).cpus;

/** Threads of one priority by which a CPU may be longer than the next without being balanced: 1 from level 1 on. */
const slack = (level: number) => (level >= 1 ? 1 : 0);

const excess = (m: Sunos5, cpu: number, level: number) => levelLength(m, queueOfCpu(m, cpu), level) - slack(level);

export const placementGuards = {
  cpu: {
    threadSwappedOut: (m, _cpu, thread) => m.thread.is.swappedOut(thread),
    onlyOneCpu: (m) => lookup(m).cpus === 1,
    threadBound: (m, _cpu, thread) => isBound(m, thread),
    threadPreemptsKernel: (m, _cpu, thread) => dispatchPriority(m, thread) >= KPREEMPT_PRI,
    threadCacheCold: isCold,
    levelShortThere: (m, _cpu, arg) => excess(m, packedEntity(arg), dispatchPriority(m, packedValue(arg))) <= 0,
    nextCpuHasFewer: (m, _cpu, arg) => {
      const cpu = packedEntity(arg);
      const level = dispatchPriority(m, packedValue(arg));
      return levelLength(m, queueOfCpu(m, nextCpu(m, cpu)), level) < excess(m, cpu, level);
    },
    coldAndBehindOthers: (m, cpu, thread) =>
      dispatchPriority(m, thread) < maximumOf(m, queueOfCpu(m, m.lastCpu.get(thread))) && isCold(m, cpu, thread),
  },
} satisfies Parts<Sunos5Guard>;

export const placementEffects = {
  cpu: {
    nothingToDo: () => {},
    // a thread that is out of memory is runnable and on no queue until it is swapped in
    wakeSwapper: (m, _cpu, thread) => m.thread.ENQUEUE(thread),
    backOnOnlyCpu: (m, cpu, thread) => back(m, cpu, m.lastCpu.get(thread), thread),
    backOnBoundCpu: (m, cpu, thread) => back(m, cpu, boundCpu(m, thread), thread),
    backOnPartition: (m, cpu, thread) => insert(m, cpu, partitionOf(m), thread, false),
    backOnLeastLoaded: (m, cpu, thread) => m.cpu.BALANCE(cpu, packed(leastLoadedCpu(m, m.lastCpu.get(thread)), thread)),
    backOnLastCpu: (m, cpu, thread) => m.cpu.BALANCE(cpu, packed(m.lastCpu.get(thread), thread)),
    insertBackThere: (m, cpu, arg) => back(m, cpu, packedEntity(arg), packedValue(arg)),
    insertBackOnNext: (m, cpu, arg) => back(m, cpu, nextCpu(m, packedEntity(arg)), packedValue(arg)),
    frontOnOnlyCpu: (m, cpu, thread) => front(m, cpu, m.lastCpu.get(thread), thread),
    frontOnBoundCpu: (m, cpu, thread) => front(m, cpu, boundCpu(m, thread), thread),
    frontOnPartition: (m, cpu, thread) => insert(m, cpu, partitionOf(m), thread, true),
    frontOnLeastLoaded: (m, cpu, thread) => front(m, cpu, leastLoadedCpu(m, m.lastCpu.get(thread)), thread),
    frontOnLastCpu: (m, cpu, thread) => front(m, cpu, m.lastCpu.get(thread), thread),
  },
} satisfies Parts<Sunos5Effect>;
