import { stripVTControlCharacters as plain } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Desk } from '../desk.ts';
import { LISTS, type ListJob } from '../job.ts';
import { Shared } from '../shared.ts';
import { list } from './list.ts';

async function listed(what: ListJob['what'], system?: string, json = false): Promise<string> {
  const said: string[] = [];
  const desk = new Desk((one) => one.type === 'print' && said.push(plain(one.text)), new Shared(), NEW);
  await list({ command: 'list', what, system, json }, desk);
  return said.join('\n');
}
const NEW = { first: 0, trap: 0, used: [] };

describe('lists', () => {
  test.for(LISTS)('of %s have something on one system, in 100 columns', async (what) => {
    const lines = (await listed(what, 'smp')).split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  test('of variants have mutants apart from what changes nothing', async () => {
    const { variants } = JSON.parse(await listed('variants', 'sunos5', true));
    const notes = (variants as { note: string }[]).map(({ note }) => note);
    expect([...new Set(notes)]).toEqual(['mutant', 'equivalent', 'variant'].filter((note) => notes.includes(note)));
    expect(notes.filter((note) => note === 'mutant').length).toBeGreaterThan(100);
    expect(notes).toContain('equivalent');
  });

  test('name a mutant as the command line takes it', async () => {
    expect(await listed('variants', 'lwkt-core')).toContain(
      'lwkt-core+ge [mutant]\n    breaks lwkt-core/preempts-upwards',
    );
    expect(await listed('variants', 'smp')).toContain('smp/fifo+queues-twice [mutant]\n');
  });

  test('of topologies say how large they are', async () => {
    expect(await listed('topologies', 'lwkt-core')).toContain(
      'M1 [lwkt-core: 2 cpu, 5 thread, 2 device]\n    two CPUs, ',
    );
  });
});
