/** What a backup can be best at: cost, scripts (least is left to be set up by hand), recovery (back soonest), loss (loses least). */
export const objectives = ['cost', 'scripts', 'recovery', 'loss'] as const;
export type Objective = (typeof objectives)[number];
