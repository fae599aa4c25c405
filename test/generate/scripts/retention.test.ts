import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Shelf } from '../../../engine/assess/retention/retention.ts';
import { zoneOf } from '../../../engine/assess/schedule/calendar.ts';
import { bash } from '../../../engine/generate/scripts/bash.generated.ts';
import { ruleWords, spanWords } from '../../../engine/generate/scripts/settings.ts';
import type { RuleForm, Span } from '../../../grammar/tree.ts';

interface Case {
  readonly zone: string;
  readonly now: number;
  readonly rules: readonly RuleForm[];
  readonly lock?: Span;
  readonly captures: readonly number[];
}

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia'];
const spans: readonly Span[] = [
  { years: 0, months: 0, seconds: 14 * 86_400 },
  { years: 0, months: 1, seconds: 0 },
  { years: 0, months: 13, seconds: 0 },
  { years: 1, months: 0, seconds: 0 },
  { years: 0, months: 2, seconds: 3600 },
  { years: 5, months: 0, seconds: 0 },
];
const periods = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
/** Around these instants clocks change or months end. */
const turns = [
  '2027-03-28T01:00:00Z',
  '2027-10-31T01:00:00Z',
  '2027-11-07T06:00:00Z',
  '2028-02-29T12:00:00Z',
  '2027-12-31T23:30:00Z',
  '2027-04-03T15:00:00Z',
];

describe('retention in the scripts', function () {
  this.timeout(120_000);

  it('keeps what the engine keeps, over clock changes, month ends and leap days, in many zones', () => {
    const cases = Array.from({ length: 70 }, (_, index) => caseOf(index));
    const kept = keptByScripts(cases);
    for (const [index, each] of cases.entries()) assert.deepEqual(kept[index], keptByEngine(each), JSON.stringify(each));
    // The cases are worth something only when they prune, and not everything.
    assert.ok(cases.filter(({ captures }, index) => (kept[index]?.length ?? 0) < captures.length).length > 35);
    assert.ok(kept.every((names) => names.length > 0));
  });

  it('prunes a folder after four years as the engine does, with what the kept points rest on and what is locked', () => {
    const now = Math.floor(Date.now() / 1000);
    // A full every eight weeks, and an incremental each week between.
    const points = Array.from({ length: 208 }, (_, week) => ({ capture: now - (208 - week) * 7 * 86_400 + 3600, full: week % 8 === 0 }));
    const rules: readonly RuleForm[] = [
      { rule: 'count', count: 3, period: 'weekly' },
      { rule: 'count', count: 10, period: 'monthly' },
      { rule: 'period-for', period: 'yearly', span: { years: 3, months: 0, seconds: 0 } },
    ];
    const lock: Span = { years: 0, months: 5, seconds: 0 };
    const there = new Shelf(rules, lock, zoneOf('Europe/Berlin'), {
      capture: points.map(({ capture }) => capture),
      needs: points.map(({ full }, week) => (full ? -1 : week - 1)),
    });
    for (const [week, { capture }] of points.entries()) there.add(week, capture);
    const gone = new Set(there.prune(now));
    const wanted = points.flatMap(({ capture }, week) => (gone.has(week) ? [] : [capture]));
    assert.ok(wanted.length > 30 && wanted.length < 150);
    assert.deepEqual(leftByScripts(points, rules, lock), wanted);
  });
});

/** What a folder of points holds after it was pruned, as captures; an incremental rests on the point before it. */
function leftByScripts(
  points: readonly { readonly capture: number; readonly full: boolean }[],
  rules: readonly RuleForm[],
  lock: Span,
): number[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'bp-years-'));
  try {
    const names = points.map(({ capture, full }) => {
      const stamp = new Date(capture * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
      return `${stamp}-${full ? 'full' : 'incremental'}`;
    });
    for (const [at, { capture, full }] of points.entries()) {
      const place = path.join(folder, 'nas/s/points', names[at] ?? '');
      mkdirSync(place, { recursive: true });
      const base = full ? '' : `  "base": "${names[at - 1]}",\n`;
      writeFileSync(path.join(place, 'manifest.json'), `{\n  "captured": ${capture},\n${base}  "files": [\n  ]\n}\n`);
      writeFileSync(path.join(place, 'available'), `${capture}\n`);
    }
    const script = `${bash.lib}
system_folder=s chain_folder=s plan_zone=Europe/Berlin plan_slug=p storage_path=([nas]='${folder}/nas') lock_span=([nas]='${spanWords(lock)}')
keep_rules=([nas]='${rules.map(ruleWords).join('\n')}') BACKUPPLAN_ENV=/dev/null BACKUPPLAN_STATE='${folder}/state'
load_settings
prune nas`;
    writeFileSync(path.join(folder, 'prune.sh'), script);
    execFileSync('bash', [path.join(folder, 'prune.sh')], { stdio: ['ignore', 'ignore', 'ignore'] });
    const left = new Set(readdirSync(path.join(folder, 'nas/s/points')));
    return points.flatMap(({ capture }, at) => (left.has(names[at] ?? '') ? [capture] : []));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A case that depends on its number alone. */
function caseOf(index: number): Case {
  const random = sequence(index + 1);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const now = Date.parse(pick(turns)) / 1000 + Math.floor((random() - 0.5) * 8 * 86_400);
  const step = pick([900, 7200, 86_400, 9 * 86_400, 45 * 86_400]);
  const captures = Array.from({ length: 60 }, (_, back) => now - back * step - Math.floor(random() * step * 0.5));
  const rule = (): RuleForm => {
    const form = Math.floor(random() * 3);
    if (form === 0) return { rule: 'span', span: pick(spans) };
    if (form === 1) return { rule: 'count', count: 1 + Math.floor(random() * 12), period: pick([...periods, 'last'] as const) };
    return { rule: 'period-for', period: pick(periods), span: pick(spans) };
  };
  return {
    zone: pick(zones),
    now,
    rules: [rule(), ...(random() < 0.5 ? [rule()] : [])],
    lock: random() < 0.3 ? pick(spans) : undefined,
    captures,
  };
}

function sequence(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
}

function keptByEngine({ zone, now, rules, lock, captures }: Case): number[] {
  const ordered = captures.toSorted((a, b) => a - b);
  const there = new Shelf(rules, lock, zoneOf(zone), { capture: ordered, needs: ordered.map(() => -1) });
  for (const [point, capture] of ordered.entries()) there.add(point, capture);
  const gone = new Set(there.prune(now));
  return ordered.filter((_, point) => !gone.has(point));
}

/** One Bash for all cases; the name of a point is its capture. */
function keptByScripts(cases: readonly Case[]): number[][] {
  const folder = mkdtempSync(path.join(tmpdir(), 'bp-keep-'));
  try {
    const lines = cases.map(
      ({ zone, now, rules, lock, captures }) =>
        `plan_zone=${zone}; one ${now} '${lock === undefined ? '' : spanWords(lock)}' '${captures.join(' ')}' ${rules.map((rule) => `'${ruleWords(rule)}'`).join(' ')}`,
    );
    const one = `one() {
  local now=$1 lock=$2 captures=$3 name; shift 3
  local -A kept=()
  while read -r name; do kept[$name]=yes; done < <(printf '%s\\n' $captures | sed 's/.*/& &/' | kept_points "$now" "$@")
  for name in $captures; do
    if [[ -n \${kept[$name]-} ]] || { [[ -n $lock ]] && locked "$name" "$now" "$lock"; }; then printf '%s ' "$name"; fi
  done
  echo
}`;
    writeFileSync(path.join(folder, 'all.sh'), [bash.lib, one, ...lines].join('\n'));
    const output = execFileSync('bash', [path.join(folder, 'all.sh')], { encoding: 'utf8' });
    return output
      .trimEnd()
      .split('\n')
      .map((line) =>
        line
          .trim()
          .split(' ')
          .map(Number)
          .sort((a, b) => a - b),
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
