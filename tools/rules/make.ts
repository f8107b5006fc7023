import { CATALOGUE } from '../../properties/catalogue.ts';
import { rulesOf } from './collect.ts';
import { rulesPage, type SystemRules } from './print.ts';

/** The text of `docs/rules.md`, from all systems of the catalogue. */
export async function makeRules(): Promise<string> {
  const systems: SystemRules[] = [];
  for (const load of Object.values(CATALOGUE)) {
    const suite = await load();
    systems.push({ system: suite.system, rows: rulesOf(suite) });
  }
  return rulesPage(systems);
}
