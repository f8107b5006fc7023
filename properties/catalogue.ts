import type { Suite } from './suite.ts';

/** All systems that come with schedcheck. Each is loaded when it is asked for, so that a replay starts at once. */
export const CATALOGUE: Readonly<Record<string, () => Promise<Suite>>> = {
  dragonfly: async () => (await import('./dragonfly/suite.ts')).dragonfly,
  'lwkt-core': async () => (await import('./lwkt-core/suite.ts')).lwktCore,
  'sunos5-threads': async () => (await import('./sunos5-threads/suite.ts')).sunos5Threads,
  smp: async () => (await import('./smp/suite.ts')).smp,
  sunos4: async () => (await import('./sunos4/suite.ts')).sunos4,
  svr4: async () => (await import('./svr4/suite.ts')).svr4,
  'sunos5-two-level': async () => (await import('./sunos5-two-level/suite.ts')).sunos5TwoLevel,
  sunos5: async () => (await import('./sunos5/suite.ts')).sunos5,
};

export const systemNames = (): string[] => Object.keys(CATALOGUE);
