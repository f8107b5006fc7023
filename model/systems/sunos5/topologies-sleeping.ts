import type { Topology } from '../../system/topology.ts';
import { interrupt, thread, topology } from './topologies.ts';

/** Small worlds for what two CPUs do to signals, and for context operations; both can be searched to the end. */
export const sleepingTopologies: readonly Topology[] = [
  topology('signals-two', 'two CPUs: two LWPs of a process that take a signal at the same time', {
    cpus: 2,
    threads: [thread('main', 'cpu0', 'ts', { bound: true }), thread('remote', 'cpu1', 'ts', { bound: true })],
    lwps: { main: 'proc1', remote: 'proc1' },
    options: { signalling: true },
  }),
  topology('context', 'one CPU: LWPs with and without context operations, an interrupt, and a mutex', {
    threads: [
      thread('floats', 'cpu0', 'ts', { contextOperations: true }),
      thread('plain', 'cpu0', 'ts'),
      thread('daemon', 'cpu0', 'sys'),
    ],
    lwps: { floats: 'proc1', plain: 'proc1' },
    interrupts: [interrupt('nic', 'cpu0', 1)],
    mutexes: 1,
  }),
];
