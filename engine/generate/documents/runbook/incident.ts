/** What a scenario does, in words. */
import type { Scenario } from '../../../plan/model.ts';
import { spanSeconds } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import type { Source } from '../source.ts';
import { list, span } from '../words.ts';

/** `lost`: hardware is gone. `corrupted`: the servers run, what they hold is wrong. `compromised`: an intruder had the credentials. */
export type Sort = 'lost' | 'corrupted' | 'compromised';

/** The gravest thing that the scenario does decides how its restore points may be trusted. */
export function sortOf(scenario: Scenario): Sort {
  if (scenario.compromise.length > 0) return 'compromised';
  return scenario.corrupt.length > 0 ? 'corrupted' : 'lost';
}

/** A clause without its full stop: `berlin (datacenter, eu-central) is lost`. */
export function whatHappened(source: Source, scenario: Scenario): string {
  const clauses: string[] = [];
  if (scenario.lose.length > 0) clauses.push(`${list(scenario.lose.map((name) => described(source, name)))} ${are(scenario.lose)} lost`);
  const deployed = new Set(source.plan.systems.filter(({ redeploy }) => redeploy !== undefined).map(({ name }) => name));
  const holding = scenario.corrupt.filter((name) => !deployed.has(name));
  const broken = scenario.corrupt.filter((name) => deployed.has(name));
  if (holding.length > 0) clauses.push(`the data of ${list(holding.map(plain))} ${are(holding)} wrong or deleted`);
  if (broken.length > 0) clauses.push(`${list(broken.map(plain))} ${are(broken)} broken`);
  if (scenario.compromise.length > 0) {
    const accounts = list(scenario.compromise.map((account) => code(account)));
    clauses.push(`an intruder has the credentials of ${accounts}`);
  }
  return list(clauses);
}

/** What is declared: a scenario by its name; one system alone has none that anybody would say. */
export function scenarioWords({ name, statement, corrupt }: Scenario): string {
  return statement === undefined && corrupt.length > 0 ? `the restore of ${list(corrupt)}` : name;
}

/** When it is noticed; undefined where it is noticed at once. */
export function foundLate(scenario: Scenario): string | undefined {
  const after = scenario.detectedAfter.value;
  return spanSeconds(after) === 0 ? undefined : span(after);
}

/** A name with what it is: `berlin (datacenter, eu-central)`, `nas (storage at berlin)`. */
export function described({ plan }: Source, name: string): string {
  const site = plan.sites.find((candidate) => candidate.name === name);
  if (site !== undefined) {
    const facts = [site.kind, site.provider, site.region].filter((fact) => fact !== undefined);
    return facts.length === 0 ? plain(name) : `${plain(name)} (${facts.map(plain).join(', ')})`;
  }
  const storage = plan.storages.find((candidate) => candidate.name === name);
  if (storage !== undefined) return `${plain(name)} (storage at ${plain(storage.at)})`;
  if (plan.keys.some((key) => key.name === name)) return `${plain(name)} (key)`;
  return plain(name);
}

function are(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}
