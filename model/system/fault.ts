/**
 * Why a step could not be finished as the kernel would have finished it.
 *
 * - `protocol`: an entity got an event that its chart does not accept;
 * - `runaway`: effects kept sending events to each other;
 * - `structure`: a thread would have been lost or doubled;
 * - `assertion`: the modelled kernel itself asserts that this can't happen;
 * - `bound`: a declared range or capacity was reached. Not a mistake of the kernel: the branch ends there.
 * - `thrown`: a guard or effect threw;
 * - `policy`: a hook of the policy threw, or returned what it may not.
 */
export interface Fault {
  readonly kind: 'protocol' | 'runaway' | 'structure' | 'assertion' | 'bound' | 'thrown' | 'policy';
  /** Event and state, queue, rule, field, or message. */
  readonly what: string;
  readonly entity: string;
}

/** One sentence. */
export function tellFault(fault: Fault): string {
  switch (fault.kind) {
    case 'protocol':
      return `${fault.entity} got ${fault.what}, which its chart does not accept`;
    case 'runaway':
      return `effects keep sending events to each other, over and over: ${fault.what}`;
    case 'structure':
      return `${fault.entity} is ${fault.what}`;
    case 'assertion':
      return `${fault.entity}: the kernel asserts ${fault.what}, and it does not hold`;
    case 'bound':
      return `bound reached: ${fault.what} of ${fault.entity}`;
    case 'thrown':
      return `${fault.entity} threw: ${fault.what}`;
    case 'policy':
      return `${fault.entity}: ${fault.what}`;
  }
}
