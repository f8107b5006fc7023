import type { ChartTable, Leaf } from '../../model/chart/tabulate.ts';

/** A chart as a Mermaid state diagram, drawn from its table: one arrow per pair of states, labelled with the events. */
export function mermaid(table: ChartTable): string {
  const name = (state: number) => (table.states[state] ?? '').replace(/\W/g, '_');
  const labels = table.states.map((state, number) => `  ${name(number)} : ${state}`);
  const arrows = new Map<string, string[]>();
  for (const leaf of table.leaves) {
    const arrow = `  ${name(leaf.state)} --> ${name(leaf.target)}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), label(leaf)]);
  }
  const lines = [...arrows].map(([arrow, events]) => `${arrow} : ${[...new Set(events)].join('<br/>')}`);
  return ['```mermaid', 'stateDiagram-v2', ...labels, `  [*] --> ${name(0)}`, ...lines, '```'].join('\n');
}

function label({ event, because, actions }: Leaf): string {
  const guards = because.length === 0 ? '' : ` [${because.map((guard) => guard.replace('!', 'not ')).join(', ')}]`;
  const effects = actions.length === 0 ? '' : ` / ${actions.join(', ')}`;
  return `${event}${guards}${effects}`;
}
