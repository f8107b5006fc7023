import type { Topology } from '../../system/topology.ts';
import { thread, topology } from './topologies.ts';

/** Worlds about where threads are queued, who takes them from there, and what a tick does. */

const bound = (name: string, home: string, kind: string) => thread(name, home, kind, { bound: true });

export const dispatchTopologies: readonly Topology[] = [
  topology('three', 'three CPUs: one that idles may take a system thread of either of the others, past bound ones', {
    cpus: 3,
    threads: [
      bound('fixed', 'cpu1', 'sys'),
      thread('free', 'cpu1', 'sys'),
      bound('keeper', 'cpu2', 'sys'),
      thread('free2', 'cpu2', 'sys'),
    ],
  }),
];
