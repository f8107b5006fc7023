import { readdirSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters as plain } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Desk } from '../desk.ts';
import type { Message, ReplayJob } from '../job.ts';
import { Shared } from '../shared.ts';
import { replay } from './replay.ts';

/** What `schedcheck replay` prints, without a process of its own. */
async function printed(file: string, format: ReplayJob['format']): Promise<string[]> {
  const said: string[] = [];
  const hear = (message: Message) => {
    if (message.type === 'print') said.push(plain(message.text));
    expect(message.type, JSON.stringify(message)).not.toBe('complain');
  };
  const desk = new Desk(hear, new Shared(), { first: 0, trap: 0, used: [] });
  const job = { command: 'replay', files: [file], code: [], asksForCode: false, format, driver: 'tables' } as const;
  await replay({ ...job, project: null, patience: 10 }, desk);
  return said.join('\n').split('\n');
}

const files = readdirSync('counterexamples').filter((file) => file.endsWith('.json'));
const systemOf = (file: string) => JSON.parse(readFileSync(`counterexamples/${file}`, 'utf8')).system as string;

describe.for([...new Set(files.map(systemOf))])('the gallery of %s', (system) => {
  const own = files.filter((file) => systemOf(file) === system).map((file) => `counterexamples/${file}`);

  test('fits into 100 columns, as text and as lanes', async () => {
    for (const file of own) {
      for (const format of ['text', 'lanes'] as const) {
        for (const line of await printed(file, format)) expect(line.length, line).toBeLessThanOrEqual(100);
      }
    }
  });

  test('gives a reason for each step', async () => {
    for (const file of own) {
      const lines = await printed(file, 'text');
      const head = lines.findIndex((line) => line.includes('what happens'));
      const steps = lines.slice(head + 2).filter((line) => /^ *\d+ {2}/.test(line));
      const because = lines[head]?.indexOf('because') ?? -1;
      for (const step of steps) if (because > 0) expect(step.slice(because), `${file}: ${step}`).not.toBe('');
    }
  });
});
