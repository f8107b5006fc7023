import type { Rule } from '../rule.ts';

/**
 * The rules of the library, with the pages of section 3L of the manual (SunOS 4.0 to 4.1.3) that say so. What the pages
 * leave open is a *hypothesis*: concluded from them, or recalled.
 */

const rule = (id: string, says: string, source: string, ...carriedBy: string[]): Rule => ({
  id,
  says: `${says} (${source})`,
  status: 'checked',
  ...(carriedBy.length === 0 ? {} : { carriedBy }),
});

const invariants: readonly Rule[] = [
  rule('S4-1', 'one thread of a pod executes at most', 'intro(3L)', 'RECONSIDER switchToFirst'),
  rule('S4-2', 'a blocking system call stops all threads of the pod', 'intro(3L)', 'SYSCALL enterKernel'),
  rule('S4-3', 'scheduling preempts across priorities', 'lwp_yield(3L)', 'RECONSIDER currentIsFirst'),
  rule('S4-4', 'scheduling does not preempt within a priority', 'lwp_yield(3L)', 'enqueue'),
  rule(
    'S4-5',
    'who is preempted stays the first of its priority',
    'hypothesis from lwp_yield(3L)',
    'RECONSIDER switchToFirst',
  ),
  rule(
    'S4-6',
    'lwp_yield(SELF): the next of the priority runs, the caller goes to the end',
    'lwp_yield(3L)',
    'yieldToNext',
  ),
  rule('S4-7', 'lwp_yield(t): t runs next, the caller takes second place', 'lwp_yield(3L)', 'yieldToTarget'),
  rule(
    'S4-8',
    'lwp_resched(p) moves the front of p to the end; blocked threads are not affected',
    'lwp_yield(3L)',
    'rotateLevel',
  ),
  rule(
    'S4-9',
    'priorities are those that pod_setmaxpri has made available, and only ever more',
    'pod_setmaxpri(3L)',
    'SETMAXPRI openLevels',
    'priorityNotAvailable',
    'levelNotAvailable',
  ),
  rule(
    'S4-10',
    'main gets the highest priority that is available when it becomes a thread',
    'pod_setmaxpri(3L)',
    'convertMain',
  ),
  rule(
    'S4-11',
    'a suspended thread does not run until it is resumed',
    'lwp_yield(3L)',
    'isSuspended',
    'SUSPEND suspend',
  ),
  rule('S4-12', 'the monitors of a thread that dies are released', 'intro(3L)', 'depart'),
  rule('S4-13', 'threads wait for a monitor in the order of their priorities', 'mon_create(3L)', 'queueToEnter'),
  rule('S4-14', 'and first come, first served within one', 'mon_create(3L)', 'queueToEnter'),
  rule(
    'S4-15',
    'a monitor that is left goes to the first that waits for it',
    'hypothesis from mon_create(3L)',
    'passMonitorOn',
  ),
  rule('S4-16', 'cv_wait leaves the monitor', 'mon_create(3L), cv_create(3L)', 'waitOnCondition'),
  rule(
    'S4-17',
    'a notified thread waits for the monitor again',
    'hypothesis, recalled',
    'notifyFirst',
    'notifyAll',
    'queueToReenter',
  ),
  rule('S4-18', 'destroying a monitor destroys its conditions', 'mon_create(3L)', 'destroyMonitor'),
  rule('S4-19', 'a monitor is not destroyed by the death of its creator', 'mon_create(3L)', 'depart'),
  rule(
    'S4-20',
    'who sends to, receives from, or joins a thread that dies is set free',
    'intro(3L), lwp_yield(3L)',
    'depart',
  ),
  rule('S4-21', 'a sender blocks until the receiver replies', 'msg_send(3L)', 'sendMessage', 'MSG_REPLY reply'),
  rule(
    'S4-22',
    'a thread is ready or waits for one thing',
    'hypothesis from lwp_yield(3L): resched leaves blocked threads alone',
    'leaveRunQueue',
  ),
  rule(
    'S4-23',
    'a pod ends when only servers are left and all of them are blocked',
    'lwp_create(3L)',
    'onlyBlockedServersLive',
  ),
  rule('S4-24', 'a pod ends when all its threads are dead, and not before', 'pod_setmaxpri(3L)', 'nobodyLives'),
  rule(
    'S4-25',
    'an event that comes before the reply to the last one is not lost',
    'hypothesis from agt_create(3L)',
    'anotherEventWaits',
    'rememberEvent',
  ),
  rule('S4-26', 'an agent sends its messages to the thread that created it', 'agt_create(3L)', 'tellCreator'),
  rule('S4-27', 'LASTRITES agents learn of deaths', 'lwp_create(3L), agt_create(3L)', 'sendLastRites'),
  rule(
    'S4-28',
    'declared special context is saved and restored on a switch',
    'lwp_ctxinit(3L)',
    'RECONSIDER switchToFirst',
  ),
  rule(
    'S4-29',
    'undeclared context is not, so that nobody pays who need not',
    'lwp_ctxinit(3L)',
    'RECONSIDER switchToFirst',
  ),
  rule(
    'S4-30',
    'a thread created with LWPSUSPEND, or without a stack, starts suspended',
    'lwp_create(3L)',
    'createSuspended',
  ),
  rule('S4-31', 'lwp_sleep blocks its caller', 'lwp_yield(3L)', 'SLEEP sleepCurrent'),
  rule('S4-32', 'lwp_join blocks its caller until the named thread is dead', 'lwp_yield(3L)', 'JOIN joinTarget'),
  rule('S4-33', 'lwp_setpri changes the priority of a thread', 'lwp_yield(3L)', 'SETPRI changePriority'),
  rule(
    'S4-34',
    'and takes it behind those that have that priority already',
    'hypothesis: no page says where it goes',
    'SETPRI changePriority',
  ),
  rule('S4-35', 'the non-blocking I/O library blocks only the caller', 'intro(3L)', 'SYSCALL awaitIo'),
  rule('S4-36', 'msg_recv of one sender waits for that one', 'msg_send(3L)', 'MESSAGE awaitsSomebodyElse'),
  rule(
    'S4-37',
    'messages are received in the order in which they were sent',
    'hypothesis',
    'sendMessage',
    'takeFirstMessage',
  ),
  rule('S4-38', 'mon_break takes a monitor from the thread that is in it', 'mon_create(3L)', 'MON_BREAK passMonitorOn'),
  rule(
    'S4-39',
    'threads wait for a condition in the order of their priorities, first come, first served within one',
    'hypothesis: so for monitors by mon_create(3L)',
    'waitOnCondition',
  ),
  rule(
    'S4-40',
    'cv_notify takes the first of them',
    'cv_create(3L); that it is the first is a hypothesis',
    'notifyFirst',
  ),
  rule('S4-41', 'cv_broadcast takes all of them', 'cv_create(3L)', 'notifyAll'),
  {
    id: 'SO-113',
    says: 'the threads of a pod: one runs, a blocking call stops all, equals switch only when one yields, is rescheduled, or blocks',
    status: 'checked',
    carriedBy: ['RECONSIDER switchToFirst', 'SYSCALL enterKernel', 'yieldToNext', 'yieldToTarget', 'rotateLevel'],
  },
];

const beliefs: readonly Rule[] = [
  rule('S4-F1', 'belief: a thread in a system call leaves the others running', 'false by intro(3L)'),
  rule('S4-F2', 'belief: priorities hold across system calls', 'false by intro(3L)'),
  rule('S4-F3', 'belief: without preemption among equals, who is in a monitor runs', 'false by mon_create(3L)'),
  rule('S4-F4', 'belief: each thread has its own floating-point registers', 'false by lwp_ctxinit(3L)'),
  rule('S4-F5', 'belief: a pod notices that its threads wait for each other', 'hypothesis: no page says so'),
];

/** What each mutant gets wrong; `breaks` is the rule that it breaks first. */
const mutants: readonly Rule[] = [
  rule('S4-M1', 'mutant: threads are switched while the kernel blocks the process', 'breaks S4-1, S4-2'),
  rule('S4-M2', 'mutant: who runs keeps the processor until it waits', 'breaks S4-3'),
  rule('S4-M3', 'mutant: who becomes ready goes before its equals', 'breaks S4-4'),
  rule('S4-M4', 'mutant: who is preempted goes behind its equals', 'breaks S4-5'),
  rule('S4-M5', 'mutant: lwp_yield(SELF) lets one pass only', 'breaks S4-6'),
  rule('S4-M6', 'mutant: lwp_yield(t) sends the caller to the end', 'breaks S4-7'),
  rule('S4-M7', 'mutant: lwp_resched rotates the second, not the front', 'breaks S4-8'),
  rule('S4-M8', 'mutant: a death leaves its peers waiting', 'breaks S4-20'),
  rule('S4-M9', 'mutant: the monitors of the dead stay locked', 'breaks S4-12'),
  rule('S4-M10', 'mutant: monitors are given out by arrival only', 'breaks S4-13'),
  rule('S4-M11', 'mutant: who comes last to a monitor is served first', 'breaks S4-14'),
  rule('S4-M12', 'mutant: a monitor that is left is free, whoever waits', 'breaks S4-15'),
  rule('S4-M13', 'mutant: cv_wait keeps the monitor', 'breaks S4-16'),
  rule('S4-M14', 'mutant: conditions outlive their monitor', 'breaks S4-18'),
  rule('S4-M15', 'mutant: a monitor dies with its owner', 'breaks S4-19'),
  rule('S4-M16', 'mutant: a sender goes on when its message is received', 'breaks S4-21'),
  rule('S4-M17', 'mutant: the end of a wait makes a suspended thread ready', 'breaks S4-11'),
  rule('S4-M18', 'mutant: blocked servers keep the pod alive', 'breaks S4-23'),
  rule('S4-M19', 'mutant: the pod ends with main', 'breaks S4-24'),
  rule('S4-M20', 'mutant: threads are created with priorities that are not available', 'breaks S4-9'),
  rule('S4-M21', 'mutant: main gets the lowest priority', 'breaks S4-10'),
  rule('S4-M22', 'mutant: an agent forgets an event while it waits for a reply', 'breaks S4-25'),
  rule('S4-M23', 'mutant: an agent tells whoever runs', 'breaks S4-26'),
  rule('S4-M24', 'mutant: nobody is told of a death', 'breaks S4-27'),
  rule('S4-M25', 'mutant: special context is never restored', 'breaks S4-28'),
  rule('S4-M26', 'mutant: special context is restored for everybody', 'breaks S4-29'),
  rule('S4-M27', 'mutant: a notified thread goes on at once', 'breaks S4-17'),
  rule('S4-M28', 'mutant: a thread that waits stays among the ready ones', 'breaks S4-22'),
  rule('S4-M29', 'mutant: LWPSUSPEND is ignored', 'breaks S4-30'),
  rule('S4-M30', 'mutant: lwp_sleep returns at once', 'breaks S4-31'),
  rule('S4-M31', 'mutant: lwp_join returns at once', 'breaks S4-32'),
  rule('S4-M32', 'mutant: lwp_setpri changes nothing', 'breaks S4-33'),
  rule('S4-M33', 'mutant: a new priority puts a thread first', 'breaks S4-34'),
  rule('S4-M34', 'mutant: a thread that waits is not suspended', 'breaks S4-11'),
  rule('S4-M35', 'mutant: a thread that waits is not resumed', 'breaks S4-11'),
  rule('S4-M36', 'mutant: the end of a wait ends a suspension', 'breaks S4-11'),
  rule('S4-M37', 'mutant: the non-blocking I/O library blocks the pod', 'breaks S4-35'),
  rule('S4-M38', 'mutant: any sender will do for msg_recv', 'breaks S4-36'),
  rule('S4-M39', 'mutant: a message goes before the others', 'breaks S4-37'),
  rule('S4-M40', 'mutant: the last message is received first', 'breaks S4-37'),
  rule('S4-M41', 'mutant: mon_break does nothing', 'breaks S4-38'),
  rule('S4-M42', 'mutant: conditions ignore priorities', 'breaks S4-39'),
  rule('S4-M43', 'mutant: who comes last to a condition comes first', 'breaks S4-39'),
  rule('S4-M44', 'mutant: cv_notify takes the last', 'breaks S4-40'),
  rule('S4-M45', 'mutant: cv_broadcast takes one', 'breaks S4-41'),
];

const left = (id: string, says: string, reason: string): Rule => ({ id, says, status: 'not modelled', reason });

const notModelled: readonly Rule[] = [
  left(
    'S4-N1',
    'agt_trap and exceptions (exc_handle(3L))',
    'they change the control flow within a thread and schedule nobody',
  ),
  left(
    'S4-N2',
    'time-outs of msg_recv, and POLL',
    'a time-out is like the one of lwp_sleep, a poll like a receive that would not block',
  ),
  left('S4-N3', 'lwp_setpri on a thread that waits', 'no page says whether its place in a queue changes'),
  left('S4-N4', 'stacks, stack caches, lwp_checkstkset', 'they schedule nobody'),
  left(
    'S4-N5',
    'cv_send, mon_enumerate and the other enumerations',
    'a notify of another order; and questions that change nothing',
  ),
];

/** All rules of `sunos4`, for the rules page. */
export const sunos4Rules: readonly Rule[] = [...invariants, ...beliefs, ...mutants, ...notModelled];
