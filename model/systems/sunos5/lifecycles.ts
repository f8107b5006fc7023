import type { EntitySpec, Topology } from '../../system/topology.ts';
import { interrupt, thread, topology } from './topologies.ts';

/** Small worlds about processes, LWPs and signals, each about one part; all of them can be searched to the end. */

const nic = interrupt('nic', 'cpu0', 1);
const main = thread('main', 'cpu0', 'ts');
const other = thread('other', 'cpu0', 'ts');

/** A place for a thread that is made later. */
const place = (name: string, kind = 'ts'): EntitySpec => thread(name, 'cpu0', kind, { unborn: true });

const request = (name: string, ...asks: string[]): EntitySpec => ({
  name,
  ...Object.fromEntries(asks.map((ask) => [ask, true])),
});

const plain = request('plain');

/** An LWP that runs on the other CPU from the start. */
const remote = thread('remote', 'cpu1', 'ts');

/** All but the last of these are searched to the end by the test suites. */
export const sunos5Lifecycles: readonly Topology[] = [
  topology('births', 'two CPUs: an LWP creates another one, which a third one may try to start too early', {
    cpus: 2,
    threads: [main, remote, place('late')],
    lwps: { main: 'proc1', remote: 'proc1', late: 'proc1' },
    requests: [plain, request('suspended', 'asksSuspended')],
    options: { continuing: true },
  }),
  topology('refusals', 'one CPU: an LWP that creates LWPs, suspended or with mistakes, and SIGKILL', {
    threads: [main, place('late')],
    lwps: { main: 'proc1', late: 'proc1' },
    interrupts: [nic],
    requests: [
      request('late-start', 'asksSuspended'),
      request('wrong-flags', 'unknownFlag'),
      request('wrong-context', 'badContext'),
      request('wrong-address', 'badAddress'),
    ],
    options: { suspending: true, killing: true },
  }),
  topology('deaths', 'one CPU: two LWPs and a place for one, which end, and wait for each other', {
    threads: [main, other, place('late')],
    lwps: { main: 'proc1', other: 'proc1', late: 'proc1' },
    requests: [plain],
    options: { exiting: true, waiting: true },
  }),
  topology('daemons', 'one CPU: an LWP that creates detached ones and daemons, which end and wait', {
    threads: [main, place('late'), place('late2')],
    lwps: { main: 'proc1', late: 'proc1', late2: 'proc1' },
    requests: [request('detached', 'asksDetached'), request('daemon', 'asksDaemon')],
    options: { exiting: true, waiting: true },
  }),
  topology('ends', 'two CPUs: two LWPs, one of which may wait for the other, that end their process at once', {
    cpus: 2,
    threads: [main, remote],
    lwps: { main: 'proc1', remote: 'proc1' },
    options: { exiting: true, ending: true, waiting: true },
  }),
  topology('suspensions', 'one CPU: two LWPs that suspend each other, and SIGKILL', {
    threads: [main, other],
    lwps: { main: 'proc1', other: 'proc1' },
    interrupts: [nic],
    options: { suspending: true, killing: true },
  }),
  topology('jobs', 'one CPU: two LWPs under job control, with signals from an interrupt handler', {
    threads: [main, other],
    lwps: { main: 'proc1', other: 'proc1' },
    interrupts: [nic],
    options: { jobControl: true, killing: true },
  }),
  topology('signals', 'one CPU: two LWPs that take and mask a signal', {
    threads: [main, other],
    lwps: { main: 'proc1', other: 'proc1' },
    interrupts: [nic],
    options: { signalling: true },
  }),
  topology('halts', 'one CPU: two LWPs that share a mutex, suspend each other, and take a signal', {
    threads: [main, other],
    lwps: { main: 'proc1', other: 'proc1' },
    mutexes: 1,
    options: { suspending: true, signalling: true, sleepWithMutex: true },
  }),
  topology('forks', 'one CPU: two LWPs that fork, and end', {
    threads: [main, other, place('child'), place('child2')],
    lwps: { main: 'proc1', other: 'proc1', child: 'proc2', child2: 'proc2' },
    options: { forking: true, exiting: true },
  }),
  topology('kernel-threads', 'one CPU: an LWP, and threads that the kernel makes for itself', {
    threads: [main, place('worker', 'sys'), place('worker2', 'sys')],
    lwps: { main: 'proc1' },
    interrupts: [nic],
  }),
  topology('departing', 'two CPUs: an LWP that ends on one of them, the clock on the other', {
    cpus: 2,
    threads: [thread('main', 'cpu0', 'rt')],
    lwps: { main: 'proc1' },
    interrupts: [interrupt('clock', 'cpu1', 2, 'clock')],
    options: { exiting: true },
  }),
  topology('family', 'two CPUs: LWPs that do nearly all of it, and a child', {
    cpus: 2,
    threads: [main, remote, other, place('late'), place('child'), place('child2'), place('child3')],
    lwps: {
      main: 'proc1',
      remote: 'proc1',
      other: 'proc1',
      late: 'proc1',
      child: 'proc2',
      child2: 'proc2',
      child3: 'proc2',
    },
    requests: [plain],
    options: { forking: true, exiting: true, suspending: true, jobControl: true, killing: true },
  }),
];
