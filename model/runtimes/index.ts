import type { AnyRuntime } from '../policy/runtime/define.ts';
import { handOffRuntime } from './hand-off.ts';
import { solaris } from './solaris.ts';
import { workStealingRuntime } from './work-stealing.ts';

/** The runtimes that come with schedcheck, each an example to copy. The first is the default. */
export const RUNTIMES: readonly AnyRuntime[] = [solaris, workStealingRuntime, handOffRuntime];
