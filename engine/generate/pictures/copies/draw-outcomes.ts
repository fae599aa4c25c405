import { hint, type Markup, rect } from '../svg/element.ts';
import { sign, type Tone } from '../svg/marks.ts';
import { label } from '../svg/text.ts';
import type { Column, Layout } from './layout.ts';
import type { Fate, Outcome } from './model.ts';

const HEAD = 26;
const NAME = 16;
const ROW = 20;

export function outcomeHeight(scenarios: number): number {
  return HEAD + scenarios * (NAME + ROW + 4);
}

/** Under each lane, what each scenario leaves of it. */
export function drawOutcomes(outcomes: readonly Outcome[], layout: Layout, y: number): readonly Markup[] {
  if (outcomes.length === 0) return [];
  const first = layout.columns[0];
  const left = (first?.x ?? 0) + 6;
  const title = label('What is left in each scenario', { x: left, y: y + 18, class: 'strong halo' });
  return [
    title,
    ...outcomes.flatMap((outcome, index) => {
      const top = y + HEAD + index * (NAME + ROW + 4);
      return [
        label(outcome.scenario, { x: left, y: top + 12, width: layout.width - left - 24, class: 'halo' }),
        ...layout.columns.flatMap((column) => drawCell(outcome, column, top + NAME)),
      ];
    }),
  ];
}

function drawCell(outcome: Outcome, { lane, x, width }: Column, y: number): readonly Markup[] {
  const { storage } = lane;
  const told = storage === undefined ? systemsTold(outcome, lane.site) : storageTold(outcome.storages.get(storage.name));
  if (told === undefined) return [];
  const { tone, word, because } = told;
  return [
    rect(x + 6, y, width - 12, ROW, { class: `f-${tone}`, rx: 3 }, hint(because)),
    sign(tone === 'bad' ? 'cross' : tone === 'good' ? 'check' : 'dash', tone, x + 12, y + 5),
    label(word, { x: x + 28, y: y + 14, width: width - 38, size: 'small', class: tone }),
  ];
}

interface Told {
  readonly tone: Tone;
  readonly word: string;
  readonly because: string;
}

function storageTold(fate: Fate | undefined): Told | undefined {
  if (fate === undefined) return undefined;
  return { tone: fate.left === 'nothing' ? 'bad' : fate.left === 'part' ? 'plain' : 'good', word: fate.word, because: fate.because };
}

function systemsTold({ systems, sites, lostSites }: Outcome, site: string): Told {
  const here = sites.get(site) ?? [];
  const struck = here.flatMap((name) => systems.get(name) ?? []);
  if (here.length === 0 && lostSites.has(site)) return { tone: 'bad', word: 'lost', because: `${site} is lost` };
  if (struck.length === 0) return { tone: 'good', word: 'not affected', because: 'no system here is affected' };
  const word = [...new Set(struck)].join(', ');
  const all = struck.length === here.length;
  return {
    tone: 'bad',
    word: all ? word : `${struck.length} of ${here.length} ${word}`,
    because: `${struck.length} of ${here.length} systems: ${word}`,
  };
}
