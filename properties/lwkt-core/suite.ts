import { lwktCore as system } from '../../model/systems/lwkt-core/system.ts';
import { lwktCoreVariants as variants } from '../../model/systems/lwkt-core/variants.ts';
import type { Suite } from '../suite.ts';
import { lwktCoreProperties as properties } from './properties.ts';
import { lwktCoreRules as rules } from './rules.ts';

/** Branches that the reference text has and that can't be reached in any topology. */
const untaken = {
  'cpu OFFER 3': 'in a critical section an interrupt is recorded, and its thread is not offered',
  'cpu OFFER 4': 'a thread that preempts and is not current was preempted by a more urgent one',
  'cpu idle.SPLZ': 'the idle thread has no critical section, so nothing is ever pending while it runs',
  'cpu kernelThread.TICK 7': 'whenever another thread is the head, a reschedule is wanted already (P5)',
};

/** The small exact LWKT model with P1–P6. */
export const lwktCore: Suite = { system, properties, variants, rules, untaken };
