import { scriptOf } from '../../model/system/script.ts';
import { run } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import { printFile, toFile } from '../checker/counterexample.ts';
import { VERSION } from '../version.ts';
import type { Suspect } from './job.ts';
import type { Trapped } from './pulse.ts';
import { fileName, folderFor } from './save.ts';

/** A step that an earlier engine did not survive, as a counterexample file: the script so far, and the step. */
export function suspectOf({ suite, topology, step, script }: Trapped, save: string | undefined): Suspect {
  if (script === null || save === undefined) return { step, file: null };
  // Without promises: asking one of them may be what does not come to an end.
  const scenario = new Scenario(suite, topology, scriptOf(script), []);
  const before = run(scenario.with({ script: scriptOf(script.slice(0, -1)) }));
  const property = `${suite.system.name}/unfinished`;
  const violation = { property, step: script.length, message: `the step "${step}" does not come to an end` };
  const found = { by: 'schedcheck', version: VERSION, shortest: 'as it was found' };
  const folder = folderFor(save);
  const text = printFile(toFile({ ...before, scenario, violation }, found, undefined, undefined, folder));
  return { step, file: { name: fileName(save, suite.system, property), text } };
}
