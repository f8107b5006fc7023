------------------------------ MODULE LwktCore ------------------------------
(***************************************************************************)
(* The small LWKT model for TLC, after the same rules as the system        *)
(* lwkt-core. The module LwktCoreTopology, which topology.ts writes for    *)
(* each configuration, gives the constants; threads are numbered from 1.   *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS Home,        \* CPU of each thread
          Priority,    \* greater is more urgent
          Interrupts,  \* the interrupt threads
          Cpus,
          Mistake      \* "none", or one rule to break: "ge", "noresched", "dropipend"

Threads == DOMAIN Home
Kernel == Threads \ Interrupts
None == 0
Idle == Cardinality(Threads) + 1
Urgency == [t \in Threads \cup {Idle} |-> IF t = Idle THEN 12 ELSE Priority[t]]
OwnInterrupts == [c \in Cpus |-> {t \in Interrupts : Home[t] = c}]

VARIABLES queue,       \* run queue of each CPU
          messages,    \* threads that other CPUs asked it to queue
          current,     \* who runs
          preempted,   \* of each thread: from whom it took the CPU
          reschedule,  \* CPUs on which a reschedule is wanted
          critical,    \* threads in a critical section
          requested,   \* interrupt threads whose handler has been asked for
          pending,     \* those that wait for the end of a critical section
          asked        \* history: raised, and the handler has not started

books == <<critical, requested, pending, asked>>
vars == <<queue, messages, current, preempted, reschedule, books>>

-----------------------------------------------------------------------------
(* Queues *)
Members(q) == {q[n] : n \in DOMAIN q}
\* how many at the front are at least as urgent as t
Ahead(q, t) == Cardinality({n \in DOMAIN q : Urgency[q[n]] >= Urgency[t]})
Inserted(q, t) == LET n == Ahead(q, t) IN SubSeq(q, 1, n) \o <<t>> \o SubSeq(q, n + 1, Len(q))
Without(q, t) == SelectSeq(q, LAMBDA other : other # t)

\* CPUs with a wanted reschedule after t has been put on queue q of CPU c
AfterInsert(q, c, t) ==
  IF t \notin Members(q) /\ Ahead(q, t) = 0 /\ Mistake # "noresched" THEN reschedule \cup {c} ELSE reschedule
Enqueue(c, t) ==
  /\ queue' = IF t \in Members(queue[c]) THEN queue ELSE [queue EXCEPT ![c] = Inserted(@, t)]
  /\ reschedule' = AfterInsert(queue[c], c, t)

(* Who runs *)
InCritical(c) == current[c] \in critical
Waiting(c) == pending \cap OwnInterrupts[c]
MustSplz(c) == ~InCritical(c) /\ Waiting(c) # {}
MustLeaveIdle(c) == current[c] = Idle /\ queue[c] # <<>> /\ ~MustSplz(c)
Calm(c) == ~MustSplz(c) /\ ~MustLeaveIdle(c)
IsVictim(t) == \E u \in Interrupts : preempted[u] = t
IsAsleep(t) == LET c == Home[t] IN
  /\ current[c] # t
  /\ t \notin Members(queue[c])
  /\ t \notin Members(messages[c])
  /\ ~IsVictim(t)

\* gives CPU c, whose run queue has become q, to the preempted thread or to the head
SwitchThread(c, q) ==
  LET from == current[c]
      victim == IF from = Idle THEN None ELSE preempted[from] IN
  IF victim = None
  THEN /\ current' = [current EXCEPT ![c] = IF q = <<>> THEN Idle ELSE Head(q)]
       /\ reschedule' = reschedule \ {c}
       /\ UNCHANGED preempted
  ELSE /\ current' = [current EXCEPT ![c] = victim]
       /\ reschedule' = IF q # <<>> /\ Head(q) # victim THEN reschedule \cup {c} ELSE reschedule
       /\ preempted' = [preempted EXCEPT ![from] = None]

MayPreempt(t, v) ==
  /\ v # t
  /\ IF Mistake = "ge" THEN Urgency[t] >= Urgency[v] ELSE Urgency[t] > Urgency[v]
  /\ v \notin critical
  /\ preempted[t] = None
\* the interrupt reaches its thread
Dispatch(c, t) ==
  /\ requested' = requested \cup {t}
  /\ Enqueue(c, t)
  /\ IF MayPreempt(t, current[c])
     THEN /\ preempted' = [preempted EXCEPT ![t] = current[c]]
          /\ current' = [current EXCEPT ![c] = t]
     ELSE UNCHANGED <<preempted, current>>

-----------------------------------------------------------------------------
(* Actions of CPU c *)
Splz(c) ==
  /\ MustSplz(c)
  /\ LET t == CHOOSE x \in Waiting(c) : \A y \in Waiting(c) : x <= y
     IN pending' = pending \ {t} /\ Dispatch(c, t)
  /\ UNCHANGED <<messages, critical, asked>>

IdleSwitch(c) == MustLeaveIdle(c) /\ SwitchThread(c, queue[c]) /\ UNCHANGED <<queue, messages, books>>

Raise(c, t) ==
  /\ t \notin requested \cup pending
  /\ asked' = asked \cup {t}
  /\ IF InCritical(c)
     THEN pending' = pending \cup {t} /\ UNCHANGED <<queue, current, preempted, reschedule, requested>>
     ELSE Dispatch(c, t) /\ UNCHANGED pending
  /\ UNCHANGED <<messages, critical>>

Handle(c) == LET t == current[c] IN
  /\ t \in requested
  /\ requested' = requested \ {t}
  /\ asked' = asked \ {t}
  /\ UNCHANGED <<queue, messages, current, preempted, reschedule, critical, pending>>

Block(c) == LET rest == Without(queue[c], current[c]) IN
  /\ queue' = [queue EXCEPT ![c] = rest]
  /\ SwitchThread(c, rest)
  /\ UNCHANGED <<messages, books>>
Finish(c) == current[c] \notin requested /\ Block(c)

Receive(c) ==
  /\ messages[c] # <<>>
  /\ ~InCritical(c)
  /\ Enqueue(c, Head(messages[c]))
  /\ messages' = [messages EXCEPT ![c] = Tail(@)]
  /\ UNCHANGED <<current, preempted, books>>

Wake(c, t) ==
  /\ IsAsleep(t)
  /\ IF Home[t] = c
     THEN Enqueue(c, t) /\ UNCHANGED messages
     ELSE messages' = [messages EXCEPT ![Home[t]] = Append(@, t)] /\ UNCHANGED <<queue, reschedule>>
  /\ UNCHANGED <<current, preempted, books>>

Yield(c) == c \in reschedule /\ SwitchThread(c, queue[c]) /\ UNCHANGED <<queue, messages, books>>

EnterCritical(c) ==
  /\ critical' = critical \cup {current[c]}
  /\ UNCHANGED <<queue, messages, current, preempted, reschedule, requested, pending, asked>>

LeaveCritical(c) ==
  /\ critical' = critical \ {current[c]}
  /\ pending' = IF Mistake = "dropipend" THEN pending \ Waiting(c) ELSE pending
  /\ UNCHANGED <<queue, messages, current, preempted, reschedule, requested, asked>>

Tick(c) == LET q == queue[c] t == current[c] IN
  /\ q # <<>>
  /\ IF Head(q) = t
     THEN /\ Len(q) > 1
          /\ Urgency[q[2]] = Urgency[t]
          /\ queue' = [queue EXCEPT ![c] = Inserted(Tail(q), t)]
     ELSE c \notin reschedule /\ UNCHANGED queue
  /\ reschedule' = reschedule \cup {c}
  /\ UNCHANGED <<messages, current, preempted, books>>

KernelThreadActs(c) ==
  IF InCritical(c) THEN LeaveCritical(c) ELSE Block(c) \/ Yield(c) \/ EnterCritical(c) \/ Tick(c)
CalmActs(c) ==
  \/ \E t \in OwnInterrupts[c] : Raise(c, t)
  \/ Receive(c)
  \/ current[c] # Idle /\ \E t \in Kernel : Wake(c, t)
  \/ current[c] \in Interrupts /\ (Handle(c) \/ Finish(c))
  \/ current[c] \in Kernel /\ KernelThreadActs(c)

-----------------------------------------------------------------------------
RECURSIVE Filled(_, _)
Filled(c, t) ==  \* the run queue of c with its kernel threads up to t
  IF t = 0 THEN <<>>
  ELSE IF t \in Kernel /\ Home[t] = c THEN Inserted(Filled(c, t - 1), t) ELSE Filled(c, t - 1)

Init ==
  /\ queue = [c \in Cpus |-> Filled(c, Cardinality(Threads))]
  /\ current = [c \in Cpus |-> IF queue[c] = <<>> THEN Idle ELSE Head(queue[c])]
  /\ messages = [c \in Cpus |-> <<>>]
  /\ preempted = [t \in Threads |-> None]
  /\ reschedule = {} /\ critical = {} /\ requested = {} /\ pending = {} /\ asked = {}

Next == \E c \in Cpus : Splz(c) \/ IdleSwitch(c) \/ (Calm(c) /\ CalmActs(c))
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
P1 == \A t \in Threads : preempted[t] # None => t \in Interrupts
P2 == \A t \in Threads : LET v == preempted[t] IN
        v # None => Urgency[t] > Urgency[v] /\ v \notin critical
P3 ==
  /\ \A c, d \in Cpus : c # d /\ current[c] = current[d] => current[c] = Idle
  /\ \A c \in Cpus : LET both == queue[c] \o messages[c] IN
       /\ Cardinality(Members(both)) = Len(both)
       /\ \A t \in Members(both) : Home[t] = c
  /\ \A t \in Threads : LET v == preempted[t] IN
       v \notin {None, Idle} =>
         /\ Home[v] = Home[t]
         /\ v \in Members(queue[Home[t]])
         /\ \A u \in Threads \ {t} : preempted[u] # v
P4 == \A c \in Cpus : \A n \in 2..Len(queue[c]) : Urgency[queue[c][n - 1]] >= Urgency[queue[c][n]]
P5 == \A c \in Cpus : LET t == current[c] IN
        queue[c] # <<>> /\ t # Idle => \/ Urgency[Head(queue[c])] <= Urgency[t]
                                       \/ preempted[t] # None
                                       \/ c \in reschedule
P6 ==
  /\ \A t \in requested : current[Home[t]] = t \/ t \in Members(queue[Home[t]])
  /\ asked = requested \cup pending
=============================================================================
