/** Branches that no shipped topology ever takes, each with the reason. */
export const threadsUntaken: Readonly<Record<string, string>> = {
  'lwp onproc.DELIVER 3':
    'with the aslwp, a signal goes to an LWP whose thread accepts it, and is taken before that LWP can change threads',
};
