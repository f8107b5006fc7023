import fc from 'fast-check';
import { seedFrom } from './seed.ts';

// Runs before each test file: properties of one run share one seed, which fast-check prints with every failure.
fc.configureGlobal({ seed: seedFrom(process.env) });
