import { stripVTControlCharacters as plain } from 'node:util';
import { expect, test } from 'vitest';
import { lwktCore } from '../../properties/lwkt-core/suite.ts';
import { overview } from './overview.ts';

test('a system in a screen', () => {
  expect(plain(overview(lwktCore))).toMatchInlineSnapshot(`
    "lwkt-core [working]: a small exact abstraction of the DragonFly LWKT dispatcher, with state counts
        that several tools agree on

      charts     cpu (3 states, 57 branches), thread (6 states, 12 branches), device (2 states, 2
                 branches)
      stimuli    cpu splz, idleswitch, handle, finish, ipi, yield, crit_exit, crit_enter, sleep, wakeup,
                 interrupt, tick
      topologies S1, S2, S3, M1, M2, L1, X1, L2
      promised   7: only-interrupts-preempt, preempts-upwards, one-place, victim-waits, sorted,
                 no-lost-reschedule, no-lost-interrupt
      variants   9, mutants and others
      rules      6 rules: 6 checked.

      a chart, as Mermaid          npx schedcheck show lwkt-core --chart NAME (all of them: --charts)
      a rule, property or mutant   npx schedcheck show lwkt-core --rule ID
      what each of these says      npx schedcheck list topologies lwkt-core (likewise stimuli, rules, …)
      is it kept?                  npx schedcheck check lwkt-core"
  `);
});
