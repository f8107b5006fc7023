import type { StimulusDeclaration } from '../../system/system.ts';
import { DAEMON, LWP, MAIN, type Svr4 } from './shape.ts';

/** What may happen next. The library's calls are made by the thread on the LWP of a CPU, so that they go to the CPU. */

type Where = NonNullable<StimulusDeclaration<Svr4>['where']>;
type Option = keyof Svr4['option'];

const when =
  (option: Option, also: Where = () => true): Where =>
  (m, self, arg) =>
    m.option[option] === 1 && also(m, self, arg);

const ofRole =
  (role: number): Where =>
  (m, self) =>
    m.role[self] === role;

const someDaemon: Where = (m) => m.role.some((role) => role === DAEMON);

const on = (to: string, event: string, says: string, where?: Where) =>
  ({ to, event, source: 'world', says, ...(where === undefined ? {} : { where }) }) as const;

export const stimuli: Readonly<Record<string, StimulusDeclaration<Svr4>>> = {
  pick: {
    to: 'cpu',
    event: 'PICK',
    source: 'kernel',
    says: 'has an LWP without a thread, which takes one up or parks',
  },
  grow: { to: 'process', event: 'GROW', source: 'kernel', says: 'handles SIGWAITING' },
  create: { ...on('cpu', 'CREATE', 'has a thread that creates', (_m, _cpu, user) => user !== MAIN), with: 'user' },
  yield: on('cpu', 'YIELD', 'has a thread that yields', when('yielding')),
  wait: on('cpu', 'WAIT', 'has a thread that waits for another one, within the library', when('sleeping')),
  wake: { ...on('cpu', 'WAKE', 'has a thread that wakes', when('sleeping')), with: 'user' },
  exit: on('cpu', 'EXIT', 'has a thread that ends'),
  syscall: on('cpu', 'SYSCALL', 'has a thread that makes a system call and waits', when('systemCalls')),
  return: on('thread', 'RETURN', 'comes back from its system call', when('systemCalls', ofRole(LWP))),
  disk: on('cpu', 'DISK', 'has a thread that waits for the disk', when('finiteWaits')),
  done: on('thread', 'DONE', 'has what it wanted of the disk', when('finiteWaits', ofRole(LWP))),
  age: on('thread', 'AGE', 'has had no thread for five minutes', when('aging', ofRole(LWP))),
  more: on('cpu', 'MORE', 'has a thread that asks for more concurrency', when('setconcurrency')),
  less: on('cpu', 'LESS', 'has a thread that asks for less concurrency', when('setconcurrency')),
  adjust: on('process', 'ADJUST', 'gets an LWP that was asked for', when('setconcurrency')),
  tick: on('cpu', 'TICK', 'ends the time slice of its LWP', when('ticks')),
  priocntl: { ...on('process', 'PRIOCNTL', 'has all its LWPs put into', when('processPriocntl')), with: 'class' },
  setclass: { ...on('thread', 'PRIOCNTL', 'is put into', when('lwpPriocntl')), with: 'class' },
  rouse: on('thread', 'ROUSE', 'has work to do', ofRole(DAEMON)),
  sleep: on('cpu', 'SLEEP', 'has a daemon that is done', someDaemon),
};
