import type { ChartTable, Leaf } from '../../model/chart/tabulate.ts';
import { CLASS_HOOKS } from '../../model/policy/class/define.ts';
import { HOOKS } from '../../model/policy/define.ts';
import { compile } from '../../model/system/compile.ts';
import type { AnySystem } from '../../model/system/system.ts';
import { dragonflyHost } from '../../model/systems/dragonfly/host/host.ts';
import { smpHost } from '../../model/systems/smp/host.ts';
import { sunos5Host } from '../../model/systems/sunos5/host/host.ts';
import { type Asking, type AskingSystem, askingBranches, hooksIn } from './order.ts';

/** The systems that ask a policy, and the one that asks scheduling classes. */
export const HOSTS: readonly AskingSystem[] = [
  { system: smpHost.system, hooks: HOOKS },
  { system: dragonflyHost.system, hooks: HOOKS },
  { system: sunos5Host.system, hooks: CLASS_HOOKS },
];

/** The text of `docs/hooks.md`: which event asks which hooks, read from the charts of the hosts. */
export function hooksPage(hosts: readonly AskingSystem[]): string {
  return `${[INTRODUCTION, ...hosts.map(hostSection)].join('\n\n')}\n`;
}

const INTRODUCTION = `# When each hook is called

Read from the charts of the hosts by \`npm run hooks\`; a test fails when this page is stale, and another one records the
calls in random walks and holds them to these lines. What each hook gets, answers and does when it is left out stands in
[define.ts](../model/policy/define.ts), for scheduling classes of \`sunos5\` in [class/define.ts](../model/policy/class/define.ts);
the [tutorial](tutorial.md) uses them.
Runtimes for user threads have hooks of their own, listed in [sunos5-threads](systems/sunos5-threads.md#in-which-order).

\`?\` marks what may be left out, \`*\` what may come any number of times. \`preempts\` is asked only if the CPU runs a thread
and the topology is preemptive, \`running\` follows only if \`pickNext\` gave a thread. \`init\` comes once, before everything.`;

function hostSection(host: AskingSystem): string {
  const { system, hooks } = host;
  const asking = askingBranches(host);
  const { tables } = compile(system);
  const asksHooks = ({ kernel }: Leaf) => kernel !== undefined && hooksIn(kernel, hooks).length > 0;
  const moves = (leaf: Leaf) => asksHooks(leaf) && leaf.state !== leaf.target;
  const charts = Object.entries(tables).filter(([, table]) => table.leaves.filter(moves).length > 2);
  const drawn = charts.map(([kind, table]) => `### A ${kind}\n\n${diagram(table, asksHooks)}`);
  return [
    `## ${system.name}: ${system.title}`,
    eventTable(system, asking),
    `### By hook\n\n${hookTable(asking, hooks)}`,
    ...drawn,
  ].join('\n\n');
}

/** One line per branch, in the order of the charts. */
function eventTable(system: AnySystem, asking: readonly Asking[]): string {
  const stimuli = Object.values(system.stimuli as Record<string, { to: string; event: string; says: string }>);
  const rows = asking.map(({ branch, order }) => {
    const stimulus = stimuli.find(({ to, event }) => to === branch.chart && event === branch.event);
    const path = branch.chart.startsWith('path ') ? 'a step of the path' : 'sent by effects';
    const what = stimulus === undefined ? path : `a ${branch.chart} ${stimulus.says}`;
    const place = [branch.chart, branch.state, branch.event].filter((word) => word !== '').join(' ');
    return `| \`${place}\` | ${what} | ${[...new Set(branch.guards)].join(', ')} | ${code(order)} |`;
  });
  return ['| Branch of the chart | Happens when | Guards asked | Hooks |', '|---|---|---|---|', ...rows].join('\n');
}

/** Hooks that no branch asks. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  init: 'the initial state',
  start: 'the initial state; a thread is made',
};

function hookTable(asking: readonly Asking[], hooks: readonly string[]): string {
  const rows = hooks.map((hook) => {
    const events = asking.filter(({ order }) => hooksIn(order, hooks).includes(hook));
    const names = [...new Set(events.map(({ branch }) => `\`${branch.chart} ${branch.event}\``))];
    return `| \`${hook}\` | ${names.join(', ') || (ELSEWHERE[hook] ?? 'never')} |`;
  });
  return ['| Hook | Events |', '|---|---|', ...rows].join('\n');
}

const code = (order: string) => `\`${order}\``;

/** The chart as a Mermaid diagram: only what asks hooks, each arrow with its event and the hooks. */
function diagram(table: ChartTable, asksHooks: (leaf: Leaf) => boolean): string {
  const name = (state: number) => (table.states[state] ?? '').replace(/\W/g, '_');
  const arrows = table.leaves.filter(asksHooks).map(({ state, target, event, kernel }) => {
    return `  ${name(state)} --> ${name(target)} : ${event}<br/>${kernel}`;
  });
  return ['```mermaid', 'stateDiagram-v2', ...new Set(arrows), '```'].join('\n');
}
