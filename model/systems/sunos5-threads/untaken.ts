/** Branches that no shipped topology ever takes, each with the reason. */
export const threadsUntaken: Readonly<Record<string, string>> = {};
