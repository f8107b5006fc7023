import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/**
 * What can happen to a thread or an agent. TIMEOUT, COMPLETE, EVENT and SETPRI are stimuli, the rest are sent by effects.
 */
export type ThreadEvent =
  | { type: 'TIMEOUT' }
  | { type: 'COMPLETE' }
  | { type: 'EVENT' }
  | { type: 'DEATH' }
  | { type: 'SETPRI' }
  | { type: 'CREATE' }
  | { type: 'CREATE_SUSPENDED' }
  | { type: 'APPOINT' }
  | { type: 'DISPATCH' }
  | { type: 'LOSE' }
  | { type: 'SLEEP' }
  | { type: 'AWAIT_IO' }
  | { type: 'JOIN' }
  | { type: 'ENTER' }
  | { type: 'WAIT' }
  | { type: 'NOTIFIED' }
  | { type: 'SEND' }
  | { type: 'RECEIVE' }
  | { type: 'RECEIVE_FROM' }
  | { type: 'MESSAGE' }
  | { type: 'TAKEN' }
  | { type: 'REPLIED' }
  | { type: 'WAKE' }
  | { type: 'SUSPEND' }
  | { type: 'RESUME' }
  | { type: 'DIE' };

export type ThreadTag =
  | 'absent'
  | 'living'
  | 'ready'
  | 'running'
  | 'stopped'
  | 'blocked'
  | 'onResource'
  | 'entering'
  | 'waiting'
  | 'sending'
  | 'served'
  | 'receiving'
  | 'tied'
  | 'agent';

const page = (source: string) => ({ kernel: source });

/** A wait is over: the thread is ready again, unless it was suspended meanwhile. */
const isOver = <const First extends string>(...first: readonly First[]) =>
  [
    { guard: 'isSuspended', target: '#thread.alive.stopped', actions: [...first, 'letGo'] },
    { target: '#thread.alive.runnable', actions: [...first, 'letGo', 'enqueue'] },
  ] as const;

/** The running thread gives up the processor and waits for something. */
const blocks = (target: string, meta: { kernel: string }) =>
  ({ target: `#thread.alive.blocked.${target}`, actions: 'leaveRunQueue', meta }) as const;

const changesPriority = [
  { guard: 'podDoesNotExecute' },
  { guard: 'levelNotAvailable' },
  { guard: 'hasThatPriority' },
  { actions: ['setpriCalled', 'changePriority', 'reconsider'], meta: page('lwp_yield(3L) lwp_setpri') },
] as const;

const nothing = { actions: 'nothingToDo' } as const;

/**
 * The life of a thread of the pod, and of an agent: ensures that a thread runs only when it is ready and not suspended,
 * and that a thread that waits does so for one thing at a time.
 */
export const thread = setup({
  types: { events: {} as ThreadEvent, tags: {} as ThreadTag },
  guards: guards(
    'isSuspended',
    'podDoesNotExecute',
    'podHasEnded',
    'levelNotAvailable',
    'hasThatPriority',
    'awaitsSomebodyElse',
    'anotherEventWaits',
  ),
  actions: effects(
    'enqueue',
    'leaveRunQueue',
    'letGo',
    'suspend',
    'resume',
    'setpriCalled',
    'changePriority',
    'queueToReenter',
    'takeMessage',
    'leaveMessages',
    'withdraw',
    'noticeEvent',
    'rememberEvent',
    'forgetEvent',
    'tellCreator',
    'depart',
    'sendLastRites',
    'reconsider',
    'nothingToDo',
  ),
}).createMachine({
  id: 'thread',
  initial: 'absent',
  states: {
    absent: {
      tags: 'absent',
      on: {
        CREATE: { target: '#thread.alive.runnable', actions: 'enqueue', meta: page('lwp_create(3L)') },
        CREATE_SUSPENDED: {
          target: '#thread.alive.stopped',
          actions: 'suspend',
          meta: page('lwp_create(3L) LWPSUSPEND, or no stack'),
        },
        APPOINT: { target: '#thread.agent.idle', meta: page('agt_create(3L)') },
      },
    },
    alive: {
      tags: 'living',
      initial: 'runnable',
      on: {
        DIE: {
          target: '#thread.absent',
          actions: ['leaveRunQueue', 'depart', 'sendLastRites'],
          meta: page('lwp_create(3L) lwp_destroy'),
        },
        MESSAGE: nothing,
      },
      states: {
        runnable: {
          tags: 'ready',
          on: {
            DISPATCH: 'running',
            SUSPEND: {
              target: 'stopped',
              actions: ['suspend', 'leaveRunQueue'],
              meta: page('lwp_yield(3L) lwp_suspend'),
            },
            SETPRI: changesPriority,
          },
        },
        running: {
          tags: ['ready', 'running'],
          on: {
            LOSE: 'runnable',
            SUSPEND: {
              target: 'stopped',
              actions: ['suspend', 'leaveRunQueue'],
              meta: page('lwp_yield(3L) lwp_suspend'),
            },
            SETPRI: changesPriority,
            SLEEP: blocks('asleep', page('lwp_yield(3L) lwp_sleep')),
            AWAIT_IO: blocks('awaitingIo', page('intro(3L), the non-blocking I/O library')),
            JOIN: blocks('joining', page('lwp_yield(3L) lwp_join')),
            ENTER: blocks('entering', page('mon_create(3L) mon_enter')),
            WAIT: blocks('waiting', page('cv_create(3L) cv_wait')),
            SEND: blocks('sending', page('msg_send(3L)')),
            RECEIVE: blocks('receiving', page('msg_send(3L) msg_recv, any sender')),
            RECEIVE_FROM: blocks('receivingFrom', page('msg_send(3L) msg_recv, one sender')),
          },
        },
        stopped: {
          tags: 'stopped',
          meta: { doc: 'it would be ready, were it not suspended' },
          on: {
            RESUME: { target: 'runnable', actions: ['resume', 'enqueue'], meta: page('lwp_yield(3L) lwp_resume') },
          },
        },
        blocked: {
          tags: 'blocked',
          initial: 'asleep',
          on: {
            WAKE: isOver(),
            SUSPEND: { actions: 'suspend' },
            RESUME: { actions: 'resume' },
          },
          states: {
            asleep: {
              on: {
                TIMEOUT: [
                  { guard: 'isSuspended', target: '#thread.alive.stopped', actions: 'letGo' },
                  { target: '#thread.alive.runnable', actions: ['letGo', 'enqueue', 'reconsider'] },
                ],
              },
            },
            awaitingIo: {
              on: {
                COMPLETE: [
                  { guard: 'isSuspended', target: '#thread.alive.stopped', actions: 'letGo' },
                  { target: '#thread.alive.runnable', actions: ['letGo', 'enqueue', 'reconsider'] },
                ],
              },
            },
            joining: { tags: ['onResource', 'tied'] },
            entering: { tags: ['onResource', 'entering'] },
            waiting: {
              tags: ['onResource', 'waiting'],
              on: {
                NOTIFIED: { target: 'entering', actions: 'queueToReenter', meta: page('cv_create(3L) cv_notify') },
              },
            },
            sending: {
              tags: ['onResource', 'tied', 'sending'],
              on: { TAKEN: { target: 'served', actions: 'leaveMessages' } },
            },
            served: {
              tags: ['onResource', 'tied', 'served'],
              meta: { doc: 'its message was received, and it waits for the reply' },
            },
            receiving: { tags: ['onResource', 'receiving'], on: { MESSAGE: isOver('takeMessage') } },
            receivingFrom: {
              tags: ['onResource', 'receiving', 'tied'],
              on: { MESSAGE: [{ guard: 'awaitsSomebodyElse', actions: 'nothingToDo' }, ...isOver('takeMessage')] },
            },
          },
        },
      },
    },
    agent: {
      tags: 'agent',
      initial: 'idle',
      meta: page('agt_create(3L): acts like a thread that sends a message when its event comes'),
      on: { DIE: { target: '#thread.absent', actions: ['withdraw', 'forgetEvent'] } },
      states: {
        idle: {
          on: {
            EVENT: [
              { guard: 'podHasEnded' },
              { target: 'sending', actions: ['noticeEvent', 'tellCreator', 'reconsider'] },
            ],
            DEATH: { target: 'sending', actions: ['noticeEvent', 'tellCreator'] },
          },
        },
        sending: {
          tags: 'sending',
          on: {
            EVENT: [{ guard: 'podHasEnded' }, { actions: ['noticeEvent', 'rememberEvent'] }],
            DEATH: { actions: ['noticeEvent', 'rememberEvent'] },
            TAKEN: { target: 'served', actions: 'leaveMessages' },
          },
        },
        served: {
          tags: 'served',
          on: {
            EVENT: [{ guard: 'podHasEnded' }, { actions: ['noticeEvent', 'rememberEvent'] }],
            DEATH: { actions: ['noticeEvent', 'rememberEvent'] },
            REPLIED: [
              { guard: 'anotherEventWaits', target: 'sending', actions: ['forgetEvent', 'tellCreator'] },
              { target: 'idle' },
            ],
          },
        },
      },
    },
  },
});
