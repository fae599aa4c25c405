import type { Place } from '../../plan/model.ts';
import type { Check } from '../check.ts';
import { finding } from '../report.ts';

const id = { code: 'dependency-cycle', severity: 'error' } as const;

interface Edge {
  readonly to: string;
  readonly place: Place;
}

export const dependencyCycle: Check = {
  ...id,
  group: 'language',
  summary: 'Systems that wait for each other, or sites that lie within each other.',
  *run({ plan, names }) {
    const waits = new Map(
      plan.systems.map((system) => [system.name, system.dependsOn.map(({ name, place }): Edge => ({ to: name, place }))]),
    );
    for (const circle of circles(waits)) {
      const path = circle.map((edge) => edge.to);
      const message =
        path.length === 1
          ? `\`${path[0]}\` waits for itself, so it is never restored.`
          : `The restore order ${around(path)} never starts: each waits for the next.`;
      yield* report(circle, message, (to) => `It waits for \`${to}\` here.`);
    }
    const within = new Map<string, Edge[]>(plan.sites.map((site) => [site.name, []]));
    for (const use of names.references) {
      if (use.statement.id === 'site.within' && use.target !== undefined) {
        const inner = names.declarations.find((each) => each.statement === use.within);
        if (inner !== undefined) within.get(inner.name)?.push({ to: use.name, place: use });
      }
    }
    for (const circle of circles(within)) {
      yield* report(
        circle,
        `No site can lie within itself: ${around(circle.map((edge) => edge.to))}.`,
        (to) => `It lies within \`${to}\` here.`,
      );
    }
  },
};

function* report(circle: readonly Edge[], message: string, says: (to: string) => string) {
  const [first, ...others] = circle;
  if (first === undefined) return;
  yield finding(id, first.place, message, { related: others.map(({ to, place }) => ({ place, message: says(to) })) });
}

/** `orders → secrets → orders`, for the edges from orders. */
function around(targets: readonly string[]): string {
  const last = targets.at(-1) ?? '';
  return [last, ...targets].join(' → ');
}

/** One shortest circle through each node that is on one, unless an earlier circle went through it. The last edge leads back to the node. */
function circles(edges: ReadonlyMap<string, readonly Edge[]>): Edge[][] {
  const met = new Set<string>();
  const found: Edge[][] = [];
  for (const node of tangled(edges)) {
    if (met.has(node)) continue;
    const circle = shortest(node, edges);
    for (const edge of circle) met.add(edge.to);
    if (circle.length > 0) found.push(circle);
  }
  return found;
}

/** The nodes that are left when those that lead nowhere are taken away, again and again: all circles run among them. */
function tangled(edges: ReadonlyMap<string, readonly Edge[]>): ReadonlySet<string> {
  const left = new Set(edges.keys());
  const into = new Map<string, string[]>();
  const out = new Map<string, number>();
  for (const [from, targets] of edges) {
    out.set(from, targets.filter((edge) => edges.has(edge.to)).length);
    for (const { to } of targets) into.set(to, [...(into.get(to) ?? []), from]);
  }
  const ends = [...left].filter((node) => out.get(node) === 0);
  for (let node = ends.pop(); node !== undefined; node = ends.pop()) {
    left.delete(node);
    for (const from of into.get(node) ?? []) {
      const remaining = (out.get(from) ?? 0) - 1;
      out.set(from, remaining);
      if (remaining === 0) ends.push(from);
    }
  }
  return left;
}

/** The edges of a shortest way from a node back to itself; none where there is no such way. */
function shortest(start: string, edges: ReadonlyMap<string, readonly Edge[]>): Edge[] {
  const cameBy = new Map<string, { readonly from: string; readonly edge: Edge }>();
  const queue = [start];
  for (const node of queue) {
    for (const edge of edges.get(node) ?? []) {
      if (cameBy.has(edge.to)) continue;
      cameBy.set(edge.to, { from: node, edge });
      if (edge.to === start) return wayTo(start, cameBy);
      queue.push(edge.to);
    }
  }
  return [];
}

function wayTo(start: string, cameBy: ReadonlyMap<string, { readonly from: string; readonly edge: Edge }>): Edge[] {
  const way: Edge[] = [];
  let node = start;
  do {
    const step = cameBy.get(node);
    if (step === undefined) break;
    way.unshift(step.edge);
    node = step.from;
  } while (node !== start);
  return way;
}
