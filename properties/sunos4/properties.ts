import { callProperties } from './calls.ts';
import { falsehoods } from './falsehoods.ts';
import { lifecycleProperties } from './lifecycle.ts';
import { schedulingProperties } from './scheduling.ts';
import { sharingProperties } from './sharing.ts';

/** All properties of the system `sunos4`: the promises first, then the beliefs that are false. */
export const sunos4Properties = [
  ...schedulingProperties,
  ...sharingProperties,
  ...lifecycleProperties,
  ...callProperties,
  ...falsehoods,
];
