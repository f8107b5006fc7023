import type { Rule } from '../rule.ts';

/**
 * The rules of the system, with the text that says so: the chapters on process scheduling and on threads of the UnixWare
 * 7 and OpenServer 6 programmer's guides (*sysprog*), the performance guide (*perform*), and manual pages. What they leave
 * open is a *hypothesis*: concluded from them, or taken over from the library of the same design in Solaris.
 */

const rule = (id: string, says: string, source: string, ...carriedBy: string[]): Rule => ({
  id,
  says: `${says} (${source})`,
  status: 'checked',
  ...(carriedBy.length === 0 ? {} : { carriedBy }),
});

const invariants: readonly Rule[] = [
  rule(
    'SV-1',
    'what the kernel schedules is the LWP, on one CPU at a time',
    'sysprog: process scheduling',
    'dispatchBest',
  ),
  rule(
    'SV-2',
    'the CPUs run the most urgent LWPs by global priority',
    'hypothesis from sysprog: process scheduling',
    'RECHECK preemptCurrent',
  ),
  rule(
    'SV-3',
    'the highest fixed-priority LWP gets a CPU as soon as it can run, even before system processes',
    'sysprog: process scheduling',
    'RECHECK bestNotMoreUrgent',
  ),
  rule(
    'SV-4',
    'the fixed class does not degrade, and fixed priorities never change',
    'perform: fixed class, fixed priority class',
    'TICK degrade',
  ),
  rule(
    'SV-5',
    'time-sharing priorities fall with use and rise with waiting',
    'hypothesis from sysprog: process scheduling',
    'TICK degrade',
    'boost',
  ),
  rule('SV-6', 'after its time slice an LWP gives way to those that are as urgent', 'perform: fp_dptbl', 'TICK expire'),
  rule(
    'SV-7',
    'a scheduling call for a process applies to each of its LWPs',
    'sysprog: process scheduling',
    'changeEachLwp',
    'SET_CLASS changeClass',
  ),
  rule(
    'SV-8',
    'nobody changes the class or priority of a system process',
    'sysprog: scheduler interaction with other functions',
    'PRIOCNTL isDaemon',
  ),
  rule(
    'SV-9',
    'an LWP runs one thread at a time, and a thread is on one LWP',
    'sysprog: multiplexed threads',
    'takeThread',
  ),
  rule(
    'SV-10',
    'a bound thread is picked up by the LWP that was created with it, for life',
    'sysprog: bound threads',
    'takeBoundThread',
    'isBound',
  ),
  rule('SV-11', 'when a bound thread ends, its LWP ends', 'sysprog: bound threads', 'exitLwp'),
  rule(
    'SV-12',
    'an LWP in a system call keeps its thread',
    'hypothesis from sysprog: managing threads concurrency',
    'callKernel',
    'waitForDisk',
  ),
  rule(
    'SV-13',
    'the priority of a thread decides in which order threads are assigned to LWPs',
    'sysprog: multiplexed thread scheduling',
    'takeThread',
    'queueUp',
  ),
  rule(
    'SV-14',
    'thr_yield gives the LWP to a thread of equal or higher priority only, and goes to the end of its own',
    'thr_yield(3thread)',
    'YIELD nobodyAsImportantIsReady',
    'yieldThread',
  ),
  rule(
    'SV-15',
    'the kernel knows nothing of threads: they are switched without it',
    'hypothesis from sysprog: multiplexed threads; so in the design of Solaris',
    'takeThread',
  ),
  rule(
    'SV-16',
    'LWPs are made by the kernel, and a thread without THR_BOUND or THR_INCR_CONC comes without one',
    'sysprog: managing threads concurrency',
    'createThread',
    'addLwp',
    'createBound',
  ),
  rule(
    'SV-17',
    'when all LWPs are blocked in system calls, SIGWAITING is sent',
    'sysprog: managing threads concurrency',
    'CHECK raiseSigwaiting',
  ),
  rule(
    'SV-18',
    'and LWPs are added if threads are ready',
    'sysprog: managing threads concurrency',
    'GROW growPool',
    'GROW noThreadIsReady',
  ),
  rule(
    'SV-19',
    'an idle LWP is woken for a thread that becomes ready',
    'hypothesis; so in the design of Solaris',
    'unpark',
  ),
  rule(
    'SV-20',
    'LWPs without a thread age, down to the lesser of requested and active (running or runnable) threads',
    'sysprog: managing threads concurrency; that the last LWP stays is a hypothesis',
    'AGE poolNotTooLarge',
    'AGE lastOfPool',
  ),
  rule('SV-21', 'bound threads do not count in the level of concurrency', 'sysprog: bound threads', 'createBound'),
  rule(
    'SV-22',
    'an LWP is preempted by more urgent ones only',
    'hypothesis from perform: fp_dptbl',
    'RECHECK bestNotMoreUrgent',
  ),
  rule(
    'SV-23',
    'thr_setconcurrency is served asynchronously, and is done with when the LWPs are there',
    'sysprog: managing threads concurrency; that it is not kept up afterwards is a hypothesis',
    'ADJUST nothingAskedFor',
    'ADJUST adjustPool',
  ),
  rule('SV-24', 'who is preempted comes before those as urgent', 'hypothesis from perform: fp_dptbl', 'enqueueFirst'),
  rule('SV-25', 'THR_INCR_CONC makes the pool larger by one', 'sysprog: managing threads concurrency', 'addLwp'),
];

const beliefs: readonly Rule[] = [
  rule(
    'SV-F1',
    'belief: library priorities decide which thread gets a CPU',
    'false by sysprog: multiplexed thread scheduling',
  ),
  rule(
    'SV-F2',
    'belief: thr_setconcurrency sets the size of the pool',
    'false by sysprog: managing threads concurrency',
  ),
  rule('SV-F3', 'belief: SIGWAITING keeps threads from starving', 'false by hypothesis; documented for Solaris'),
  rule('SV-F4', 'belief: a bound thread runs whenever it can', 'false by sysprog: bound threads'),
  rule(
    'SV-F5',
    'belief: the LWP that comes with a thread runs that thread',
    'false by sysprog: managing threads concurrency',
  ),
];

const mutants: readonly Rule[] = [
  rule('SV-M1', 'mutant: an LWP that gets a CPU stays on the run queue', 'breaks SV-1'),
  rule('SV-M2', 'mutant: LWPs are not preempted', 'breaks SV-2'),
  rule('SV-M3', 'mutant: fixed priority does not go before system', 'breaks SV-3'),
  rule('SV-M4', 'mutant: the fixed class degrades', 'breaks SV-4'),
  rule('SV-M5', 'mutant: the time-sharing class does not', 'breaks SV-5'),
  rule('SV-M6', 'mutant: at the end of a time slice another one begins', 'breaks SV-6'),
  rule('SV-M7', 'mutant: a call for a process reaches its first LWP', 'breaks SV-7'),
  rule('SV-M8', 'mutant: a user changes the class of a system process', 'breaks SV-8'),
  rule('SV-M9', 'mutant: a thread that was taken up stays queued', 'breaks SV-9'),
  rule('SV-M10', 'mutant: bound threads are queued like the others', 'breaks SV-10'),
  rule('SV-M11', 'mutant: the LWP of a bound thread outlives it', 'breaks SV-11'),
  rule('SV-M12', 'mutant: a system call puts the thread down', 'breaks SV-12'),
  rule('SV-M13', 'mutant: the second of the ready threads is taken', 'breaks SV-13'),
  rule('SV-M14', 'mutant: thr_yield gives way to anybody', 'breaks SV-14'),
  rule('SV-M15', 'mutant: the kernel is asked at each switch of threads', 'breaks SV-15'),
  rule('SV-M16', 'mutant: each thread comes with an LWP', 'breaks SV-16'),
  rule('SV-M17', 'mutant: nobody notices that all LWPs are blocked', 'breaks SV-17'),
  rule('SV-M18', 'mutant: SIGWAITING adds LWPs that have nothing to do', 'breaks SV-18'),
  rule('SV-M19', 'mutant: parked LWPs are not woken', 'breaks SV-19'),
  rule('SV-M20', 'mutant: LWPs age without limit', 'breaks SV-20'),
  rule('SV-M21', 'mutant: the LWP of a bound thread joins the pool', 'breaks SV-21'),
  rule('SV-M22', 'mutant: LWPs change places although none is more urgent', 'breaks SV-22'),
  rule('SV-M23', 'mutant: fixed priorities are all alike', 'breaks SV-3'),
  rule('SV-M24', 'mutant: who has waited is not favoured', 'breaks SV-5'),
  rule('SV-M25', 'mutant: who is preempted goes to the end', 'breaks SV-24'),
  rule('SV-M26', 'mutant: THR_INCR_CONC is ignored', 'breaks SV-25'),
  rule('SV-M27', 'mutant: the library keeps up what was once requested', 'breaks SV-23'),
  rule('SV-M28', 'mutant: a wait for the disk counts as blocked', 'breaks SV-17'),
  rule('SV-M29', 'mutant: the LWP of a bound thread is not woken', 'breaks SV-19'),
  rule('SV-M30', 'mutant: the last LWP of the pool ages', 'breaks SV-20'),
  rule('SV-M31', 'mutant: thr_yield gives way to more important threads only', 'breaks SV-14'),
  rule('SV-M32', 'mutant: a request outlives the coming of its LWPs', 'breaks SV-23'),
];

const left = (id: string, says: string, reason: string): Rule => ({ id, says, status: 'not modelled', reason });

const notModelled: readonly Rule[] = [
  left(
    'SV-N1',
    'thr_setprio, thr_setscheduler, and preemption of one thread by another',
    'no text says when an LWP changes to a thread that has become more important',
  ),
  left(
    'SV-N2',
    'thr_suspend, thr_join, mutexes and conditions by name',
    'to the pool they are a thread that waits and is woken',
  ),
  left('SV-N3', 'binding of processes to processors, exclusive processors', 'the CPUs are alike'),
  left('SV-N4', 'fork and exec, signals to threads', 'one process, of one program'),
  left(
    'SV-N5',
    'an LWP switched off in the kernel; kernel-mode priorities (ts_kmdpris)',
    'an LWP in a system call waits or is back',
  ),
];

/** All rules of `svr4`, for the rules page. */
export const svr4Rules: readonly Rule[] = [...invariants, ...beliefs, ...mutants, ...notModelled];
