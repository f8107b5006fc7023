import fc from 'fast-check';

/**
 * Seeds of the random tests. In CI the commit gives the seed, so that every commit tries something new and stays
 * reproducible; elsewhere `SCHEDCHECK_SEED` does, or a fixed number.
 */
const commit = process.env.GITHUB_SHA ?? process.env.CI_COMMIT_SHA;
const given = process.env.SCHEDCHECK_SEED ?? (commit === undefined ? undefined : `0x${commit.slice(0, 7)}`);

fc.configureGlobal({ seed: given === undefined ? 20_030_616 : Number(given) | 0 });
