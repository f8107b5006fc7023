import type { Worlds } from '../../tools/testing/worlds.ts';

/** What the small worlds of `svr4` come to; all searches are complete, all scripts the shortest there are. */
export const svr4Worlds: Worlds = {
  complete: [
    ['tiny', 1610, 4557],
    ['pool', 53780, 201826],
    ['bound', 34235, 139374],
    ['finite', 1342, 4380],
    ['classes', 2080, 14118],
    ['process-wide', 55792, 386808],
  ],
  killed: {
    'lwp-in-one-place': ['tiny', 0],
    'most-urgent-runs': ['classes', 1],
    'fixed-priority-before-system': ['classes', 2],
    'fixed-class-does-not-degrade': ['classes', 2],
    'time-sharing-degrades': ['classes', 1],
    'equals-take-turns': ['classes', 2],
    'process-call-reaches-each-lwp': ['process-wide', 2],
    'daemons-keep-their-class': ['classes', 1],
    'preempts-upwards': ['pool', 1],
    'one-lwp-per-thread': ['tiny', 0],
    'bound-for-life': ['bound', 2],
    'bound-lwp-dies-with-its-thread': ['bound', 3],
    'call-keeps-the-thread': ['tiny', 1],
    'most-important-thread-first': ['tiny', 2],
    'yields-to-equals-only': ['tiny', 3],
    'library-switch-is-free': ['tiny', 2],
    'lwps-cost-a-call': ['tiny', 1],
    'all-blocked-is-signalled': ['tiny', 2],
    'grows-for-ready-threads-only': ['tiny', 2],
    'no-idle-lwp-beside-a-ready-thread': ['bound', 5],
    'aging-has-a-limit': ['pool', 3],
    'bound-threads-do-not-count': ['bound', 1],
  },
  refuted: {
    'library-priority-gets-the-cpu': ['tiny', 5],
    'pool-as-requested': ['pool', 1],
    'waiting-never-starves': ['finite', 2],
    'bound-thread-runs-at-once': ['bound', 1],
    'new-lwp-runs-the-new-thread': ['process-wide', 3],
  },
};
