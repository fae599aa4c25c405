import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../engine/checks/finding.ts';
import { examine } from '../../engine/examine.ts';
import { readRepository, root, terms } from '../checks/examined.ts';
import { type Entry, readTriage } from './triage.ts';

/*
 * Plausible plans of good teams. Beside each, a triage lists every finding that it gets, with what a senior reviewer without a stake
 * says of it: keep, or noise. A finding that no entry matches fails, and so does an entry that matches none.
 */

const folder = path.join(root, 'test/precision');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.backupplan'))
  .map((name) => name.replace('.backupplan', ''));

/** The part of all entries that may be noise. */
const mostNoise = 0.05;

/** A finding as the triage knows it. */
interface Said {
  readonly code: string;
  /** The first line of the text that it marks. */
  readonly marks: string;
  /** The declaration that it stands in: the name of it, or `plan`. */
  readonly in: string;
  readonly severity: string;
  readonly message: string;
}

function said({ code, severity, message, file, range }: Finding): Said {
  const text = readRepository(file) ?? '';
  const [marks = ''] = text.slice(range.start, range.end).split('\n');
  const headers = [...text.slice(0, range.end).matchAll(/^\w+ +([\w-]+)?/gm)].filter(({ index }) => index <= range.start);
  return { code, marks: marks.trim(), in: headers.at(-1)?.[1] ?? 'plan', severity, message };
}

function matches(entry: Entry, finding: Said): boolean {
  return (
    entry.code === finding.code &&
    entry.marks === finding.marks &&
    (entry.in === undefined || entry.in === finding.in) &&
    (entry.says === undefined || finding.message.includes(entry.says))
  );
}

/** The entry to add for a finding, with `in` and `says` where code and marks do not tell it from the others. */
function pasted(finding: Said, all: readonly Said[]): string {
  const { code, marks, message } = finding;
  const twins = all.filter((other) => other.code === code && other.marks === marks);
  const apart = {
    in: twins.some((other) => other.in !== finding.in),
    says: twins.some((other) => other !== finding && other.in === finding.in),
  };
  return `  # ${finding.severity}: ${message}\n${written({ code, marks, ...(apart.in && { in: finding.in }), ...(apart.says && { says: message }) })}\n    verdict: \n    why: ""`;
}

function written(entry: Omit<Entry, 'verdict' | 'why'>): string {
  const lines = [`code: ${entry.code}`, `marks: ${JSON.stringify(entry.marks)}`];
  if (entry.in !== undefined) lines.push(`in: ${entry.in}`);
  if (entry.says !== undefined) lines.push(`says: ${JSON.stringify(entry.says)}`);
  return `  - ${lines.join('\n    ')}`;
}

/** What stands in the way of each finding having an entry of its own, each with what to write or to take out. */
function complaints(findings: readonly Said[], entries: readonly Entry[]): string[] {
  const found: string[] = [];
  for (const finding of findings) {
    const many = entries.filter((entry) => matches(entry, finding)).length;
    if (many === 0) found.push(`not judged yet, add:\n${pasted(finding, findings)}`);
    if (many > 1) found.push(`judged ${many} times, leave one entry for:\n${pasted(finding, findings)}`);
  }
  for (const entry of entries) {
    const matched = findings.filter((finding) => matches(entry, finding));
    if (matched.length === 0) found.push(`not found any more, take out:\n${written(entry)}`);
    if (matched.length > 1)
      found.push(`says too little, replace:\n${written(entry)}\nby:\n${matched.map((finding) => pasted(finding, findings)).join('\n')}`);
  }
  return found;
}

describe('plans of good teams', function () {
  // Ten years of tapes take seconds to work out, and more on a busy machine.
  this.timeout(60_000);
  const judged: Entry[] = [];
  for (const name of names) {
    it(`${name}: every finding is judged, and every judgement is of a finding`, () => {
      const triage = readTriage(readFileSync(path.join(folder, `${name}.triage.yaml`), 'utf8'));
      judged.push(...triage.findings);
      const { findings, faults } = examine(`test/precision/${name}.backupplan`, readRepository, undefined, terms);
      assert.deepEqual(faults, []);
      const wrong = complaints(findings.map(said), triage.findings);
      if (wrong.length > 0) assert.fail(`${name}.triage.yaml\n${wrong.join('\n\n')}\n`);
    });
  }

  it(`at most ${mostNoise * 100}% of what is said is noise`, () => {
    const noise = judged.filter(({ verdict }) => verdict === 'noise');
    assert.ok(judged.length > 0);
    assert.ok(
      noise.length <= mostNoise * judged.length,
      `${noise.length} of ${judged.length}:\n${noise.map(({ code, marks, why }) => `${code} at ${marks}: ${why}`).join('\n')}`,
    );
  });

  it('every triage stands beside its plan', () => {
    const triages = readdirSync(folder).filter((file) => file.endsWith('.triage.yaml'));
    assert.deepEqual(
      triages.map((file) => file.replace('.triage.yaml', '')),
      names,
    );
  });
});

describe('the matching of findings and entries', () => {
  const finding: Said = { code: 'rpo-missing', marks: 'orders', in: 'orders', severity: 'info', message: 'No `rpo` for `orders`.' };
  const entry: Entry = { code: 'rpo-missing', marks: 'orders', verdict: 'keep', why: 'True.' };

  it('is content with one entry for each finding', () => {
    assert.deepEqual(complaints([finding], [entry]), []);
  });
  it('prints the entry for a finding that has none', () => {
    assert.match(
      complaints([finding], []).join(),
      /^not judged yet, add:\n {2}# info: No .*\n {2}- code: rpo-missing\n {4}marks: "orders"\n/,
    );
  });
  it('prints the entry that matches nothing', () => {
    assert.match(complaints([], [entry]).join(), /^not found any more, take out:\n {2}- code: rpo-missing\n/);
    assert.match(complaints([finding], [{ ...entry, marks: 'uploads' }]).join(), /not found any more/);
  });
  it('wants one entry for a finding, and one finding for an entry', () => {
    assert.match(complaints([finding], [entry, entry]).join(), /^judged 2 times/);
    const elsewhere = { ...finding, in: 'files' };
    assert.match(complaints([finding, elsewhere], [entry]).join(), /^says too little[\s\S]*in: orders[\s\S]*in: files/);
    const other = { ...finding, message: 'Another.' };
    assert.match(complaints([finding, other], [entry]).join(), /^says too little[\s\S]*says: "No[\s\S]*says: "Another/);
  });
  it('tells findings apart by where they stand and what they say', () => {
    const all = [finding, { ...finding, in: 'files' }, { ...finding, in: 'files', message: 'Another.' }];
    const told = [
      { ...entry, in: 'orders' },
      { ...entry, in: 'files', says: 'No `rpo`' },
      { ...entry, in: 'files', says: 'Another' },
    ];
    assert.deepEqual(complaints(all, told), []);
  });
});

describe('a triage file', () => {
  const good = 'team: a shop\nfindings:\n  - { code: rpo-missing, marks: orders, verdict: keep, why: True. }\n';

  it('is read', () => {
    assert.deepEqual(readTriage(good), {
      team: 'a shop',
      findings: [{ code: 'rpo-missing', marks: 'orders', verdict: 'keep', why: 'True.' }],
    });
  });
  for (const [what, text, complaint] of [
    ['an unknown word', good.replace('why:', 'because: x, why:'), /findings\[0\].*because/],
    ['an unknown word at the top', `${good}note: x\n`, /note/],
    ['a verdict that is none', good.replace('keep', 'maybe'), /verdict.*maybe/],
    ['a judgement without a reason', good.replace('True.', '""'), /why/],
    ['a code that no check has', good.replace('rpo-missing', 'rpo-mising'), /rpo-mising/],
    ['no team', good.replace('team: a shop\n', ''), /team/],
    ['no list', 'team: a shop\n', /findings/],
  ] as const) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => readTriage(text), complaint);
    });
  }
});
