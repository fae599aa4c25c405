/** All that the assessment says of a plan, in one text: figures, the sums that they come from, and the statements that these rest on. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Document, isCollection, isPair, visit } from 'yaml';
import { assess } from '../../engine/assess/assess.ts';
import type { Derivation } from '../../engine/assess/assessment.ts';
import { costs } from '../../engine/assess/cost/cost.ts';
import { restoreCosts } from '../../engine/assess/cost/restore-costs.ts';
import { reachOf } from '../../engine/assess/retention/reach.ts';
import { sayFigure, sayInstant } from '../../engine/assess/say.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import type { Place } from '../../engine/plan/model.ts';
import { planOf } from './plan-of.ts';

/** `UPDATE_GOLDEN=1` writes it anew; what has changed is then read in the diff. */
const update = process.env.UPDATE_GOLDEN === '1';
const folders = ['../worked/', './figures/'].map((name) => new URL(name, import.meta.url));

describe('all that is said of a plan', () => {
  for (const folder of folders) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.backupplan'))) {
      it(`${file}: is what was read and found good`, () => {
        const golden = new URL(`./figures/${file.replace('.backupplan', '.yaml')}`, import.meta.url);
        const told = said(readFileSync(new URL(file, folder), 'utf8'));
        if (update) writeFileSync(golden, told);
        assert.equal(told, readFileSync(golden, 'utf8'));
      });
    }
  }
});

const instants = new Set(['at', 'from', 'to', 'incidentAt', 'restorePoint', 'fullAt']);

function said(text: string): string {
  const plan = planOf(text);
  const zone = plan.timezone.value;
  const assessment = assess(plan, builtinCatalogue);
  const at = ({ range }: Place): string =>
    `${text.slice(0, range.start).split('\n').length} ${text.slice(range.start, range.end).split('\n')[0]}`;
  const show = (value: unknown, key = ''): unknown => {
    if (typeof value === 'number') return instants.has(key) ? sayInstant(value, zone) : Number(value.toFixed(3));
    if (Array.isArray(value)) return value.map((each) => show(each));
    if (typeof value !== 'object' || value === null) return value;
    if ('range' in value) return at(value as Place);
    if ('label' in value) return summed(value as Derivation);
    if ('rule' in value && 'seconds' in value) return { ...value, rule: JSON.stringify(value.rule) };
    if ('missing' in value && Object.keys(value).length === 1) return `needs ${value.missing}`;
    if ('value' in value && Object.keys(value).length === 1) return show(value.value);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, show(each, name)]));
  };
  /** A step of a sum: what it is, how much, and on what it rests; below it what it is made of. */
  const summed = (step: Derivation): unknown => {
    const { label, place, assumption, parts = [] } = step;
    const rests = [
      ...(place === undefined ? [] : [at(place)]),
      ...(assumption === undefined ? [] : [`${assumption.about}: ${assumption.because}`]),
    ];
    const line = `${sayFigure(step, zone) ?? '–'} ${label}${rests.length === 0 ? '' : ` (${rests.join('; ')})`}`;
    return parts.length === 0 ? line : { [line]: parts.map(summed) };
  };
  const all = {
    ...assessment,
    reach: Object.fromEntries(plan.systems.map((system) => [system.name, reachOf(plan, system, builtinCatalogue)])),
    costs: costs(plan, builtinCatalogue),
    restores: restoreCosts(plan, assessment, builtinCatalogue),
  };
  return written(show(all));
}

/** As YAML, with what has nothing nested on one line. */
function written(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_, node) {
      node.flow = node.items.every((item) => !isCollection(isPair(item) ? item.value : item));
      if (node.items.some((item) => String(isPair(item) ? item.key : item).length > 40)) node.flow = false;
    },
  });
  return document.toString({ lineWidth: 0 });
}
