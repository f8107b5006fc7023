import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CannotRun, type Sample, type Timed } from './row.ts';

/**
 * Measures in a process of its own, so that no row profits from what another has warmed up, and memory is its own.
 *
 * @param module URL of the row's module, which calls `measureWhenRun`.
 */
export function inOwnProcess(module: string, topology: string): Timed {
  return () => {
    const child = spawnSync(process.execPath, [fileURLToPath(module), topology], { encoding: 'utf8' });
    const line = child.stdout?.trim().split('\n').at(-1) ?? '';
    if (child.status !== 0 || !line.startsWith('{')) throw new Error(reasonOf(child));
    const answer = JSON.parse(line) as Sample | { cannotRun: string };
    if ('cannotRun' in answer) throw new CannotRun(answer.cannotRun);
    return answer;
  };
}

function reasonOf({ error, stderr, status, signal }: ReturnType<typeof spawnSync>): string {
  const lines = String(stderr ?? '').split('\n');
  const told = lines.find((line) => /Error|error/.test(line)) ?? lines[0];
  return error?.message ?? `ended with ${signal ?? `code ${status}`}: ${told?.trim() || 'no reason given'}`;
}

/** When `module` is the program that was started: measures on the topology named on the command line, prints JSON. */
export function measureWhenRun(module: string, measure: (topology: string) => Sample): void {
  const started = process.argv[1];
  if (started === undefined || realpathSync(started) !== realpathSync(fileURLToPath(module))) return;
  try {
    const sample = measure(process.argv[2] ?? 'S1');
    process.stdout.write(`${JSON.stringify({ ...sample, peakMiB: process.resourceUsage().maxRSS / 1024 })}\n`);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    process.stdout.write(`${JSON.stringify({ cannotRun: error.message })}\n`);
  }
}
