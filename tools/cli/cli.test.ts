import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { folderWith, schedcheck } from '../testing/command.ts';
import { VERSION } from '../version.ts';

/** The document that `--json` prints. */
const documentSchema = z.strictObject({
  results: z.array(
    z.strictObject({
      target: z.string(),
      system: z.string(),
      policy: z.string().nullable(),
      topology: z.string(),
      verdict: z.enum(['holds', 'holds-bounded', 'no-violation', 'violated', 'incomplete', 'error']),
      properties: z.array(
        z.strictObject({
          id: z.string(),
          verdict: z.enum(['holds', 'holds-bounded', 'no-violation', 'violated', 'vacuous', 'incomplete']),
          witnesses: z.int(),
          checked: z.boolean(),
        }),
      ),
      states: z.int().optional(),
      transitions: z.int().optional(),
      depth: z.int().optional(),
      runs: z.int().optional(),
      steps: z.int().optional(),
      seed: z.int().optional(),
      coverage: z.object({ taken: z.int(), branches: z.int(), never: z.array(z.string()) }).optional(),
      counterexample: z.string().optional(),
      refuted: z.boolean(),
      unpromised: z.literal(true).optional(),
      unjudged: z.array(z.string()).optional(),
      message: z.string().optional(),
      seconds: z.number(),
    }),
  ),
});

const save = () => ['--save', folderWith({})];
const quick = ['--runs', '60', '--seed', '1'];

describe.concurrent('the command line', () => {
  test('tells its version, and what its commands do', async () => {
    const [version, help] = await Promise.all([schedcheck(['--version']), schedcheck(['check', '--help'])]);
    expect(version).toEqual({ code: 0, out: `${VERSION}\n`, complaints: [] });
    expect(help).toMatchObject({ code: 0, complaints: [] });
    for (const flag of ['--property', '--topology', '--runs', '--seed', '--path', '--driver', '--save', '--json']) {
      expect(help.out).toContain(flag);
    }
  });

  test('ends with 0 when every promise holds, silently', async () => {
    const ran = await schedcheck(['explore', 'lwkt-core', '--topology', 'S1,M1', '--json']);
    expect(ran).toMatchObject({ code: 0, complaints: [] });
    const { results } = documentSchema.parse(JSON.parse(ran.out));
    expect(results).toMatchObject([
      { topology: 'S1', verdict: 'holds', states: 169, transitions: 425 },
      { topology: 'M1', verdict: 'holds', states: 1909, transitions: 8540 },
    ]);
  });

  test('ends with 1 when one is broken; the file replays with both drivers', async () => {
    const folder = folderWith({});
    const ran = await schedcheck(['check', 'lwkt-core+ge', ...quick, '--driver', 'xstate', '--save', folder]);
    expect(ran).toMatchObject({ code: 1, complaints: [] });
    const next = /next: npx schedcheck replay (.*)\n$/.exec(ran.out)?.[1] as string;
    expect(next).toBe(`${folder}/lwkt-core+ge-preempts-upwards.json`);
    const { seed, path } = JSON.parse(readFileSync(next, 'utf8')).found;
    const again = await Promise.all([
      schedcheck(['replay', next]),
      schedcheck(['replay', next, '--driver', 'xstate', '--format', 'json']),
      schedcheck(['check', 'lwkt-core+ge', '--json', '--seed', `${seed}`, '--path', path, '--save', folder]),
    ]);
    expect(again.map(({ code }) => code)).toEqual([0, 0, 1]);
    expect(again[0]?.out).toContain('✓ reproduced: lwkt-core/preempts-upwards is broken after step 1');
    expect(JSON.parse(again[1]?.out ?? '').results).toMatchObject([{ reproduced: true, modelChanged: false }]);
    const [result] = documentSchema.parse(JSON.parse(again[2]?.out ?? '')).results;
    expect(result).toMatchObject({ verdict: 'violated', counterexample: `${next}` });
  });

  test('ends with 1 when a file does not reproduce, and says what to type', async () => {
    const text = readFileSync('counterexamples/lost-interrupt.json', 'utf8').replace('"step": 3', '"step": 2');
    const ran = await schedcheck(['replay', 'x.json'], { cwd: folderWith({ 'x.json': text }) });
    expect(ran).toMatchObject({ code: 1, complaints: [] });
    expect(ran.out).toContain('✗ not reproduced');
    expect(ran.out).toContain('next: npx schedcheck check lwkt-core+dropipend --property lwkt-core/no-lost-interrupt');
  });

  test('ends with 3 when it was stopped early without a verdict', async () => {
    const ran = await schedcheck(['explore', 'lwkt-core', '--topology', 'L1', '--memory', '4', '--json']);
    expect(ran).toMatchObject({ code: 3, complaints: [] });
    const [result] = documentSchema.parse(JSON.parse(ran.out)).results;
    expect(result?.message).toMatch(/^no verdict: stopped by 4\.0 MiB of memory after .* states/);
  });

  test('the strongest of several ends counts: bad input, broken, stopped', async () => {
    const bad = ['explore', 'lwkt-core+ge', 'nosuch', 'lwkt-core', '--topology', 'S3', '--json', ...save()];
    const broken = ['explore', 'lwkt-core+noresched', 'lwkt-core', '--topology', 'L1', '--memory', '4', ...save()];
    const [two, one] = await Promise.all([schedcheck(bad), schedcheck(broken)]);
    expect(two.code).toBe(2);
    expect(two.complaints).toEqual([expect.stringMatching(/^schedcheck: no system "nosuch"; there are /)]);
    const { results } = documentSchema.parse(JSON.parse(two.out));
    expect(results.map(({ verdict }) => verdict)).toEqual(['violated', 'error', 'holds']);
    expect(one).toMatchObject({ code: 1, complaints: [] });
  });

  test('Ctrl-C keeps what was found, says what was covered, and ends with 3', async () => {
    const words = ['explore', 'lwkt-core', 'lwkt-core+noreturn', '--topology', 'S1,L2'];
    const ran = await schedcheck(words, { interruptAt: 'on S1: holds' });
    expect(ran).toMatchObject({ code: 3, complaints: [] });
    expect(ran.out).toMatch(/on L2: no verdict: stopped by a request to stop after [\d,]+ states?/);
    expect(ran.out).toContain('not begun: lwkt-core+noreturn');
  });

  test('Ctrl-C ends a random search, too', async () => {
    const words = ['check', 'lwkt-core+ge', 'lwkt-core', '--runs', '500000000', '--seed', '1', ...save()];
    const ran = await schedcheck(words, { interruptAt: 'preempts-upwards.json' });
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/lwkt-core on .*: stopped without a violation after [\d,]+ runs|not begun: lwkt-core/);
  });

  test('lists and shows', async () => {
    const [systems, properties, shown, chart, charts, rule] = await Promise.all([
      schedcheck(['list']),
      schedcheck(['list', 'properties', '--json']),
      schedcheck(['show', 'lwkt-core']),
      schedcheck(['show', 'lwkt-core', '--chart', 'thread']),
      schedcheck(['show', 'lwkt-core', '--charts']),
      schedcheck(['show', 'lwkt-core', '--rule', 'P6']),
    ]);
    for (const ran of [systems, properties, shown, chart, charts, rule])
      expect(ran).toMatchObject({ code: 0, complaints: [] });
    expect(systems.out).toContain('next: npx schedcheck');
    expect(JSON.parse(properties.out).properties.length).toBeGreaterThan(6);
    expect(shown.out).toContain('topologies S1, S2, S3, M1, M2, L1, X1, L2\n');
    expect([shown, chart, charts].map(({ out }) => out.split('stateDiagram-v2').length - 1)).toEqual([0, 1, 3]);
    expect(rule.out).toContain('next: npx schedcheck replay counterexamples/lost-interrupt.json');
  });
});
