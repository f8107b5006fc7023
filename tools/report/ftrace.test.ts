import { readFileSync } from 'node:fs';
import { test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import { scenarios } from '../../properties/arbitrary.ts';
import { lwktCore } from '../../properties/lwkt-core/suite.ts';
import { type Outcome, run } from '../../properties/run.ts';
import { parseFile, toScenario } from '../checker/counterexample.ts';
import { ftrace } from './ftrace.ts';
import { Tasks } from './tasks.ts';

const linesOf = (outcome: Outcome): string[] => {
  const lines: string[] = [];
  ftrace(outcome, (line) => lines.push(line));
  return lines;
};

const galleryFile = (name: string): Outcome => {
  const text = readFileSync(new URL(`../../counterexamples/${name}.json`, import.meta.url), 'utf8');
  return run(toScenario(parseFile(text, name), lwktCore, name));
};

test('a counterexample of the gallery', () => {
  expect(linesOf(galleryFile('equal-priority-preempts')).join('\n')).toMatchInlineSnapshot(`
    "# tracer: nop
    #
    # entries-in-buffer/entries-written: 7/7   #P:1
    #
    #                                _-----=> irqs-off/BH-disabled
    #                               / _----=> need-resched
    #                              | / _---=> hardirq/softirq
    #                              || / _--=> preempt-depth
    #                              ||| / _-=> migrate-disable
    #                              |||| /     delay
    #           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
    #              | |         |   |||||     |         |
              <idle>-0       [000] .....     0.000010: tracing_mark_write: I|0|step 1: cpu0 interrupt nic2
              <idle>-0       [000] .....     0.000011: tracing_mark_write: I|0|irq_raise: nic2 interrupts [0 0 0]
              <idle>-0       [000] .....     0.000012: sched_wakeup: comm=ithread2 pid=23426 prio=127 target_cpu=000
              <idle>-0       [000] .N...     0.000013: tracing_mark_write: I|0|sched_need_resched: reschedule wanted [1 0 0]
              <idle>-0       [000] .N...     0.000014: tracing_mark_write: I|0|sched_preempt: ithread2 preempts idle-cpu0 [0 1 0]
              <idle>-0       [000] .N...     0.000015: sched_switch: prev_comm=swapper/0 prev_pid=0 prev_prio=127 prev_state=R ==> next_comm=ithread2 next_pid=23426 next_prio=127
            ithread2-23426   [000] .N...     0.000016: tracing_mark_write: I|23426|lwkt-core/preempts-upwards is broken: ithread2: it has priority 12 and preempted idle-cpu0 with priority 12"
  `);
});

/**
 * How Perfetto and catapult know the format: "# tracer" in the first bytes; then lines of comm-pid, CPU, at most five
 * flags, seconds, and the event, by which Perfetto reads them (its `systrace_line_tokenizer`).
 */
const VIEWERS = /^.{16,}-\d+ +\[\d{3,}\] [a-zA-Z0-9.]{0,5} +\d+\.\d{6}: \S+: .+$/;

test('the header is what viewers know the format by, and no other line is a comment', () => {
  const lines = linesOf(galleryFile('lost-interrupt'));
  expect(lines[0]).toBe('# tracer: nop');
  const header = lines.findIndex((line) => !line.startsWith('#'));
  expect(lines[header - 2]).toMatch(/^# +TASK-PID +CPU# +\|{5} +TIMESTAMP +FUNCTION$/);
  expect(lines[2]).toBe(
    `# entries-in-buffer/entries-written: ${lines.length - header}/${lines.length - header}   #P:1`,
  );
  for (const line of lines.slice(header)) expect(line).toMatch(VIEWERS);
});

/** `%16s-%-7d [%03d] FFFFF %5lu.%06lu: event: payload` */
const RECORD = /^( *\S+)-(\d+ *) \[(\d{3,})\] (\.[.N][.h][.1-9a-f]\.) +(\d+)\.(\d{6}): ([a-z_]+): (.+)$/;

/** What each tracepoint prints behind its name. */
const PAYLOADS: Readonly<Record<string, RegExp>> = {
  sched_switch:
    /^prev_comm=\S+ prev_pid=\d+ prev_prio=\d+ prev_state=(R|R\+|S|X) ==> next_comm=\S+ next_pid=\d+ next_prio=\d+$/,
  sched_waking: /^comm=\S+ pid=\d+ prio=\d+ target_cpu=\d{3}$/,
  sched_wakeup: /^comm=\S+ pid=\d+ prio=\d+ target_cpu=\d{3}$/,
  irq_handler_entry: /^irq=\d+ name=\S+$/,
  ipi_raise: /^target_mask=[0-9a-f,]+ \(payload \d+\)$/,
  ipi_entry: /^\(.+\)$/,
  tracing_mark_write: /^I\|\d+\|[^|]+$/,
};

interface Line {
  readonly pid: string;
  readonly cpu: string;
  readonly microseconds: number;
  readonly event: string;
  readonly payload: string;
}

function parsed(line: string): Line {
  const [, name, pid, cpu, , seconds, micro, event, payload] = RECORD.exec(line) ?? [];
  expect(payload, line).toBeDefined();
  expect(name?.length, line).toBeGreaterThanOrEqual(16);
  expect(pid?.length, line).toBe(7);
  expect(payload, line).toMatch(PAYLOADS[event as string] as RegExp);
  const microseconds = Number(seconds) * 1e6 + Number(micro);
  return { pid: (pid as string).trim(), cpu, microseconds, event, payload } as Line;
}

const records = (outcome: Outcome) =>
  linesOf(outcome)
    .filter((line) => !line.startsWith('#'))
    .map(parsed);

describe('whatever happens', () => {
  propertyTest.prop([scenarios(lwktCore, { steps: 60 })], { numRuns: 100 })(
    'every line has its columns',
    (scenario) => {
      const lines = linesOf(run(scenario));
      const count = lines.filter((line) => !line.startsWith('#')).map(parsed).length;
      expect(lines[2]).toContain(`entries-written: ${count}/${count} `);
    },
  );

  propertyTest.prop([scenarios(lwktCore, { steps: 60 })], { numRuns: 100 })('time goes forward', (scenario) => {
    const times = records(run(scenario)).map((record) => record.microseconds);
    for (let n = 1; n < times.length; n++) expect(times[n]).toBeGreaterThan(times[n - 1] as number);
  });

  propertyTest.prop([scenarios(lwktCore, { steps: 60 })], { numRuns: 100 })(
    'a CPU switches away from what it switched to, and records name who runs',
    (scenario) => {
      const current = new Map<string, string>();
      for (const { pid, cpu, event, payload } of records(run(scenario))) {
        expect(pid).toBe(current.get(cpu) ?? pid);
        current.set(cpu, pid);
        if (event === 'tracing_mark_write') expect(payload.split('|')[1]).toBe(pid);
        if (event !== 'sched_switch') continue;
        expect(/prev_pid=(\d+)/.exec(payload)?.[1]).toBe(pid);
        current.set(cpu, /next_pid=(\d+)/.exec(payload)?.[1] as string);
      }
    },
  );
});

test('smaller numbers are more urgent, as in Linux', () => {
  const m = machineFor(lwktCore.system, lwktCore.system.topologies[0] as never);
  const tasks = new Tasks(m);
  const threads = Array.from({ length: m.resolved.counts.thread ?? 0 }, (_, thread) => thread);
  const model = m.resolved.attributes.priority as Int32Array;
  for (const a of threads) {
    for (const b of threads) expect(tasks.prio(a) < tasks.prio(b)).toBe((model[a] as number) > (model[b] as number));
  }
});

test('a thread has one pid in all topologies, and no two have the same', () => {
  const known = new Map<string, number>();
  for (const topology of [...lwktCore.system.topologies, lwktCore.system.scale?.(4, 100)]) {
    const m = machineFor(lwktCore.system, topology as never);
    const tasks = new Tasks(m);
    const pids = (m.resolved.names.thread ?? []).map((name, thread) => {
      const pid = tasks.pid(thread);
      expect(pid, name).toBe(tasks.isIdle(thread) ? 0 : (known.get(name) ?? pid));
      known.set(name, pid);
      return pid;
    });
    const busy = pids.filter((pid) => pid !== 0);
    expect(new Set(busy).size).toBe(busy.length);
  }
});
