import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { textOf } from './artifacts.ts';

/** A title with all that YAML, PromQL and templates would take for their own. */
const title = `It's "{{ $value }}": all\\n %`;
const plan = `plan ${JSON.stringify(title)} { timezone "Europe/Berlin" } site here { kind datacenter } storage nas: disk { at here; path "/srv/nas" }
  system shop: postgresql { at here; size 1 GB; changes 1 GB/day
    backup { full daily at 02:00 to nas using pg_dump; keep 3 last; verify restore weekly on monday at 05:00 } }`;
const logPlan = `plan ${JSON.stringify(title)} { timezone "Europe/Berlin" } site here { kind datacenter } storage nas: disk { at here; path "/srv/nas" }
  system base: postgresql { at here; size 1 GB; changes 1 GB/day
    backup { full daily at 02:00 to nas using pg_basebackup; log continuous to nas lag 4m; keep 3 last } }`;
const labels = `plan=${JSON.stringify(title)},job="shop/full-nas"`;

describe('alerting rules', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'bp-rules-'));
    writeFileSync(path.join(folder, 'rules.yaml'), textOf(plan, 'monitoring/prometheus-rules.yaml'));
    writeFileSync(path.join(folder, 'log-rules.yaml'), textOf(logPlan, 'monitoring/prometheus-rules.yaml'));
  });
  after(() => rmSync(folder, { recursive: true }));

  function promtool(...args: readonly string[]): string {
    const { status, stdout, stderr, error } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
    if (error !== undefined) throw new Error('promtool is not installed. On Debian or Ubuntu: sudo apt-get install prometheus');
    assert.equal(status, 0, `${stdout}${stderr}`);
    return stdout;
  }

  it('are accepted by Prometheus', () => {
    // What it finds it says on standard error.
    promtool('check', 'rules', 'rules.yaml', 'log-rules.yaml');
  });

  // The longest gap of `daily at 02:00` is 25 hours (in October), and a quarter of it is patience: 31h15m.
  it('fire when a job has not succeeded in time or never, and not while it keeps to its schedule', () => {
    const success = `backup_last_success_timestamp_seconds{${labels},storage="nas",system="shop"}`;
    const fires = [
      {
        exp_labels: { severity: 'critical', plan: title, job: 'shop/full-nas' },
        exp_annotations: { summary: 'shop/full-nas has not succeeded in time' },
      },
    ];
    const asked = (hours: number, exp_alerts: readonly object[]): object => ({
      eval_time: `${hours}h`,
      alertname: 'BackupOverdue',
      exp_alerts,
    });
    const weekly = `backup_last_success_timestamp_seconds{plan=${JSON.stringify(title)},job="shop/verify-restore"}`;
    const tests = {
      rule_files: ['rules.yaml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          // It succeeds at 0h and at 25h, and then no more.
          input_series: [
            { series: success, values: '0x1499 90000x4000' },
            { series: weekly, values: '0x6000' },
          ],
          alert_rule_test: [asked(24, []), asked(56, []), asked(57, fires)],
        },
        { interval: '1m', input_series: [{ series: weekly, values: '0x100' }], alert_rule_test: [asked(1, fires)] },
      ],
    };
    writeFileSync(path.join(folder, 'tests.yaml'), JSON.stringify(tests));
    promtool('test', 'rules', 'tests.yaml');
  });

  // 4 minutes may pass, and a quarter of that is patience.
  it('fire when log fails, and warn when none comes', () => {
    const of = `plan=${JSON.stringify(title)},job="base/log-nas"`;
    const alert = (severity: string, summary: string): object => ({
      exp_labels: { severity, plan: title, job: 'base/log-nas' },
      exp_annotations: { summary },
    });
    const failing = alert('critical', 'base/log-nas fails: the server keeps its log until its own disk is full');
    const old = alert('warning', 'base/log-nas has brought nothing in time: nobody writes, or the server does not call it');
    const asked = (minutes: number, alertname: string, exp_alerts: readonly object[]): object => ({
      eval_time: `${minutes}m`,
      alertname,
      exp_alerts,
    });
    const tests = {
      rule_files: ['log-rules.yaml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          // Each minute a segment until the 20th; from the 30th on it fails.
          input_series: [
            { series: `backup_recovery_point_timestamp_seconds{${of}}`, values: '0+60x20 1200x40' },
            { series: `backup_last_status{${of}}`, values: '1x29 0x30' },
          ],
          alert_rule_test: [
            asked(20, 'LogOld', []),
            asked(25, 'LogOld', []),
            asked(31, 'LogOld', [old]),
            asked(29, 'LogFailing', []),
            asked(33, 'LogFailing', [failing]),
          ],
        },
      ],
    };
    writeFileSync(path.join(folder, 'tests.yaml'), JSON.stringify(tests));
    promtool('test', 'rules', 'tests.yaml');
  });
});
