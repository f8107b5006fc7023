/** Branches of charts that no shipped topology ever takes, named as the coverage report names them, and why. */
export const sunos4Unreached: Readonly<Record<string, string>> = {};
