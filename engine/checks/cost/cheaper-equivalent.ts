import type { Check } from '../check.ts';
import { cheaperClassesOf } from './cheaper-class.ts';
import { Equivalents, holds, id } from './equivalent.ts';
import { fewerFulls } from './fewer-fulls.ts';
import { shorterKeeps } from './shorter-keep.ts';

/** Each way is an assessment of the whole plan: of more systems nobody waits for it at each keystroke. */
const MOST_SYSTEMS = 60;

export const cheaperEquivalent: Check = {
  ...id,
  group: 'cost',
  summary: 'Another class, fewer fulls or a shorter `keep` cost far less, and every promise that holds still does.',
  *run(context, others) {
    const { plan, judged, assessment } = context;
    // Who states no budget does not ask what could be saved.
    if (plan.budget === undefined || judged.length < plan.systems.length || plan.systems.length > MOST_SYSTEMS) return;
    if (!assessment.systems.every(holds)) return;
    yield* cheaperClassesOf(context);
    const equivalents = new Equivalents(context, others);
    yield* shorterKeeps(context, equivalents);
    yield* fewerFulls(context, equivalents);
  },
};
