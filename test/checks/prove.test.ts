import assert from 'node:assert/strict';
import { allChecks } from '../../engine/checks/all.ts';
import { withEdits } from '../../engine/checks/edits.ts';
import type { Finding } from '../../engine/checks/finding.ts';
import { provenFixes } from '../../engine/checks/prove.ts';
import { examine, examineAfresh } from '../../engine/examine.ts';
import type { ReadText } from '../../engine/plan/project.ts';
import { reader, readRepository } from './examined.ts';

interface Asked {
  readonly finding: Finding;
  readonly titles: readonly string[];
  /** The text after each fix. */
  readonly mended: readonly string[];
}

function ask(path: string, read: ReadText, code: string, about?: string): Asked {
  const examination = examine(path, read);
  const finding = examination.findings.find((each) => each.code === code && (about === undefined || each.about === about));
  assert.ok(finding, `no ${code} among ${examination.findings.map((each) => each.code)}`);
  const fixes = provenFixes(examination, finding, read);
  // What is promised of every fix, asked again from outside.
  for (const fix of fixes) {
    const after = examineAfresh(path, withEdits(fix.edits, read));
    const same = (each: Finding) => each.code === code && each.about === finding.about && each.message === finding.message;
    assert.ok(after.findings.filter(same).length < examination.findings.filter(same).length, fix.title);
  }
  return { finding, titles: fixes.map((fix) => fix.title), mended: fixes.map((fix) => withEdits(fix.edits, read)(path) ?? '') };
}

const askText = (text: string, code: string, about?: string) => ask('plan.backupplan', reader({ 'plan.backupplan': text }), code, about);

describe('proven fixes', () => {
  it('bring the loss of the shop under its target, and say from what to what', () => {
    const { titles } = ask('examples/shop.backupplan', readRepository, 'rpo-unmet', 'orders');
    assert.deepEqual(titles, ['Copy every 30m instead of hourly: loss 1h21m → 51m', 'Copy every 15m instead of hourly: loss 1h21m → 36m']);
  });
  it('send the log where the disaster does not strike', () => {
    const text = `plan "Orders" { timezone "UTC" }
site office { kind office }
site other { kind office }
storage near: nas { at office; path "/b" }
storage far: nas { at other; path "/b" }
system orders: postgresql {
  at office; database "o"; size 20 GB; changes 1 GB/day; rpo 15m
  backup {
    full daily at 01:00 to near using pg_basebackup
    log continuous to near
    copy after full from near to far
  }
}
scenario fire { lose office }
`;
    const { finding, titles, mended } = askText(text, 'rpo-unmet');
    assert.match(finding.message, / Send the log to far too, run the full every 10m, or say /);
    assert.match(titles[0] ?? '', /^Send the log to far too: loss 24h4m → 1m$/);
    assert.match(mended[0] ?? '', /^ {4}log continuous to near, far$/m);
  });
  it('copy at once instead of by the clock', () => {
    const { titles } = ask('examples/shop.backupplan', readRepository, 'rpo-unmet', 'uploads');
    assert.match(titles[0] ?? '', /^Copy after each full instead of daily at 02:30: loss 26h33m → 25h\d+m$/);
  });

  const nightly = `plan "Shop" { owner "ops@shop.example"; notify "mailto:ops@shop.example" }
site berlin { kind datacenter }
site ireland { kind cloud }
storage nas: nas { at berlin; path "/srv/backup" }
storage vault: s3 { at ireland; bucket "shop" }
system orders: postgresql {
  at berlin; size 4 GB; changes 1 GB/day; rpo 1h
  backup {
    full daily at 02:00 to nas using pg_dump
    copy after full from nas to vault
    keep 30 days
  }
}
scenario fire { lose berlin; recover at ireland }
`;

  it('archive the log where the kind of system can, with a tool that can be its base', () => {
    const { titles, mended } = askText(nightly, 'rpo-unmet');
    assert.match(titles[0] ?? '', /^Archive the log with pg_basebackup \(`log continuous to nas, vault`\): loss 24h\d*m?\d*s? → 1m$/);
    assert.match(mended[0] ?? '', /full daily at 02:00 to nas using pg_basebackup\n/);
    assert.match(mended[0] ?? '', /\n {4}log continuous to nas, vault\n {2}\}/);
  });
  it('leave out what does not help: a denser schedule that its own run time defeats', () => {
    const slow = nightly.replace('using pg_dump', 'using pg_dump taking 40m').replace('after full from', 'daily at 04:00 from');
    for (const title of askText(slow, 'rpo-unmet').titles) assert.match(title, /→ (?:[1-5]?\dm|1h)(?:\d+s)?$/);
  });

  it('put the word that was meant', () => {
    const { titles, mended } = askText(nightly.replace('nas to vault', 'nas to vualt'), 'undefined-name');
    assert.deepEqual(titles, ['Replace with `vault`']);
    assert.deepEqual(mended, [nightly]);
    assert.deepEqual(askText(nightly.replace('keep 30', 'kep 30'), 'unknown-word').mended, [nightly]);
    assert.deepEqual(askText(nightly.replace('pg_dump', 'pg_dupm'), 'unknown-word').mended, [nightly]);
  });
  it('mend a word though it brings to light a name that could not be read before', () => {
    const { titles, mended } = askText(
      nightly.replace('copy after full from nas to vault', 'cpy after full from nas to vualt'),
      'unknown-word',
    );
    assert.deepEqual(titles, ['Replace with `copy`']);
    assert.deepEqual(askText(mended[0] ?? '', 'undefined-name').mended, [nightly]);
  });
  it('mend one of two equal mistakes at a time', () => {
    const { titles } = askText(
      nightly.replaceAll(' nas', ' nsa').replace('storage nsa', 'storage nas').replace(': nsa {', ': nas {'),
      'undefined-name',
    );
    assert.deepEqual(titles, ['Replace with `nas`']);
  });

  it('copy to another storage that the plan has', () => {
    const { titles, mended } = askText(nightly.replace('    copy after full from nas to vault\n', ''), 'violates-3-2-1');
    assert.equal(titles[0], 'Copy to `vault`: 3 copies on 2 media, 1 off-site');
    assert.match(mended[0] ?? '', /\n {4}copy after full from nas to vault\n {2}\}/);
  });
  it('copy one of several systems with the same cause, where each says for itself how it is backed up', () => {
    const two = nightly.replace('    copy after full from nas to vault\n', '');
    const [system = ''] = /system orders[\s\S]*?\n\}\n/.exec(two) ?? [];
    const { titles, mended } = askText(two + system.replace('system orders', 'system stock'), 'violates-3-2-1');
    assert.equal(titles[0], 'Copy to `vault`: 3 copies on 2 media, 1 off-site');
    assert.equal(mended[0]?.match(/copy after full/g)?.length, 1);
  });
  it('bring a copy to where the scenario does not reach, though that shows how much is lost', () => {
    assert.deepEqual(askText(nightly.replace('    copy after full from nas to vault\n', ''), 'unrecoverable').titles, ['Copy to `vault`']);
  });
  it('do not copy to a storage that would not settle it', () => {
    const local = nightly
      .replace('    copy after full from nas to vault\n', '')
      .replace('storage vault: s3 { at ireland', 'storage vault: s3 { at berlin');
    assert.ok(!askText(local, 'violates-3-2-1').titles.some((title) => title.includes('`vault`')));
  });

  it('give an unprotected system a backup', () => {
    const bare = nightly.replace(/ {2}backup \{[^}]*\}\n/, '');
    const { titles, mended } = askText(bare, 'unprotected-system');
    assert.deepEqual(titles, [
      'Back it up to `nas`, with a copy on `vault`: 3 copies on 2 media, 1 off-site; at most 32m is lost instead of everything',
    ]);
    assert.match(mended[0] ?? '', /\n {2}backup \{\n {4}full daily at 02:00 to nas\n/);
    const { findings } = examineAfresh('plan.backupplan', reader({ 'plan.backupplan': mended[0] ?? '' }));
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error').map((finding) => finding.code),
      [],
      'the skeleton meets the targets',
    );
  });

  it('add a keep, in the policy where the jobs stand there', () => {
    assert.match(
      askText(nightly.replace('    keep 30 days\n', ''), 'retention-missing').mended[0] ?? '',
      /\n {4}keep daily for 30 days, monthly for 12 months\n {2}\}/,
    );
    const stays = nightly.replace('    keep 30 days\n', '').replace('plan "Shop" {', 'plan "Shop" { comply with gdpr;');
    assert.deepEqual(
      askText(stays.replace('rpo 1h', 'rpo 1h; holds personal-data'), 'gdpr/storage-limitation').titles,
      ['Add `keep daily for 30 days, monthly for 12 months`'],
      'where a rule says the same',
    );
    const shared = nightly
      .replace(/backup \{[^}]*\}/, 'backup with gold')
      .replace('system', 'policy gold { full daily at 02:00 to nas; copy after full from nas to vault }\nsystem')
      .replace('rpo 1h', 'retain daily for 60 days');
    assert.match(
      askText(shared, 'retention-missing').mended[0] ?? '',
      /policy gold \{ full daily at 02:00 to nas; copy after full from nas to vault; keep daily for 60 days \}/,
    );
  });

  it('add a restore test, in the policy where the jobs stand there', () => {
    const shared = nightly
      .replace(/backup \{[^}]*\}/, 'backup with gold')
      .replace('system', 'policy gold { full daily at 02:00 to nas; copy after full from nas to vault; keep 30 days }\nsystem');
    for (const text of [nightly, shared]) {
      const { titles, mended } = askText(text, 'restore-untested');
      assert.deepEqual(titles, ['Add `verify restore weekly on monday at 05:00`: a restore is tried every week']);
      assert.match(mended[0] ?? '', /keep 30 days(?:; |\n {4})verify restore weekly on monday at 05:00(?: |\n {2})\}/);
    }
  });
  it('keep the newest few as well, at the end of the `keep` that is meant', () => {
    const { titles, mended } = askText(nightly.replace('keep 30 days', 'keep 7 days'), 'retention-can-empty');
    assert.deepEqual(titles, ['Add `3 last`: the newest 3 stay, however many runs fail']);
    assert.match(mended[0] ?? '', /\n {4}keep 7 days, 3 last\n/);
  });
  it('bring the fulls to where the log is', () => {
    const bare = nightly
      .replace('using pg_dump', 'using pg_basebackup')
      .replace('copy after full from nas to vault', 'log continuous to nas, vault');
    const { titles, finding } = askText(bare, 'log-without-base');
    assert.deepEqual(titles, ['Copy the fulls from `nas` to `vault`']);
    assert.ok(finding.related.some(({ message }) => message.startsWith('unrecoverable: ')));
  });
  it('lock a copy where the storage can', () => {
    const separate = nightly.replace('path "/srv/backup"', 'path "/srv/backup"; account storage-admin');
    assert.deepEqual(askText(separate, 'no-immutable-copy').titles, [
      'Lock `vault` (`immutable 35 days`): nobody can delete 1 of 2 copies',
    ]);
    assert.match(askText(separate, 'no-immutable-copy').mended[0] ?? '', /bucket "shop"; immutable 35 days \}/);
  });

  it('have the storage that is optional so far, and copy to it', () => {
    const text = nightly.replace('    copy after full from nas to vault\n', '').replace('bucket "shop" }', 'bucket "shop"; optional }');
    const { titles, mended } = askText(text, 'violates-3-2-1');
    assert.equal(titles[0], 'Have `vault`, which is optional so far, and copy to it: 3 copies on 2 media, 1 off-site');
    assert.match(mended[0] ?? '', /bucket "shop" \}/);
    assert.match(mended[0] ?? '', /\n {4}copy after full from nas to vault\n {2}\}/);
  });
  it('move a job to where the stronger one of its chain does not run', () => {
    const text = nightly.replace('using pg_dump', 'using pgbackrest\n    incremental daily at 02:00 to nas');
    const { titles, mended } = askText(text, 'overlap');
    assert.deepEqual(titles, [
      'Replace with `daily at 14:00`: no longer while the full runs',
      'Replace with `daily at 04:00`: no longer while the full runs',
    ]);
    assert.match(mended[0] ?? '', /full daily at 02:00 to nas using pgbackrest\n {4}incremental daily at 14:00 to nas\n/);
  });
  it('break a chain that is too long, where the tool can', () => {
    const text = nightly.replace(
      'full daily at 02:00 to nas using pg_dump',
      'full weekly on sunday at 02:00 to nas using pgbackrest\n    incremental hourly to nas',
    );
    const { titles } = askText(text, 'chain-too-long');
    assert.deepEqual(titles, ['Add `differential daily at 01:00 to nas`']);
  });
  it('say on which day of the month a cron expression was meant to run', () => {
    const text = nightly.replace('daily at 02:00', 'cron "0 2 15-21 * fri"').replace('keep 30 days', 'keep 12 months');
    assert.match(askText(text, 'cron-day-or-weekday').mended[0] ?? '', /full monthly on third friday at 02:00 to nas/);
  });
  it('lock a storage for as long as the intruder is not found', () => {
    const text =
      `${nightly.replace('bucket "shop" }', 'bucket "shop"; immutable 7 days }').replace('after full from nas to vault', 'after full from nas to vault, shelf')}
storage shelf: removable { at ireland; path "/media/shelf"; offline }
scenario intruder { compromise production; detected after 14 days }
`.replace('to vault, shelf', 'to vault\n    copy after full from nas to shelf');
    const { titles, mended } = askText(text, 'lock-shorter-than-detection');
    assert.deepEqual(titles, ['Lock `vault` for 16 days']);
    assert.match(mended[0] ?? '', /bucket "shop"; immutable 16 days \}/);
  });
  it('add a number that only its author knows, and say so', () => {
    const { titles, mended } = askText(nightly.replace('size 4 GB; ', ''), 'unknown-size');
    assert.deepEqual(titles, ['Add `size 40 GB`, to be corrected']);
    assert.match(mended[0] ?? '', /\n {2}size 40 GB\n/);
  });

  it('insert the site that is missing', () => {
    const { titles } = askText(nightly.replace('storage vault: s3 { at ireland; ', 'storage vault: s3 { '), 'missing-statement');
    assert.deepEqual(titles, ['Insert `at berlin`', 'Insert `at ireland`']);
  });
  it('remove the second of two statements, and its line with it', () => {
    const { mended } = askText(
      nightly.replace('    keep', '    keep').replace('  backup {', '  criticality low\n  criticality low\n  backup {'),
      'duplicate-statement',
    );
    assert.deepEqual(mended, [nightly.replace('  backup {', '  criticality low\n  backup {')]);
  });

  it('are asked of every check without a throw', () => {
    const examination = examine('examples/shop.backupplan', readRepository);
    const [finding] = examination.findings;
    assert.ok(finding);
    for (const { code } of allChecks)
      assert.doesNotThrow(() => provenFixes(examination, { ...finding, code, fixes: finding.fixes.slice(0, 1) }, readRepository));
  });
});
