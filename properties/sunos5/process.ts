import { NONE } from '../../model/state/field.ts';
import { lwpOf, threadStack } from '../../model/systems/sunos5/lookup.ts';
import { inList, isSuspended } from '../../model/systems/sunos5/process.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { alive, countLwps, directory, hasId, holders, idsOf, inPath, listed, shareIds, wasIn } from './lifecycle.ts';
import { ordinary } from './look.ts';

/** Processes, LWPs and their threads while they live (SO-11, SO-19 … SO-29). How they end, and signals, stand in files of their own. */
export const processProperties = properties<Sunos5>([
  {
    kind: 'step',
    id: 'sunos5/stops-itself',
    says: 'a thread is stopped by nobody but itself',
    rules: ['SO-11'],
    confidence: 'code',
    mutant: 'stops-others',
    on: ['lwp_stop'],
    holds: (m, { cpu, object }) => m.current.get(cpu) === object,
  },
  {
    kind: 'step',
    id: 'sunos5/starts-with-all-bits',
    says: 'a stopped thread starts only with all of its start bits set',
    rules: ['SO-22'],
    confidence: 'code',
    mutant: 'M51',
    on: ['sched_wakeup'],
    when: (m, { subject }) => wasIn(m, subject, 'stopped') && lwpOf(m, subject) !== NONE,
    holds: (m, { subject }) => {
      const lwp = lwpOf(m, subject);
      return m.lacksCstart.get(lwp) + m.lacksXstart.get(lwp) + m.lacksCreate.get(lwp) === 0;
    },
    doc: 'Three of the six bits are modelled: CSTART (suspended or held), XSTART (job control), CREATE (half-built). Nothing here clears PSTART, UNPAUSE or RESUME.',
  },
  {
    kind: 'state',
    id: 'sunos5/half-built-stays-stopped',
    says: 'an LWP that its creator has not finished is stopped',
    rules: ['SO-23'],
    confidence: 'code',
    mutant: 'starts-half-built',
    each: 'lwp',
    when: (m, lwp) => m.lwp.is.embryo(lwp),
    holds: (m, lwp) => m.thread.is.stopped(m.body[lwp]),
  },
  {
    kind: 'state',
    id: 'sunos5/half-built-has-a-builder',
    says: 'there are no more half-built LWPs in a process than LWPs that are at building one',
    rules: ['SO-19'],
    confidence: 'code',
    mutant: 'leaves-half-built',
    each: 'process',
    when: (m, process) => halfBuilt(m, process) > 0,
    holds: (m, process) =>
      listed(m, process).filter((lwp) => inPath(m, lwp, ['lwpCreate.insert', 'lwpCreate.load', 'lwpCreate.finish']))
        .length >= halfBuilt(m, process),
    doc: 'A request that is refused, for its flags or because the process ends, leaves no kernel thread behind.',
  },
  {
    kind: 'state',
    id: 'sunos5/lwps-counted',
    says: 'a process counts its LWPs',
    rules: ['SO-19'],
    confidence: 'code',
    mutant: 'exit-uncounted',
    each: 'process',
    when: alive,
    holds: (m, process) => m.lwpCount.get(process) === countLwps(m, process),
    because: (m, process) => `it counts ${m.lwpCount.get(process)}, and has ${listed(m, process).length}`,
  },
  {
    kind: 'state',
    id: 'sunos5/lwp-ids-distinct',
    says: 'no two LWPs of a process, ended ones that wait for lwp_wait included, have the same identifier',
    rules: ['SO-19'],
    confidence: 'code',
    mutant: 'reuses-ids',
    each: 'process',
    when: (m, process) => countLwps(m, process, hasId) > 1,
    holds: (m, process) => !shareIds(m, process),
    because: (m, process) => `they are ${idsOf(m, process).join(', ')}`,
  },
  {
    kind: 'state',
    id: 'sunos5/running-counted',
    says: 'a process counts as running its LWPs but the suspended ones and those that hold the others',
    rules: ['SO-20'],
    confidence: 'code',
    mutant: 'suspends-uncounted',
    each: 'process',
    when: (m, process) => alive(m, process) && m.lwpRunning.get(process) !== m.lwpCount.get(process),
    holds: (m, process) => {
      const suspended = listed(m, process).filter((lwp) => m.lacksCstart.get(lwp) === 1).length;
      return m.lwpRunning.get(process) === m.lwpCount.get(process) - suspended - holders(m, process).length;
    },
    because: (m, process) => `it counts ${m.lwpRunning.get(process)} of ${m.lwpCount.get(process)}`,
  },
  {
    kind: 'state',
    id: 'sunos5/lives-by-non-daemons',
    says: 'a process that is not at its end has an LWP that is no daemon',
    rules: ['SO-21'],
    confidence: 'code',
    mutant: 'daemons-keep-alive',
    each: 'process',
    when: (m, process) => m.process.is.alive(process),
    holds: (m, process) => countLwps(m, process, isNoDaemon) > 0,
  },
  {
    kind: 'state',
    id: 'sunos5/reaped-off-its-stack',
    says: 'a thread is free only when no CPU is on its stack any more',
    rules: ['SO-24'],
    confidence: 'code',
    mutant: 'reaps-on-the-stack',
    each: 'thread',
    when: (m, thread) => m.thread.is.free(thread) && ordinary(m, thread),
    holds: (m, thread) => m.runLock.get(thread) === 0 && !m.frames.busy(threadStack(m, thread)),
  },
  {
    kind: 'step',
    id: 'sunos5/copies-only-held',
    says: 'when a process is copied all of its other LWPs are stopped where their kernel stacks are flat',
    rules: ['SO-25'],
    confidence: 'code',
    mutant: 'M55',
    on: ['proc_fork'],
    when: (m, { subject }) => listed(m, subject).length > 1,
    holds: (m, { cpu, subject }) =>
      listed(m, subject).every((lwp) => m.body[lwp] === m.current.get(cpu) || (isSuspended(m, lwp) && flat(m, lwp))),
    doc: 'Flat: nothing is on the stack but the way back to user mode. In the model that goes for fork1 too, although the kernel then also holds LWPs inside issig(), in the middle of a system call.',
  },
  {
    kind: 'step',
    id: 'sunos5/fork1-copies-one',
    says: 'the child of fork1 has one LWP, with the identifier of the caller',
    rules: ['SO-26'],
    confidence: 'code',
    mutant: 'fork1-new-id',
    on: ['proc_fork'],
    when: (_m, { detail }) => detail === 0,
    holds: (m, { cpu, object }) => directory(m, object) === `${m.tid.get(lwpOf(m, m.current.get(cpu)))}`,
    because: (m, { object }) => `the child has ${directory(m, object)}`,
  },
  {
    kind: 'step',
    id: 'sunos5/forkall-copies-all',
    says: 'the child of forkall has the identifiers of its parent, and those without a thread have none there either',
    rules: ['SO-26'],
    confidence: 'code',
    mutant: 'forkall-forgets-entries',
    on: ['proc_fork'],
    when: (_m, { detail }) => detail === 1,
    holds: (m, { subject, object }) => directory(m, subject) === directory(m, object),
    because: (m, { subject, object }) => `the parent has ${directory(m, subject)}, the child ${directory(m, object)}`,
  },
  {
    kind: 'step',
    id: 'sunos5/exits-alone',
    says: 'the LWP that ends its process is the only one then',
    rules: ['SO-27'],
    confidence: 'code',
    mutant: 'exit-not-waited',
    on: ['proc_exit'],
    holds: (m, { subject }) => m.lwpCount.get(subject) === 1 && m.lwpRunning.get(subject) === 1,
    because: (m, { subject }) => `of ${m.lwpCount.get(subject)} LWPs ${m.lwpRunning.get(subject)} run`,
    doc: 'That one LWP only wins is in the chart of the process: a second EXITLWPS would break the protocol.',
  },
  {
    kind: 'step',
    id: 'sunos5/suspended-stays-out',
    says: 'an LWP that is to be suspended, or to end, does not enter user mode',
    rules: ['SO-28'],
    confidence: 'code',
    mutant: 'never-looks',
    on: ['user_enter'],
    holds: (m, { subject }) => m.holdAsked.get(subject) + m.exitAsked.get(subject) === 0,
    doc: 'Witnessed at each return to user mode. An LWP whose identifier could not be handed out is marked to end, and so runs only to its death.',
  },
  {
    kind: 'state',
    id: 'sunos5/suspended-is-off-the-cpu',
    says: 'an LWP that lwp_suspend() or a fork has stopped is not in user mode',
    rules: ['SO-28'],
    confidence: 'code',
    mutant: 'starts-suspended',
    each: 'lwp',
    when: (m, lwp) => m.lacksCstart.get(lwp) === 1,
    holds: (m, lwp) => !m.lwp.is.user(lwp) && !m.thread.is.runnable(m.body[lwp]),
  },
  {
    kind: 'step',
    id: 'sunos5/continue-is-idempotent',
    says: 'lwp_continue() on an LWP that is not suspended starts nothing and counts nothing',
    rules: ['SO-29'],
    confidence: 'promised',
    mutant: 'continue-counts-twice',
    on: ['lwp_continue'],
    when: (_m, { detail }) => detail === 0,
    holds: (m, { subject }) => {
      const process = m.belongsTo[subject];
      return m.lwpRunning.get(process) === m.lwpRunning.before(process);
    },
  },
  {
    kind: 'step',
    id: 'sunos5/suspend-is-idempotent',
    says: 'lwp_suspend() on an LWP that is suspended counts nothing and leaves it as it is',
    rules: ['SO-29'],
    confidence: 'promised',
    mutant: 'suspend-counts-twice',
    on: ['lwp_suspended'],
    holds: (m, { subject, object }) => {
      const process = m.belongsTo[subject];
      return (
        m.lwpRunning.get(process) === m.lwpRunning.before(process) &&
        m.lacksCstart.get(subject) === 1 &&
        m.thread.state.get(object) === m.thread.state.before(object)
      );
    },
    doc: 'Whether it was suspended by this call or before: the LWP stops itself, and lwp_suspend() only finds it so.',
  },
]);

const halfBuilt = (m: Sunos5, process: number): number => countLwps(m, process, isEmbryo);

const isEmbryo = (m: Sunos5, lwp: number): boolean => m.lwp.is.embryo(lwp);

const isNoDaemon = (m: Sunos5, lwp: number): boolean => inList(m, lwp) && m.daemonLwp.get(lwp) === 0;

const flat = (m: Sunos5, lwp: number): boolean => {
  const stack = threadStack(m, m.body[lwp]);
  const paths = ['userReturn', 'issig'];
  for (let level = 0; level < m.frames.depth(stack); level++) {
    const [path] = (m.compiled.pathStates[m.frames.at(stack, level)] as string).split('.');
    if (path !== paths[level]) return false;
  }
  return true;
};
