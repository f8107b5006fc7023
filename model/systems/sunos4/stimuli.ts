import type { StimulusDeclaration } from '../../system/system.ts';
import { isAgent, MAIN, SIGNAL_AGENT, type Sunos4 } from './shape.ts';

/** What may happen next. Calls are made by whatever thread runs, so that they go to the pod. */

type Where = NonNullable<StimulusDeclaration<Sunos4>['where']>;
type Option = keyof Sunos4['option'];

const when =
  (option: Option, also: Where = () => true): Where =>
  (m, self, arg) =>
    m.option[option] === 1 && also(m, self, arg);

const toThread: Where = (m, _pod, thread) => !isAgent(m, thread);
const toAgent: Where = (m, _pod, agent) => isAgent(m, agent);

/** What the running thread may call. */
const call = (event: string, says: string, where?: Where) =>
  ({ to: 'cpu', event, source: 'world', says, ...(where === undefined ? {} : { where }) }) as const;

/** What it may call about another thread, a monitor, a condition, or a level. */
const about = (kind: string, event: string, says: string, where?: Where) =>
  ({ ...call(event, says, where), with: kind }) as const;

export const stimuli: Readonly<Record<string, StimulusDeclaration<Sunos4>>> = {
  begin: { to: 'cpu', event: 'BEGIN', source: 'kernel', says: 'uses its first primitive; main becomes a thread' },
  setmaxpri: about('level', 'SETMAXPRI', 'asks for priorities up to'),
  create: about('thread', 'CREATE', 'has a thread that creates', (m, pod, t) => t !== MAIN && toThread(m, pod, t)),
  yield: call('YIELD', 'has a thread that yields to the next of its priority', when('scheduling')),
  yieldto: about('thread', 'YIELD_TO', 'has a thread that yields to', when('scheduling', toThread)),
  resched: about('level', 'RESCHED', 'has a thread that rotates the queue of', when('scheduling')),
  setpri: {
    to: 'thread',
    event: 'SETPRI',
    with: 'level',
    where: (m, thread) => m.option.scheduling === 1 && !isAgent(m, thread),
    source: 'world',
    says: 'is given the priority',
  },
  sleep: call('SLEEP', 'has a thread that sleeps', when('sleeping')),
  timeout: {
    to: 'thread',
    event: 'TIMEOUT',
    where: (m, thread) => m.option.sleeping === 1 && !isAgent(m, thread),
    source: 'world',
    says: 'has slept long enough',
  },
  join: about('thread', 'JOIN', 'has a thread that waits for the death of', when('joining', toThread)),
  suspend: about('thread', 'SUSPEND', 'has a thread that suspends', when('suspension', toThread)),
  resume: about('thread', 'RESUME', 'has a thread that resumes', when('suspension', toThread)),
  destroy: about('thread', 'DESTROY', 'has a thread that destroys', when('destruction', toThread)),
  makemon: about('monitor', 'MON_CREATE', 'has a thread that creates'),
  enter: about('monitor', 'MON_ENTER', 'has a thread that enters'),
  exit: about('monitor', 'MON_EXIT', 'has a thread that leaves'),
  break: about('monitor', 'MON_BREAK', 'has a thread that breaks open', when('breaking')),
  dropmon: about('monitor', 'MON_DESTROY', 'has a thread that does away with'),
  makecv: about('condition', 'CV_CREATE', 'has a thread that creates'),
  wait: about('condition', 'CV_WAIT', 'has a thread that waits for'),
  notify: about('condition', 'CV_NOTIFY', 'has a thread that notifies the first waiter of'),
  broadcast: about('condition', 'CV_BROADCAST', 'has a thread that notifies all waiters of'),
  send: about('thread', 'MSG_SEND', 'has a thread that sends a message to', when('messages', toThread)),
  receive: call('MSG_RECV', 'has a thread that receives a message of anybody', when('messages')),
  receivefrom: about('thread', 'MSG_RECV_FROM', 'has a thread that receives a message of', when('messages')),
  reply: about('thread', 'MSG_REPLY', 'has a thread that replies to', when('messages')),
  agent: about('thread', 'AGT_CREATE', 'has a thread that appoints', toAgent),
  event: {
    to: 'thread',
    event: 'EVENT',
    where: (m, agent) => m.role[agent] === SIGNAL_AGENT,
    source: 'world',
    says: 'notices its event',
  },
  float: call('FLOAT', 'has a thread that computes with floats', (m) => m.floatingPoint.some((use) => use > 0)),
  syscall: call('SYSCALL', 'has a thread that makes a blocking system call', when('systemCalls')),
  return: { to: 'cpu', event: 'RETURN', source: 'world', says: 'comes back from the system call' },
  complete: {
    to: 'thread',
    event: 'COMPLETE',
    where: (m) => m.option.nonBlockingIo === 1,
    source: 'world',
    says: 'has its input or output done',
  },
};
