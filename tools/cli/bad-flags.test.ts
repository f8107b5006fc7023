import { describe, expect, test } from 'vitest';
import { InputError } from '../../model/errors.ts';
import { lwktCore } from '../../properties/lwkt-core/suite.ts';
import { folderWith, schedcheck } from '../testing/command.ts';
import { whole } from './flags.ts';
import type { SearchJob } from './job.ts';
import { topologiesOf } from './targets.ts';

/** Words that can't be meant, and what is said to them: exit 2, one line, nothing on stdout. */
const CASES: readonly (readonly [string, string])[] = [
  ['chekc lwkt-core', "unknown command 'chekc' (Did you mean check?); schedcheck --help tells more"],
  ['check --property lwkt-core/nope', 'lwkt-core has no property "lwkt-core/nope"; there are lwkt-core/only-interr…'],
  [
    'check lwkt-core --property sortedd',
    'lwkt-core has no property "sortedd"; did you mean lwkt-core/sorted? there are …',
  ],
  ['explore lwkt-core --topology S9', 'lwkt-core has no topology "S9"; there are S1, S2, S3, M1, M2, L1, X1, L2'],
  ['check lwkt-core --topology S1 --cpus 2', '--topology says how many CPUs and threads there are; leave out --cpus …'],
  ['explore lwkt-core --topology all,S1', '--topology all means all; leave out the other names'],
  ['check lwkt-core --path 0:1', '--path goes with the --seed that was printed beside it; give both'],
  ['check --path 0:1 --seed 1', '--path goes with one target; name it'],
  ['check lwkt-core --path x --seed 1', "option '--path <path>' argument 'x' is invalid. give the numbers that were …"],
  ['check lwkt-core+ge --path 1:99999 --seed 1', 'lwkt-core+ge: --path 1:99999 leads nowhere; give it with …'],
  [
    'check lwkt-core --depth 4',
    "unknown option '--depth'; explore has it, check has --steps; schedcheck check --help …",
  ],
  ['explore lwkt-core --runs 4', "unknown option '--runs'; check has it, explore has --states; schedcheck explore …"],
  [
    'check lwkt-core --driver fast',
    "option '--driver <who>' argument 'fast' is invalid. Allowed choices are tables, …",
  ],
  ['check lwkt-core lwkt-core', 'lwkt-core is given twice; once is enough'],
  ['check lwkt-core --system other', 'lwkt-core is no variant of other; leave out --system, which says what a file …'],
  ['check lwkt-core --save package.json', '--save package.json: a file is in the way; give a folder'],
  ['explore lwkt-core --cpus 256 --threads 60000', 'topology "256x60000" of lwkt-core: too large, …'],
  [
    'list ruls',
    'there is no list of "ruls"; did you mean rules? there are systems, policies, properties, topologies, …',
  ],
  ['list topologies lwkt', 'no system "lwkt"; did you mean lwkt-core? there are …'],
  ['show lwkt-core --chart cpi', 'lwkt-core has no chart "cpi"; did you mean cpu? there are cpu, thread, device'],
  ['show lwkt-core --charts --rule P1', "option '--charts' cannot be used with option '--rule <id>'; …"],
  ['show lwkt', 'no system "lwkt"; did you mean lwkt-core? there are …'],
  ['show lwkt-core --rule P9', 'lwkt-core has no rule, property or mutant "P9"; there are P1, P2, P3, P4, P5, P6'],
  ['replay', "missing required argument 'file'; schedcheck replay --help tells more"],
  ['replay ./mine.ts', 'no counterexample is given, only code; name a JSON file or a folder'],
  ['replay counterexamples --format ftrace', '--format ftrace shows one script; name one file'],
  ['replay counterexamples --step 2', '--step shows a part of one script; name one file'],
  ['replay counterexamples/nosuch.json', "counterexamples/nosuch.json: can't be read: there is no such file"],
  ['replay tools/cli', 'tools/cli: no counterexample (*.json) in this folder; give another one'],
  [
    'check lwkt-core --runs 0',
    "option '--runs <n>' argument '0' is invalid. give a whole number from 1 to 1000000000.; …",
  ],
];

describe.concurrent('words that can not be meant', () => {
  test.for(CASES)('schedcheck %s', async ([words, line]) => {
    const ran = await schedcheck(words.split(' '));
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.complaints).toHaveLength(1);
    const [start = '', rest] = `schedcheck: ${line}`.split('…');
    if (rest === undefined) expect(ran.complaints[0]).toBe(start);
    else expect(ran.complaints[0]?.slice(0, start.length)).toBe(start);
  });
});

test.for(['0', '-1', '1.5', 'NaN', 'Infinity', '1e3', '0x10', ' 7', '', '99999999999', '9'.repeat(40)])(
  '"%s" is no number of runs',
  (text) => expect(() => whole(1, 1_000_000_000)(text)).toThrow('give a whole number from 1 to 1000000000.'),
);

test('targets that do not exist; the good one beside them is explored all the same', async () => {
  const targets = {
    lwkt: 'no system "lwkt"; did you mean lwkt-core? there are …',
    'lwkt-core+gee':
      'lwkt-core+gee: lwkt-core has no variant "gee"; did you mean ge? there are ge, noresched, dropipend, …',
    constructor: 'no system "constructor"; there are …',
    __proto__x: 'no system "__proto__x"; there are …',
    'counterexamples/a.json': 'no file "counterexamples/a.json"; give a system (schedcheck list) or a file',
    'counterexamples/lost-interrupt.json':
      'counterexamples/lost-interrupt.json is no code; a counterexample is run again with: npx schedcheck replay count…',
    './nosuch.ts': 'no file "./nosuch.ts"; give a system (schedcheck list) or a file',
    './README.md': './README.md is no code; give a .ts, .js, .mts or .mjs file',
    './tools': './tools is no code; give a .ts, .js, .mts or .mjs file',
  };
  const ran = await schedcheck(['explore', ...Object.keys(targets), 'lwkt-core', '--topology', 'S1']);
  expect(ran).toMatchObject({ code: 2, out: '✓ lwkt-core on S1: holds: all 169 states, 425 transitions, depth 11\n' });
  const lines = Object.values(targets).map((line) => `schedcheck: ${line}`);
  expect(
    ran.complaints.map((line, n) => (lines[n]?.endsWith('…') ? `${line.slice(0, lines[n].length - 1)}…` : line)),
  ).toEqual(lines);
});

const TOPOLOGY = {
  name: 'mine',
  entities: {
    cpu: [{ name: 'cpu0' }],
    thread: [{ name: 'a', home: 'cpu0', priority: 3 }],
  },
};
type Threads = Record<string, unknown>[];
const threads = (...thread: Threads) => ({ ...TOPOLOGY, entities: { ...TOPOLOGY.entities, thread } });
const thread = (change: Record<string, unknown>) => threads({ name: 'a', home: 'cpu0', priority: 3, ...change });

/** Topology files, and what is said to them. */
const TOPOLOGIES: readonly (readonly [string, unknown, string])[] = [
  ['a wrong attribute', thread({ colour: 'red' }), 'a: unknown "colour"; known are name, home, priority, role'],
  ['a missing attribute', threads({ name: 'a', home: 'cpu0' }), 'priority of a is missing'],
  ['a missing reference', thread({ home: 'cpu7' }), 'home of a is "cpu7"; give one of the cpus of cpu0'],
  ['a negative priority', thread({ priority: -1 }), 'priority of a is -1; give a whole number from 0 to 31'],
  [
    'two of a name',
    threads(...[0, 1].map(() => ({ name: 'a', home: 'cpu0', priority: 1 }))),
    'two entities are called "a"',
  ],
  ['a name with blanks', thread({ name: 'a b' }), '"a b" is no name; use a letter followed by letters'],
  ['no CPU', { name: 'mine', entities: { cpu: [] } }, 'no CPU; give at least one entity "cpu"'],
  [
    'an unknown kind',
    { name: 'mine', entities: { gpu: [] } },
    'no kind "gpu"; did you mean cpu? there are cpu, thread, device',
  ],
  ['an unknown option', { ...TOPOLOGY, options: { fast: true } }, 'options: unknown "fast"; known are none'],
  [
    'a thousand million threads',
    { name: 'mine', entities: { thread: 1e9 } },
    'entities.thread is number; give an array',
  ],
  [
    'a list for an attribute',
    thread({ priority: [1] }),
    'entities.thread.0.priority: give a number, a text, true or false',
  ],
  [
    'a key of JavaScript',
    JSON.parse('{"name":"x","entities":{"__proto__":[]}}'),
    "entities.__proto__: a key can't be called",
  ],
  ['an idle thread of its own', thread({ role: 'idle' }), 'every CPU has an idle thread already'],
];

describe('topology files with a mistake', () => {
  const folder = folderWith(
    Object.fromEntries(TOPOLOGIES.map(([name, json]) => [`${name}.json`, JSON.stringify(json)])),
  );
  const read = (name: string) =>
    topologiesOf(lwktCore.system, { command: 'explore', topology: [`${folder}/${name}.json`] } as unknown as SearchJob);

  test.for(TOPOLOGIES)('%s', ([name, , line]) => {
    expect(() => read(name)).toThrow(InputError);
    expect(() => read(name)).toThrow(`${folder}/${name}.json: `);
    expect(() => read(name)).toThrow(line);
  });

  test('end to end', async () => {
    const good = folderWith({ 'mine.json': JSON.stringify(TOPOLOGY) });
    const words = (file: string) => ['explore', 'lwkt-core', '--topology', file];
    const [bad, fine] = await Promise.all([
      schedcheck(words('no CPU.json'), { cwd: folder }),
      schedcheck(words('mine.json'), { cwd: good }),
    ]);
    const line = 'no CPU.json: topology "mine" of lwkt-core: no CPU; give at least one entity "cpu"';
    expect(bad).toEqual({ code: 2, out: '', complaints: [`schedcheck: ${line}`] });
    expect(fine).toMatchObject({ code: 0, complaints: [] });
    expect(fine.out).toMatch(/^✓ lwkt-core on mine: holds: all \d+ states/);
  });
});

const cpu = [{ name: 'cpu0' }];
const ALONE = { lwps: [], threads: [{ name: 'main' }] };

test.for([
  [
    'check',
    'sunos5-threads',
    { cpu, lwp: ALONE.lwps, thread: ALONE.threads },
    'nothing can happen on mine: no stimulus',
  ],
  ['explore', 'sunos5-threads', { cpu }, 'nothing can happen on mine: no stimulus is enabled at the start; give more'],
  ['explore', 'sunos5-two-level', { cpu, userLwp: ALONE.lwps, userThread: ALONE.threads }, 'no LWP; give at least one'],
  ['explore', 'sunos5-two-level', { cpu, userLwp: [{ name: 'lwp0' }] }, 'no thread; give at least one entity'],
  [
    'explore',
    'sunos5-two-level',
    { cpu, userLwp: [{ name: 'lwp0' }], userThread: [{ name: 'main', userBound: true }] },
    'the first thread is main, and never bound',
  ],
] as const)('%s of %s with a machine that can do nothing', async ([command, system, entities, line]) => {
  const cwd = folderWith({ 'mine.json': JSON.stringify({ name: 'mine', entities }) });
  const ran = await schedcheck([command, system, '--topology', 'mine.json'], { cwd });
  expect(ran).toMatchObject({ code: 2, out: '', complaints: [expect.stringContaining(line)] });
});
