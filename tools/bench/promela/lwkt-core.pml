/*
 * The small LWKT model for SPIN, after the same rules as the system lwkt-core.
 *
 * "topology.pml" is written by topology.ts for each configuration and defines
 *   CPUS THREADS IDLE              how many; threads are numbered from 1, IDLE is the number after the last
 *   RANK(t)                        priority as a small number that keeps the order
 *   MESSAGES                       type of a message queue: short where three slots are enough
 *   INTERRUPTS HOME_0 HOME_1 ...   sets of threads: all interrupt threads, those of each CPU
 *   QUEUES QUEUED CURRENTS         initial run queues, their members, and running threads
 *   EACH_CPU(F) EACH_INTERRUPT(F) EACH_WAKEUP(here, away)      options of the main loop
 *   ALL_CPUS(F) ALL_THREADS(F) ALL_INTERRUPTS(F) ANY_INTERRUPT(F, x)
 *   ALL_CPU_PAIRS(F) ALL_INTERRUPT_PAIRS(F)                    conditions
 *
 * A queue is an int of 4-bit slots with its head in the lowest; a set is a bit per thread (or CPU). Each action is one
 * d_step of the only process, so that a state is stored after every action and nowhere else. Scratch variables are 0
 * between actions.
 */
#include "topology.pml"

#define ONE(t)        (1 << (t))
#define HEAD(q)       ((q) & 15)
#define SLOT(q, n)    (((q) >> (4 * (n))) & 15)
#define BELOW(q, at)  ((q) & (ONE(at) - 1))

int   queue[CPUS] = QUEUES;
MESSAGES messages[CPUS];
byte  current[CPUS] = CURRENTS;
byte  preempted[THREADS + 1];       /* the thread that it took the CPU from */
byte  reschedule;
short queued = QUEUED, sent;        /* who stands on a run queue, on a message queue */
short critical, requested, pending;
short asked;                        /* history for P6: raised, and the handler has not started */
byte  at, who;                      /* scratch */

#ifdef GE
#define MAY_PREEMPT(new, old) (RANK(new) >= RANK(old))
#else
#define MAY_PREEMPT(new, old) (RANK(new) > RANK(old))
#endif
#ifdef NORESCHED
#define ASK_FOR_RESCHEDULE(c) skip
#else
#define ASK_FOR_RESCHEDULE(c) reschedule = reschedule | ONE(c)
#endif
#ifdef DROPIPEND
#define FORGET_PENDING(c) pending = pending & ~HOME_##c
#else
#define FORGET_PENDING(c) skip
#endif

#define IDLING(c)     (current[c] == IDLE)
#define IN_CRITICAL(c) (critical & ONE(current[c]))
#define WAITING(c)    (pending & HOME_##c)
#define MUST_SPLZ(c)  (WAITING(c) && !IN_CRITICAL(c))
#define MUST_LEAVE_IDLE(c) (IDLING(c) && queue[c] != 0)
#define CALM(c)       (!MUST_SPLZ(c) && !MUST_LEAVE_IDLE(c))
#define RUNS_INTERRUPT(c) (INTERRUPTS & ONE(current[c]))
#define RUNS_KERNEL(c) (!IDLING(c) && !RUNS_INTERRUPT(c))
/* a kernel thread runs and could be taken off the CPU */
#define LOOSE(c)      (RUNS_KERNEL(c) && !IN_CRITICAL(c) && CALM(c))
#define IS_VICTIM_OF(t, x) (preempted[t] == x)
#define ASLEEP(t, home) (!((queued | sent) & ONE(t)) && current[home] != t && !ANY_INTERRUPT(IS_VICTIM_OF, t))

/* leaves the bit position of the new entry in "at" */
inline insert(c, t) {
  at = 0;
  do
  :: (queue[c] >> at) != 0 && RANK(HEAD(queue[c] >> at)) >= RANK(t) -> at = at + 4
  :: else -> break
  od;
  queue[c] = BELOW(queue[c], at) | (t << at) | ((queue[c] >> at) << (at + 4));
  queued = queued | ONE(t)
}

inline enqueue(c, t) {
  if
  :: queued & ONE(t)
  :: else ->
     insert(c, t);
     if :: at == 0 -> ASK_FOR_RESCHEDULE(c) :: else fi;
     at = 0
  fi
}

inline dequeue(c, t) {
  if
  :: queued & ONE(t) ->
     do
     :: HEAD(queue[c] >> at) != t -> at = at + 4
     :: else -> break
     od;
     queue[c] = BELOW(queue[c], at) | ((queue[c] >> (at + 4)) << at);
     queued = queued & ~ONE(t);
     at = 0
  :: else
  fi
}

inline switch_thread(c) {
  if
  :: !IDLING(c) && preempted[current[c]] != 0 ->
     who = current[c];
     current[c] = preempted[who];
     preempted[who] = 0;
     who = 0;
     if :: queue[c] != 0 && HEAD(queue[c]) != current[c] -> reschedule = reschedule | ONE(c) :: else fi
  :: else ->
     reschedule = reschedule & ~ONE(c);
     current[c] = (queue[c] != 0 -> HEAD(queue[c]) : IDLE)
  fi
}

inline dispatch(c, t) {
  requested = requested | ONE(t);
  enqueue(c, t);
  if
  :: current[c] != t && MAY_PREEMPT(t, current[c]) && !IN_CRITICAL(c) && preempted[t] == 0 ->
     preempted[t] = current[c];
     current[c] = t
  :: else
  fi
}

inline block_current(c) {
  who = current[c];
  dequeue(c, who);
  who = 0;
  switch_thread(c)
}

#define CPU_ACTIONS(c) \
  :: d_step { MUST_SPLZ(c) -> \
       do :: !(WAITING(c) & ONE(who)) -> who++ :: else -> break od; \
       pending = pending & ~ONE(who); dispatch(c, who); who = 0 } \
  :: d_step { !MUST_SPLZ(c) && MUST_LEAVE_IDLE(c) -> switch_thread(c) } \
  :: d_step { RUNS_INTERRUPT(c) && (requested & ONE(current[c])) && CALM(c) -> \
       requested = requested & ~ONE(current[c]); asked = asked & ~ONE(current[c]) } \
  :: d_step { RUNS_INTERRUPT(c) && !(requested & ONE(current[c])) && CALM(c) -> block_current(c) } \
  :: d_step { messages[c] != 0 && !IN_CRITICAL(c) && CALM(c) -> \
       who = HEAD(messages[c]); messages[c] = messages[c] >> 4; sent = sent & ~ONE(who); \
       enqueue(c, who); who = 0 } \
  :: d_step { LOOSE(c) -> block_current(c) } \
  :: d_step { LOOSE(c) && (reschedule & ONE(c)) -> switch_thread(c) } \
  :: d_step { LOOSE(c) -> critical = critical | ONE(current[c]) } \
  :: d_step { RUNS_KERNEL(c) && IN_CRITICAL(c) -> critical = critical & ~ONE(current[c]); FORGET_PENDING(c) } \
  :: d_step { LOOSE(c) && HEAD(queue[c]) == current[c] && \
       SLOT(queue[c], 1) != 0 && RANK(SLOT(queue[c], 1)) == RANK(current[c]) -> \
       who = current[c]; dequeue(c, who); insert(c, who); at = 0; who = 0; \
       reschedule = reschedule | ONE(c) } \
  :: d_step { LOOSE(c) && queue[c] != 0 && HEAD(queue[c]) != current[c] && !(reschedule & ONE(c)) -> \
       reschedule = reschedule | ONE(c) }

#define RAISE(t, c) \
  :: d_step { !((requested | pending) & ONE(t)) && CALM(c) -> \
       asked = asked | ONE(t); \
       if :: IN_CRITICAL(c) -> pending = pending | ONE(t) :: else -> dispatch(c, t) fi }

#define WAKE_HERE(c, t) \
  :: d_step { !IDLING(c) && CALM(c) && ASLEEP(t, c) -> enqueue(c, t) }

#define WAKE_AWAY(c, t, home) \
  :: d_step { !IDLING(c) && CALM(c) && ASLEEP(t, home) -> \
       do :: (messages[home] >> at) != 0 -> at = at + 4 :: else -> break od; \
       messages[home] = messages[home] | (t << at); sent = sent | ONE(t); at = 0 }

/* the members of a queue as a set, and as a sum that is greater when one stands there twice */
#define MEMBER(q, n)  (ONE(SLOT(q, n)) & ~1)
#define FOUR(q, op)   (MEMBER(q,0) op MEMBER(q,1) op MEMBER(q,2) op MEMBER(q,3))
#define SIX(q, op)    (FOUR(q, op) op MEMBER(q,4) op MEMBER(q,5))

#define P1(t) (preempted[t] == 0 || (INTERRUPTS & ONE(t)))
#define P2(t) (preempted[t] == 0 || (RANK(t) > RANK(preempted[t]) && !(critical & ONE(preempted[t]))))
#define P3_QUEUES(c) (SIX(queue[c], +) == (queued & HOME_##c) && SIX(queue[c], |) == (queued & HOME_##c) && \
                      FOUR(messages[c], +) == (sent & HOME_##c) && FOUR(messages[c], |) == (sent & HOME_##c))
#define P3_RUNNING(c, d) (current[c] != current[d] || current[c] == IDLE)
#define P3_VICTIM(t, c) (preempted[t] == 0 || preempted[t] == IDLE || \
                         (queued & HOME_##c & ONE(preempted[t])))
#define P3_RIVALS(t, u) (preempted[t] == 0 || preempted[t] == IDLE || preempted[t] != preempted[u])
#define SORTED(q, n)  (SLOT(q, n + 1) == 0 || RANK(SLOT(q, n)) >= RANK(SLOT(q, n + 1)))
#define P4(c) (SORTED(queue[c],0) && SORTED(queue[c],1) && SORTED(queue[c],2) && SORTED(queue[c],3) && \
               SORTED(queue[c],4))
#define P5(c) (queue[c] == 0 || IDLING(c) || (reschedule & ONE(c)) || preempted[current[c]] != 0 || \
               RANK(HEAD(queue[c])) <= RANK(current[c]))
#define P6(c) (!(requested & HOME_##c & ~(queued | ONE(current[c]))))

/* asked only where it does not hold, so that it adds neither states nor transitions */
#define PROPERTY(number, holds) :: !(holds) -> assert(number == 0)

active proctype machine() {
  do
  EACH_CPU(CPU_ACTIONS)
  EACH_INTERRUPT(RAISE)
  EACH_WAKEUP(WAKE_HERE, WAKE_AWAY)
  PROPERTY(1, ALL_THREADS(P1))
  PROPERTY(2, ALL_THREADS(P2))
  PROPERTY(3, !(queued & sent) && ALL_CPUS(P3_QUEUES) && ALL_CPU_PAIRS(P3_RUNNING))
  PROPERTY(3, ALL_INTERRUPTS(P3_VICTIM) && ALL_INTERRUPT_PAIRS(P3_RIVALS))
  PROPERTY(4, ALL_CPUS(P4))
  PROPERTY(5, ALL_CPUS(P5))
  PROPERTY(6, ALL_CPUS(P6) && asked == (requested | pending))
  od
}
