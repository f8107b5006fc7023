import { and, not } from 'xstate';

/**
 * Who is asked to give up the CPU, and when a request is carried out in the kernel. In `RESCHED`, `WANT_…` and
 * `SURRENDER` the CPU that gets the event executes the function; the argument is the CPU that is asked, and a priority.
 */

const disp = (name: string) => ({ kernel: `disp.c ${name}()` }) as const;
const kpreempt = { kernel: 'trap.c kpreempt()' } as const;

export const requests = {
  RESCHED: [
    { guard: 'askedCpuIdles', actions: 'nothingToDo', meta: disp('cpu_resched') },
    { guard: 'notMoreUrgentThanDispatched', actions: 'nothingToDo', meta: disp('cpu_resched') },
    { guard: 'urgentForKernel', actions: ['wantUser', 'wantKernel'], meta: disp('cpu_resched') },
    { actions: 'wantUser', meta: disp('cpu_resched') },
  ],
  WANT_USER: [
    { guard: 'userPreemptionWanted', actions: 'nothingToDo', meta: disp('cpu_resched') },
    {
      guard: and(['askedCpuIsRemote', not('urgentForKernel')]),
      actions: ['flagUser', 'crossCall'],
      meta: disp('cpu_resched'),
    },
    { actions: 'flagUser', meta: disp('cpu_resched') },
  ],
  WANT_KERNEL: [
    { guard: 'kernelPreemptionWanted', actions: 'nothingToDo', meta: disp('cpu_resched') },
    { guard: 'askedCpuIsRemote', actions: ['flagKernel', 'crossCall'], meta: disp('cpu_resched') },
    { actions: 'flagKernel', meta: disp('cpu_resched') },
  ],
  SURRENDER: [
    {
      guard: and(['kernelPreemptorWaits', 'askedCpuIsRemote']),
      actions: ['flagUser', 'flagKernel', 'crossCall'],
      meta: disp('cpu_surrender'),
    },
    { guard: 'kernelPreemptorWaits', actions: ['flagUser', 'flagKernel'], meta: disp('cpu_surrender') },
    { guard: 'askedCpuIsRemote', actions: ['flagUser', 'crossCall'], meta: disp('cpu_surrender') },
    { actions: 'flagUser', meta: disp('cpu_surrender') },
  ],
} as const;

/**
 * kpreempt(), tried when a dispatcher lock is released, when t_preempt falls to 0, and on the way back from an
 * interrupt or trap into kernel code. Every refusal in the kernel's order.
 */
export const kernelPreemption = {
  KPREEMPT: [
    { guard: 'kernelPreemptionUnwanted', actions: 'nothingToDo', meta: kpreempt },
    { guard: 'preemptionDisabled', actions: ['refusePreemption', 'leaveAst'], meta: kpreempt },
    {
      guard: and(['alreadySwitching', 'anotherDispatched']),
      actions: ['refusePreemption', 'postRetry'],
      meta: kpreempt,
    },
    { guard: 'alreadySwitching', actions: 'refusePreemption', meta: kpreempt },
    { guard: 'atDispatcherLevel', actions: ['refusePreemption', 'postRetry'], meta: kpreempt },
    { actions: 'preemptInKernel', meta: kpreempt },
  ],
  PREEMPT: [
    { guard: 'alreadySwitching', actions: 'forgetKernelRequest', meta: disp('preempt') },
    { actions: 'preemptCurrent', meta: disp('preempt') },
  ],
} as const;

/** swtch(): an interrupt thread gives the CPU back to whom it pins, past the dispatcher; all others ask disp(). */
export const switching = {
  SWTCH: [
    { guard: 'pinsSomeone', actions: 'unpin', meta: { kernel: 'thread.c thread_unpin()' } },
    { actions: 'startSwtch', meta: disp('swtch') },
  ],
} as const;
