import { SYS_PRI } from '../priorities.ts';

/** The system class: a fixed priority and no quantum. What a tick, a preemption or a wakeup does stands in the chart. */

export const priority = SYS_PRI;
