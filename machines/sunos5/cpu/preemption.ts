import { and, not } from 'xstate';
import { source } from '../../names.ts';

/**
 * Who is asked to give up the CPU, and when a request is carried out in the kernel. In `RESCHED`, `WANT_…` and
 * `SURRENDER` the CPU that gets the event executes the function; the argument is the CPU that is asked, and a priority.
 */

const disp = source('disp.c');
const kpreempt = source('trap.c')('kpreempt', 'SO-48');

export const requests = {
  RESCHED: [
    { guard: 'askedCpuIdles', actions: 'nothingToDo', meta: disp('cpu_resched') },
    { guard: 'notMoreUrgentThanDispatched', actions: 'nothingToDo', meta: disp('cpu_resched') },
    { guard: 'urgentForKernel', actions: ['wantUser', 'wantKernel'], meta: disp('cpu_resched', 'SO-44 SO-49') },
    { actions: 'wantUser', meta: disp('cpu_resched', 'SO-43') },
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
      meta: disp('cpu_surrender', 'SO-43 SO-44'),
    },
    { guard: 'kernelPreemptorWaits', actions: ['flagUser', 'flagKernel'], meta: disp('cpu_surrender', 'SO-43 SO-44') },
    { guard: 'askedCpuIsRemote', actions: ['flagUser', 'crossCall'], meta: disp('cpu_surrender', 'SO-43 SO-44') },
    { actions: 'flagUser', meta: disp('cpu_surrender', 'SO-43 SO-44') },
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
    { actions: 'preemptInKernel', meta: source('trap.c')('kpreempt', 'SO-48 SO-50') },
  ],
  PREEMPT: [
    { guard: 'alreadySwitching', actions: 'forgetKernelRequest', meta: disp('preempt', 'SO-47') },
    { actions: 'preemptCurrent', meta: disp('preempt') },
  ],
} as const;

/** swtch(): an interrupt thread gives the CPU back to whom it pins, past the dispatcher; all others ask disp(). */
export const switching = {
  SWTCH: [
    { guard: 'pinsSomeone', actions: 'unpin', meta: source('thread.c')('thread_unpin', 'SO-71') },
    { actions: 'startSwtch', meta: disp('swtch') },
  ],
} as const;
