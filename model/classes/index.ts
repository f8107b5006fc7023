import { type ClassTable, classTable, tableOf } from '../policy/class/define.ts';
import { fixedPriority } from './fixed-priority.ts';
import { realTime } from './real-time.ts';
import { system } from './system.ts';
import { timeSharing } from './time-sharing.ts';

/** The scheduling classes that come with schedcheck, each an example to copy. */
export const CLASSES = [timeSharing, realTime, system, fixedPriority] as const;

/** All three classes of the kernel at once. */
export const allClasses = classTable(
  'classes',
  'time-sharing, real-time and system class together: what sunos5 does by itself, decided by classes of the kit',
  timeSharing,
  realTime,
  system,
);

/** What `sunos5/NAME` can be. */
export const CLASS_TABLES: readonly ClassTable[] = [allClasses, ...CLASSES.map((one) => tableOf(one))];
