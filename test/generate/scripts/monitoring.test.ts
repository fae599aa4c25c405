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
const labels = `plan=${JSON.stringify(title)},job="shop/full-nas"`;

describe('alerting rules', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'bp-rules-'));
    writeFileSync(path.join(folder, 'rules.yaml'), textOf(plan, 'monitoring/prometheus-rules.yaml'));
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
    promtool('check', 'rules', 'rules.yaml');
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

  /** Asks for the alerts on the log of a plan at minutes, when its last file was stored at minute 60. */
  function logAlerts(
    log: string,
    rpo: string,
    fires: Readonly<Record<number, boolean>>,
    metric = 'backup_recovery_point_timestamp_seconds',
  ): void {
    const job = 'shop/log-nas';
    writeFileSync(
      path.join(folder, 'log.yaml'),
      textOf(
        `plan ${JSON.stringify(title)} { timezone "Europe/Berlin" } site here { kind datacenter } storage nas: disk { at here; path "/srv/nas" }
         system shop: postgresql { at here; size 1 GB; changes 1 GB/day; ${rpo}
           backup { full daily at 02:00 to nas using pg_basebackup; ${log}; keep 14 days } }`,
        'monitoring/prometheus-rules.yaml',
      ),
    );
    const exp_alerts = [
      {
        exp_labels: { severity: 'critical', plan: title, job },
        exp_annotations: { summary: `${job} is behind: what was written since its last file would be lost` },
      },
    ];
    const tests = {
      rule_files: ['log.yaml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: [
            { series: `${metric}{plan=${JSON.stringify(title)},job="${job}",storage="nas",system="shop"}`, values: '0x59 3600x4000' },
          ],
          alert_rule_test: Object.entries(fires).map(([minute, does]) => ({
            eval_time: `${minute}m`,
            alertname: 'BackupLogBehind',
            exp_alerts: does ? exp_alerts : [],
          })),
        },
      ],
    };
    writeFileSync(path.join(folder, 'log-tests.yaml'), JSON.stringify(tests));
    promtool('check', 'rules', 'log.yaml');
    promtool('test', 'rules', 'log-tests.yaml');
  }

  it('fire when continuous log falls behind, before the promised rpo breaks', () => {
    // At most a minute behind, fifteen promised: eight minutes after the last file.
    logAlerts('log continuous to nas lag 1m', 'rpo 15m;', { 61: false, 68: false, 69: true, 75: true });
    // Nothing promised: it may be as late again, but a metric that is read once a minute may seem older.
    logAlerts('log continuous to nas lag 1m', '', { 62: false, 63: true });
    logAlerts('log continuous to nas lag 10m', '', { 75: false, 76: true });
  });

  it('fire when log by schedule falls behind, before the promised rpo breaks', () => {
    logAlerts('log hourly to nas', 'rpo 2h;', { 60: false, 120: false, 150: false, 151: true, 180: true });
  });

  it('fire when no log was ever stored', () => {
    logAlerts('log continuous to nas lag 1m', 'rpo 15m;', { 1: true, 60: true }, 'some_other_metric');
  });

  /** Asks for the alerts on the age of the newest point at minutes, when the last one is of minute 0 and a run takes a quarter of an hour. */
  function pointAlerts(says: string, fires: Readonly<Record<number, boolean>>): void {
    writeFileSync(
      path.join(folder, 'point.yaml'),
      textOf(
        `plan ${JSON.stringify(title)} { timezone "UTC" } site here { kind datacenter } storage nas: disk { at here; path "/srv/nas" }
         system shop: postgresql { at here; size 1 GB; changes 1 GB/day; ${says} } }`,
        'monitoring/prometheus-rules.yaml',
      ),
    );
    const exp_alerts = [
      {
        exp_labels: { severity: 'critical', plan: title, system: 'shop' },
        exp_annotations: { summary: 'the newest recovery point of shop is so old that its rpo breaks soon' },
      },
    ];
    const series = `backup_recovery_point_timestamp_seconds{plan=${JSON.stringify(title)},job="shop/full-nas",storage="nas",system="shop"}`;
    const tests = {
      rule_files: ['point.yaml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: [{ series, values: '0x4000' }],
          alert_rule_test: Object.entries(fires).map(([minute, does]) => ({
            eval_time: `${minute}m`,
            alertname: 'BackupPointOld',
            exp_alerts: does ? exp_alerts : [],
          })),
        },
      ],
    };
    writeFileSync(path.join(folder, 'point-tests.yaml'), JSON.stringify(tests));
    promtool('check', 'rules', 'point.yaml');
    promtool('test', 'rules', 'point-tests.yaml');
  }

  it('fire when the newest point grows old, after every good night and before the promised rpo breaks', () => {
    const [good, promised] = [24 * 60 + 15, 26 * 60];
    const halfway = (good + promised) / 2;
    pointAlerts('rpo 26h; backup { full daily at 02:00 to nas using pg_dump taking 15m; keep 3 last }', {
      60: false,
      [good]: false,
      [Math.floor(halfway)]: false,
      [Math.ceil(halfway) + 1]: true,
      [promised - 1]: true,
    });
    // A minute of room: a metric that is read once a minute may seem older, but the promise does not.
    pointAlerts('rpo 1h16m; backup { full hourly to nas using pg_dump taking 15m; keep 3 last }', { 75: false, 76: false, 77: true });
  });

  it('on the age of points are not there where the schedule breaks the rpo anyway, log brings younger points, or no duration is known', () => {
    const rules = (says: string): string =>
      textOf(
        `plan "P" { timezone "UTC" } site here { kind datacenter } storage nas: disk { at here; path "/srv/nas" }
         system shop: postgresql { at here; ${says} } }`,
        'monitoring/prometheus-rules.yaml',
      );
    for (const says of [
      'size 1 GB; rpo 1h; backup { full daily at 02:00 to nas using pg_dump taking 15m; keep 3 last }',
      'size 1 GB; rpo 26h; backup { full daily at 02:00 to nas using pg_basebackup; log continuous to nas; keep 3 days }',
      'rpo 26h; backup { full daily at 02:00 to nas using pg_dump; keep 3 last }',
      'size 1 GB; backup { full daily at 02:00 to nas using pg_dump; keep 3 last }',
    ])
      assert.doesNotMatch(rules(says), /BackupPointOld/u, says);
  });

  it('fire when a copy stays away, by the pause of the job that it follows', () => {
    const rules = textOf(
      `plan "P" { timezone "Europe/Berlin" } site here { kind datacenter } storage nas: disk { at here; path "/srv/nas" } storage usb: removable { at here; path "/mnt/usb" }
       system shop: postgresql { at here; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using pg_dump; copy after full from nas to usb; keep 3 last } }`,
      'monitoring/prometheus-rules.yaml',
    );
    for (const job of ['full-nas', 'copy-nas-usb'])
      assert.match(rules, new RegExp(`BackupOverdue\\n +expr: .*job=\\\\"shop/${job}\\\\"\\}\\) > 112500 or absent`), job);
  });
});
