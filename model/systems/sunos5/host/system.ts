import type { System } from '../../../system/system.ts';
import { sunos5 } from '../system.ts';
import { hostedEffects, isOutranked } from './hooks.ts';
import { type Hosted, hostedShape } from './shape.ts';

/**
 * `sunos5` with scheduling classes that are, some or all of them, classes of the policy kit. Only the class operations
 * are replaced; see `machines/sunos5/cpu/hosted.ts`. Still without anybody who decides: see `sunos5Host`.
 */
export const hostedSunos5 = {
  ...sunos5,
  title: 'SunOS 5, with scheduling classes of the policy kit',
  shape: hostedShape,
  guards: {
    ...sunos5.guards,
    cpu: {
      ...sunos5.guards.cpu,
      classIsHosted: (m: Hosted, _cpu: number, thread: number) => m.classes.has(thread),
      outrankedNow: (m: Hosted, _cpu: number, thread: number) => isOutranked(m, thread),
    },
  },
  effects: {
    ...sunos5.effects,
    cpu: { ...sunos5.effects.cpu, ...hostedEffects },
    path: {
      ...sunos5.effects.path,
      trapReturn: (m: Hosted, cpu: number) => m.cpu.CL_USER_RETURN(cpu, m.current.get(cpu)),
    },
  },
} as unknown as System<typeof hostedShape>;
