/** Seed of the property tests when nothing else says one. */
export const FIXED_SEED = 20_260_101;

/** Where continuous integration keeps the hash of the commit under test. */
const COMMIT_VARIABLES = ['GITHUB_SHA', 'CI_COMMIT_SHA', 'BUILD_SOURCEVERSION', 'CIRCLE_SHA1', 'GIT_COMMIT'] as const;

/**
 * The seed of all fast-check properties of a test run.
 *
 * `SCHEDCHECK_SEED` wins. In continuous integration the commit hash is the seed, so that every commit tries something
 * new and can still be repeated. Elsewhere the seed never changes.
 *
 * @param environment the environment variables.
 * @returns a signed 32-bit number, which is what fast-check takes.
 * @throws Error when SCHEDCHECK_SEED is no whole number.
 */
export function seedFrom(environment: Readonly<Record<string, string | undefined>>): number {
  const given = environment.SCHEDCHECK_SEED;
  if (given !== undefined && given !== '') {
    if (!/^-?\d+$/.test(given)) throw new Error(`SCHEDCHECK_SEED is "${given}"; give a whole number`);
    return Number(given) | 0;
  }
  for (const variable of COMMIT_VARIABLES) {
    const hash = environment[variable] ?? '';
    if (/^[0-9a-f]{8,}$/i.test(hash)) return Number.parseInt(hash.slice(0, 8), 16) | 0;
  }
  return FIXED_SEED;
}
